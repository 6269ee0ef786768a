// The guest's programs on the host, so that they can be held against the host's own: `guest-tools NAME [ARGUMENT …]`.
#if canImport(Glibc)
  import Glibc
  import GuestTools

  let words = Array(CommandLine.arguments.dropFirst())
  guard let name = words.first, let body = ToolTable.find(name) else {
    print("usage: guest-tools NAME [ARGUMENT …]")
    exit(2)
  }
  signal(SIGPIPE, SIG_IGN)
  let tool = Tool(system: HostToolSystem(), name: name, arguments: Array(words.dropFirst()))
  body(tool)
  tool.flush()
  exit(Int32(tool.status))
#else
  print("guest-tools: runs on Linux only")
#endif
