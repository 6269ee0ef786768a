// The guest's shell on the host, so that it can be held against the host's own: `guest-shell -c SCRIPT [NAME [ARGUMENT …]]`.
#if canImport(Glibc)
  import Glibc
  import GuestShell

  var arguments = CommandLine.arguments.dropFirst().map { Array($0.utf8) }
  var environment: [[UInt8]] = []
  var entry = environ
  while let text = entry.pointee {
    environment.append(Array(String(cString: text).utf8))
    entry += 1
  }
  exit(Int32(ShellCommand(system: HostSystem(), arguments: Array(arguments), environment: environment).run()))
#else
  print("guest-shell: runs on Linux only")
#endif
