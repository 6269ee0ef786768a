import RandomInput

/// Draws scripts from what the shell can do. They print what they have computed field by field, so that any difference shows.
struct RandomScript {
  private var numbers: SeededGenerator
  private var depth = 0

  init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

  private mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &numbers) }
  private mutating func chance(_ percent: Int) -> Bool { draw(100) < percent }
  private mutating func pick(_ choices: [String]) -> String { choices[draw(choices.count)] }

  /// `p` prints its arguments so that their borders show; files for patterns to find.
  static let preamble = """
    p() { for q in "$@"; do printf '<%s>' "$q"; done; echo; }
    mkdir d e; : > d/f1; : > d/f2; : > e/g; : > a1; : > a2; : > b.txt; : > .hidden; echo content > file
    HOME=/home/x

    """

  /// A script of one snippet a line.
  mutating func script() -> [String] {
    var lines: [String] = []
    for _ in 0..<12 { lines.append(command()) }
    return lines
  }

  private mutating func variable() -> String { pick(["x", "y", "z", "v1", "unset_one"]) }

  private mutating func text() -> String {
    pick([
      "a", "b1", "", " lead", "trail ", "two words", "a  b   c", "x:y::z", ":", "*", "a*", "?1", "[ab]1", "d/*", "*/f?",
      "tab\there",
      "-n", "0", "7", "-3", "foo.tar.gz", "/usr/local/bin", "path/", "=", "a=b", "~", "~/k", "é",
    ])
  }

  /// A word's source text, quoted in some way.
  private mutating func word() -> String {
    var word = ""
    repeat { word += wordPart() } while chance(35)
    return word
  }

  private mutating func wordPart() -> String {
    depth += 1
    defer { depth -= 1 }
    switch draw(depth > 3 ? 9 : 16) {
    case 0: return "'" + text() + "'"
    case 1: return "\"" + text() + "\""
    case 2, 3:
      return pick([
        "a", "b", "file", "*", "a?", "[a-b]*", "d/*", "nomatch*", "\\*", "a\\ b", "x=y", ".h*", "*.txt", "[!a]*",
        "e/[g-h]", "./a*", "{", "}",
      ])
    case 4: return "$" + variable()
    case 5: return "\"$" + variable() + "\""
    case 6: return "${" + variable() + "}"
    case 7: return pick(["\"$@\"", "$*", "\"$*\"", "$@", "$#", "$1", "\"$2\"", "$?", "x\"$@\"y"])
    case 8: return "~" + (chance(50) ? "/b" : "")
    case 9: return "${" + variable() + pick([":-", "-", ":+", "+"]) + operand() + "}"
    case 10: return "\"${" + variable() + pick([":-", "-", ":+", "+"]) + quotedOperand() + "}\""
    case 11:
      return "${" + variable() + pick(["%", "%%", "#", "##"])
        + pick(["*", "?", "a*", "*b", "*/", "/*", ".*", "*.", "[a-z]", "'*'", "\"$y\"", "$z"]) + "}"
    case 12:
      return "\"${" + variable() + pick(["%", "%%", "#", "##"])
        + pick(["*", "?", "a*", "*b", "*/", "/*", ".*", "*.", "[a-z]"]) + "}\""
    case 13: return "${#" + variable() + "}"
    case 14: return (chance(50) ? "$(" + simple() + ")" : "\"$(" + simple() + ")\"")
    default: return "$((" + expression() + "))"
    }
  }

  private mutating func operand() -> String {
    pick(["w", "two words", "'q q'", "\"d d\"", "$x", "\"$y\"", "", "a*", "$(echo in)", "${z:-deep er}", "\"$@\""])
  }

  private mutating func quotedOperand() -> String {
    pick(["w", "two words", "$x", "", "a*", "$(echo in  n)", "${z:-deep er}", "it's"])
  }

  private mutating func expression() -> String {
    depth += 1
    defer { depth -= 1 }
    if depth > 4 || chance(35) {
      return pick(["1", "2", "10", "0", "-5", "0x1f", "017", "n", "m", "$n", "9223372036854775807"])
    }
    switch draw(6) {
    case 0: return "(" + expression() + ")"
    case 1: return pick(["-", "!", "~", "+"]) + " " + expression()
    case 2: return expression() + " ? " + expression() + " : " + expression()
    case 3: return "n " + pick(["=", "+=", "-=", "*=", "|=", "<<="]) + " " + pick(["1", "2", "3"])
    default:
      let symbol = pick([
        "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&", "|", "^", "&&", "||", "<<", ">>",
      ])
      // A division's and a shift's right side is a plain number: zero and negative ones are every shell's own business.
      let right = ["/", "%", "<<", ">>"].contains(symbol) ? pick(["1", "2", "3", "7"]) : expression()
      return "(" + expression() + ") " + symbol + " (" + right + ")"
    }
  }

  private mutating func words(_ count: ClosedRange<Int>) -> String {
    (0..<Int.random(in: count, using: &numbers)).map { _ in word() }.joined(separator: " ")
  }

  private mutating func simple() -> String {
    switch draw(17) {
    case 0, 1, 2: return "p " + words(0...4)
    case 3: return "echo " + words(0...3)
    case 4, 5, 6: return variable() + "=" + word()
    case 7: return "set -- " + words(0...4)
    case 8: return "n=" + pick(["0", "3", "12", "$((n+1))"])
    case 9:
      return "printf " + pick(["'%s|'", "'%5s|%-4s|\\n'", "'%d %x\\n'", "'%03d\\n'", "'%b'", "'a\\tb%%\\n'"]) + " "
        + pick(["1 2 3", "7", "", "'10' 0x10", "5 6"])
    case 10: return "unset " + variable()
    case 11: return "shift 2>/dev/null || true"
    case 12: return "test " + condition()
    case 13: return "[ " + condition() + " ]"
    case 14: return pick(["true", "false", ":", "(exit 3)", "nosuchcommand 2>/dev/null"])
    case 15:
      return "IFS=" + pick(["' '", "':'", "', '", "' :'", "x", "'\n\t '"]) + " ; p " + words(1...2) + "; unset IFS"
    default: return "eval " + pick(["'x=1'", "\"p $x\" 2>/dev/null", "'p \"$x\"'", "'echo $((1+1))'", "p '\"$@\"'"])
    }
  }

  private mutating func condition() -> String {
    switch draw(7) {
    case 0: return "\"$x\" " + pick(["=", "!="]) + " " + pick(["a", "\"$y\"", "''"])
    case 1: return pick(["-n", "-z"]) + " \"$" + variable() + "\""
    case 2: return "${n:-0} " + pick(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]) + " " + pick(["0", "3", "12"])
    case 3: return pick(["-e", "-f", "-d", "-s", "-x"]) + " " + pick(["file", "d", "a1", "nothere"])
    case 4: return "! -n \"$x\""
    case 5: return "\"$x\""
    default: return "-n \"$x\" -" + pick(["a", "o"]) + " -d d"
    }
  }

  private mutating func command() -> String {
    depth += 1
    defer { depth -= 1 }
    if depth > 3 { return simple() }
    switch draw(30) {
    case 0..<10: return simple()
    case 10:
      return "for i in " + words(0...4) + "; do p \"$i\" "
        + pick(["", "; continue", "; break", "; [ \"$i\" = a ] && break"]) + "; done"
    case 11: return "for i; do p \"$i\"; " + command() + "; done"
    case 12: return "if " + simple() + "; then " + command() + "; else " + command() + "; fi"
    case 13: return "if " + simple() + "; then " + command() + "; elif " + simple() + "; then " + command() + "; fi"
    case 14:
      return "k=0; while [ $k -lt 3 ]; do k=$((k+1)); " + simple() + "; "
        + pick(["", "continue;", "[ $k = 2 ] && break;"]) + " done"
    case 15: return "k=0; until [ $k -ge 2 ]; do k=$((k+1)); " + simple() + "; done"
    case 16:
      return "case " + word() + " in " + pick(["a*", "'*'", "\"$x\"", "?"]) + ") p one;; "
        + pick(["[a-m]*|''", "$y", "\\*"]) + ") p two;; *) p other;; esac"
    case 17:
      return "f() { p f \"$#\" \"$@\"; local x; x=in; " + simple() + "; return " + pick(["0", "1", "4"]) + "; }; f "
        + words(0...3) + "; p $?"
    case 18: return "( " + command() + "; x=sub; exit " + pick(["0", "2"]) + " ); p $? \"$x\""
    case 19: return "{ " + command() + "; } | cat"
    case 20: return simple() + " | tr a-z A-Z | cat"
    case 21: return simple() + " " + pick(["&&", "||"]) + " " + simple() + "; p $?"
    case 22: return "! " + simple() + "; p $?"
    case 23: return simple() + " > out; cat out; " + simple() + " >> out; wc -l < out | tr -d ' '"
    case 24:
      return "cat <<END\n" + pick(["plain", "$x and ${y:-no}", "\\$x `echo bq` $((1+1))", "'$x' \"$y\""]) + "\nEND"
    case 25: return "cat <<'END' | sort\nb $x\na `x`\nEND"
    case 26:
      return "printf 'l1 a b\\nl2  c\\n\\\\x y\\n' | while read " + pick(["l", "l m", "-r l m"])
        + "; do p \"$l\" \"$m\"; done"
    case 27: return "{ echo err >&2; " + simple() + "; } 2>&1 | cat"
    case 28: return simple() + " & wait; p done"
    default: return "x=`" + pick(["echo a b", "p 1", "echo \\$HOME", "printf 'x\\n\\n'"]) + "`; p \"$x\" $x"
    }
  }
}
