#if hasFeature(Embedded)
  import GuestTools

  /// Where each program starts. The code of all of them is compiled here, once; the linker leaves out of an executable what it does
  /// not reach. (Embedded Swift would compile it anew for every executable that calls it, but for `@export(interface)`.)
  public enum Programs {
    /// `cat`: show files.
    @export(interface)
    public static func cat() -> Never { runTool("cat", CatTool.run) }
    /// `clear`: clear the screen.
    @export(interface)
    public static func clear() -> Never { runTool("clear", ClearTool.run) }
    /// `cp`: copy files.
    @export(interface)
    public static func cp() -> Never { runTool("cp", CopyTool.run) }
    /// `date`: the time.
    @export(interface)
    public static func date() -> Never { runTool("date", DateTool.run) }
    /// `df`: how full the file system is.
    @export(interface)
    public static func df() -> Never { runTool("df", DiskTool.run) }
    /// `dmesg`: what the kernel said.
    @export(interface)
    public static func dmesg() -> Never { runTool("dmesg", MessagesTool.run) }
    /// `echo`: say something.
    @export(interface)
    public static func echo() -> Never { runTool("echo", EchoTool.run) }
    /// `edit`: a screen editor.
    @export(interface)
    public static func edit() -> Never { runTool("edit", EditTool.run) }
    /// `env`: the environment.
    @export(interface)
    public static func env() -> Never { runTool("env", EnvironmentTool.run) }
    /// `find`: look for files.
    @export(interface)
    public static func find() -> Never { runTool("find", FindTool.run) }
    /// `free`: memory.
    @export(interface)
    public static func free() -> Never { runTool("free", MemoryTool.run) }
    /// `grep`: look for lines.
    @export(interface)
    public static func grep() -> Never { runTool("grep", GrepTool.run) }
    /// `head`: the first lines.
    @export(interface)
    public static func head() -> Never { runTool("head", HeadTool.run) }
    /// `help`: what there is to type.
    @export(interface)
    public static func help() -> Never { runTool("help", HelpTool.run) }
    /// `hexdump`: show bytes.
    @export(interface)
    public static func hexdump() -> Never { runTool("hexdump", HexdumpTool.run) }
    /// `kill`: send signals.
    @export(interface)
    public static func kill() -> Never { runTool("kill", KillTool.run) }
    /// `ln`: make links.
    @export(interface)
    public static func ln() -> Never { runTool("ln", LinkTool.run) }
    /// `ls`: list directories.
    @export(interface)
    public static func ls() -> Never { runTool("ls", ListTool.run) }
    /// `mkdir`: make directories.
    @export(interface)
    public static func mkdir() -> Never { runTool("mkdir", MakeDirectoryTool.run) }
    /// `mv`: rename files.
    @export(interface)
    public static func mv() -> Never { runTool("mv", MoveTool.run) }
    /// `poweroff`: switch off.
    @export(interface)
    public static func poweroff() -> Never { runTool("poweroff", PowerTool.off) }
    /// `ps`: processes.
    @export(interface)
    public static func ps() -> Never { runTool("ps", ProcessStatusTool.run) }
    /// `pwd`: the current directory.
    @export(interface)
    public static func pwd() -> Never { runTool("pwd", DirectoryTool.run) }
    /// `reboot`: start again.
    @export(interface)
    public static func reboot() -> Never { runTool("reboot", PowerTool.restart) }
    /// `rm`: remove files.
    @export(interface)
    public static func rm() -> Never { runTool("rm", RemoveTool.run) }
    /// `rmdir`: remove directories.
    @export(interface)
    public static func rmdir() -> Never { runTool("rmdir", RemoveDirectoryTool.run) }
    /// `sleep`: wait.
    @export(interface)
    public static func sleep() -> Never { runTool("sleep", SleepTool.run) }
    /// `sort`: sort lines.
    @export(interface)
    public static func sort() -> Never { runTool("sort", SortTool.run) }
    /// `stat`: all about files.
    @export(interface)
    public static func stat() -> Never { runTool("stat", StatusTool.run) }
    /// `tail`: the last lines.
    @export(interface)
    public static func tail() -> Never { runTool("tail", TailTool.run) }
    /// `top`: processes, again and again.
    @export(interface)
    public static func top() -> Never { runTool("top", TopTool.run) }
    /// `touch`: times of files.
    @export(interface)
    public static func touch() -> Never { runTool("touch", TouchTool.run) }
    /// `uptime`: how long the system runs.
    @export(interface)
    public static func uptime() -> Never { runTool("uptime", UptimeTool.run) }
    /// `wc`: count lines, words and bytes.
    @export(interface)
    public static func wc() -> Never { runTool("wc", CountTool.run) }
  }
#endif
