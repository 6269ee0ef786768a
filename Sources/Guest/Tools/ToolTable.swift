/// All programs by their names: what a test, or one executable for all, chooses from.
public enum ToolTable {
  public static func find(_ name: String) -> ((Tool) -> Void)? {
    switch name {
    case "cat": CatTool.run
    case "clear": ClearTool.run
    case "cp": CopyTool.run
    case "date": DateTool.run
    case "df": DiskTool.run
    case "dmesg": MessagesTool.run
    case "echo": EchoTool.run
    case "edit": EditTool.run
    case "env": EnvironmentTool.run
    case "find": FindTool.run
    case "free": MemoryTool.run
    case "grep": GrepTool.run
    case "head": HeadTool.run
    case "help": HelpTool.run
    case "hexdump": HexdumpTool.run
    case "kill": KillTool.run
    case "ln": LinkTool.run
    case "ls": ListTool.run
    case "mkdir": MakeDirectoryTool.run
    case "mv": MoveTool.run
    case "poweroff": PowerTool.off
    case "ps": ProcessStatusTool.run
    case "pwd": DirectoryTool.run
    case "reboot": PowerTool.restart
    case "rm": RemoveTool.run
    case "rmdir": RemoveDirectoryTool.run
    case "sleep": SleepTool.run
    case "sort": SortTool.run
    case "stat": StatusTool.run
    case "tail": TailTool.run
    case "top": TopTool.run
    case "touch": TouchTool.run
    case "uptime": UptimeTool.run
    case "wc": CountTool.run
    default: nil
    }
  }
}
