#if os(Linux)
  import Foundation
  import Testing

  /// Our programs do what the host's do: the same scripts with both, the same output (messages too), status and files.
  @Suite(.enabled(if: FileManager.default.fileExists(atPath: "/bin/dash"), "there is no dash here")) struct ProgramTests
  {
    /// Makes the programs' names mean ours, or the host's, whose messages are then the same but for quotes.
    private static let names = [
      "cat", "cp", "date", "find", "grep", "head", "ln", "ls", "mkdir", "mv", "rm", "rmdir", "sleep", "sort", "stat",
      "tail", "touch",
      "wc", "env", "pwd",
    ]

    private func run(_ script: String, ours: Bool) throws -> ScriptRun {
      let tools = ScriptRun.guestShell.deletingLastPathComponent().appendingPathComponent("guest-tools").path
      var preamble = "umask 022; exec 2>&1\n"
      if ours { for name in Self.names { preamble += "\(name)() { \(tools) \(name) \"$@\"; }\n" } }
      preamble += """
        printf 'one\\ntwo words\\nthree\\n\\nfive 5\\n' > text; printf '10\\n9\\n-3\\n2.5\\nabc\\n9\\n' > numbers
        printf 'b:2:x\\na:10:y\\nc:1:z\\na:2:w\\n' > table; printf 'no end' > open; : > empty
        mkdir d d/e; printf 'in d\\n' > d/f; ln -s ../text d/link; ln -s nowhere d/broken
        # The host's, since times that are shown must not depend on when a test ran.
        command touch -h -d @1100000000 * d/*; command touch -d @1000000000 text

        """
      return try ScriptRun(shell: ScriptRun.reference!, script: preamble + script)
    }

    /// Scripts, with empty lines between them.
    private static let scripts = #"""
      cat text open numbers; cat -n text; cat -b text; cat -E text; cat -A open; cat nothere d; cat - < text
      cat < empty

      head -n 2 text; head -2 text; head -c 5 text; head -n -2 text; head text numbers; head -q -n1 text numbers
      head nothere; head -n x text

      tail -n 2 text; tail -2 text; tail -c 5 text; tail -n +3 text; tail -c +3 open; tail text numbers
      tail -n 0 text; tail nothere; tail -n 1 open

      wc text; wc -l text; wc text numbers; wc -w < text; wc -c open empty; wc -lw text; wc nothere text
      cat text | wc; cat text | wc -m

      grep o text; grep -n o text; grep -c o text; grep -v o text; grep -i ONE text; grep -l o text numbers
      grep -L zz text numbers; grep -q o text; echo $?

      grep zz text; echo $?; grep o nothere; echo $?; grep -s o nothere; echo $?; grep -r in d; grep -h o text open
      grep -H o text; grep -w two text; grep -w tw text

      grep -x three text; grep -o 'w[a-z]*' text; grep -E 'one|five' text; grep -E '(t|f)[a-z]+e' text
      grep -F '.' numbers; grep '^t.*e$' text; grep -e one -e two text

      grep '[[:digit:]]' text; grep '^$' text; grep -n '' open; grep 'a\{1,\}b' numbers; grep -E 'o{1}' text
      grep -E 'w+o?r' text; grep '\<w' text; grep 's\>' text

      grep -c '' text empty; grep -m 2 e text; grep -vc e text; grep -on e text; grep '\(on\)e' text
      grep 'x\|on' text; grep '*' text; grep -E 'a|' open

      sort text; sort -r text; sort -n numbers; sort -u numbers; sort -nr numbers; sort -t: -k2 table
      sort -t: -k2n table; sort -t : -k1,1 -k2,2nr table; sort -f text; sort -nu numbers

      sort -k2 text; sort -b text; sort -c text; echo $?; sort -c empty; echo $?; sort nothere; sort -o out table
      cat out; sort text numbers; sort < open; sort -s -t: -k1,1 table; sort -t: -k 1.1,1.1r table

      cp text copy; cat copy; cp -r d dd; find dd | sort; cp d x; cp text numbers d; ls d; cp nothere x
      cp text text; cp -r d d/e; cp text nodir/x; cp text d/e/; cp -n numbers copy; head -n 1 copy; cp; cp a

      mv text t2; cat t2; mv t2 d; ls d; mv d/t2 numbers .; mv nothere x; mv d d/e; mv empty d; mkdir q; mv q d
      ls d; mv t2 numbers nodir; mkdir d2 d2/f; mv open d2/f; ls d2/f; mv -v table table2

      rm text; ls; rm nothere; rm -f nothere; rm d; rm -r d; ls; rm -rf .; rm; rm -f; mkdir z; rm -d z; rm -v open
      rm -rv nothere empty

      mkdir a; mkdir a; mkdir a/b/c; mkdir -p a/b/c; mkdir -p a/b/c; ls -R a; mkdir -m 700 m; stat -c %a m
      mkdir -v v; mkdir; rmdir a; rmdir a/b/c; rmdir nothere; rmdir text; mkdir -p p/q/r; rmdir -p p/q/r; ls -d p

      ln text hard; stat -c %h text; ln -s text soft; cat soft; ls -F; ln text hard; ln -s x soft
      ln -sf numbers soft; head -n 1 soft; ln d dlink; ln nothere x; ln -s text d; ls d; ln -s /abs; ls

      ls; ls -a; ls -1; ls -A d; ls -d d text; ls -F d; ls -r; ls -R; ls nothere; ls text d; ls d/link d/broken
      ls -S; ls empty nothere; echo $?; ls -i | wc -l

      touch new; ls new; touch -c none; ls none; touch -r text new; stat -c %Y new; touch nodir/x; touch
      stat -c '%n %s %F %a %A %h %Y' text d empty d/link; stat nothere; stat -L -c %F d/link

      find d | sort; find . -name '*e*' | sort; find . -type d | sort; find . -type l | sort
      find . -type f -size -2c | sort; find d -maxdepth 1 | sort; find d -mindepth 1 | sort; find nothere
      find . -empty | sort

      find . -name t* -o -name n* | sort; find . ! -type d | sort; find . '(' -name d -o -name e ')' -print | sort
      find d -exec echo got {} ';' | sort; find . -name f -delete; ls d; find . -newer text | sort
      find . -iname TEXT; find -name

      date -u -d @0; date -u -d @951782400 '+%Y-%m-%d %H:%M:%S %j %a %A %b %B %u %w %y %C %e %I %p'
      date -u -d @4107542399 +%F' '%T; date -u -d @-1 +%c; date -u -d @1000000000 '+%s %D %R %%'; date x
      date -r text -u +%s

      sleep 0; sleep 0.01; sleep x; sleep; env -i A=1 B=2; env -u HOME A=1 sh -c 'echo $A $HOME'; env nosuchprogram
      echo $?; pwd
      """#

    @Test(arguments: scripts.components(separatedBy: "\n\n").map { $0.replacingOccurrences(of: "\n", with: "; ") })
    func sameAsTheHost(script: String) throws {
      // Each command by itself, so that a difference names it; what they do to files adds up.
      let script = script.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      var done: [String] = []
      var text = ""
      var pending = ""
      for command in script {
        // A command that was cut within quotes or brackets goes on.
        pending += (pending.isEmpty ? "" : ";") + command
        if pending.filter({ $0 == "'" }).count % 2 != 0 { continue }
        done.append(pending)
        text += "printf '%s\\n' \(quoted("$ " + pending))\n\(pending)\n"
        pending = ""
      }
      text += "echo \"status $?\"\n"
      let (expected, actual) = (try run(text, ours: false), try run(text, ours: true))
      let (left, right) = (normal(expected.output), normal(actual.output))
      if left != right {
        let difference = zip(left.split(separator: "$ "), right.split(separator: "$ ")).filter { $0 != $1 }
        Issue.record("\(difference.map { "host: $ \($0)ours: $ \($1)" }.joined(separator: "\n"))")
      }
    }

    private func quoted(_ text: String) -> String { "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'" }

    /// Without what is everybody's own: names of programs with a path, hints that follow a message.
    private func normal(_ output: String) -> String {
      output.split(separator: "\n", omittingEmptySubsequences: false).filter {
        !$0.hasPrefix("Try '") && !$0.hasPrefix("Usage:") && !$0.contains("possible unquoted pattern")
      }.joined(separator: "\n")
    }
  }
#endif
