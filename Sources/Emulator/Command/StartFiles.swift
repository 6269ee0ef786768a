import Machine

/// The files that a machine starts from.
struct StartFiles {
  let kernelPath: String?
  let kernel: [UInt8]?
  let initrd: [UInt8]?
  let snapshot: Snapshot?
  /// For the window's title.
  let name: String

  init(_ options: Options, _ trace: Trace?) throws {
    if let path = options.recording.loadSnapshot {
      do {
        snapshot = try Snapshot(contentsOf: path)
      } catch {
        throw HostFileError("cannot load '\(path)': \(error)")
      }
      (kernelPath, kernel, initrd, name) = (nil, nil, nil, Self.lastPart(path))
      return
    }
    snapshot = nil
    guard let path = options.file ?? trace?.kernel?.path, !path.isEmpty else {
      throw HostFileError("the trace does not say where its kernel was; give it before --replay")
    }
    kernelPath = path
    kernel = try HostFile.read(path)
    let initrdPath = options.initrd ?? trace?.initrd?.path
    initrd = try initrdPath.map { (path) throws in try HostFile.read(path) }
    name = Self.lastPart(path)
  }

  private static func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  func makeMachine(_ options: Options, _ trace: Trace?) throws -> Machine {
    if let snapshot { return snapshot.fork() }
    let path = kernelPath ?? ""
    let configuration =
      trace?.configuration
      ?? Configuration(memorySize: options.memory.bytes, restartsOnReset: !options.noReboot)
    let machine = try Machine(configuration)
    do {
      if let trace {
        if Trace.Image.sha256(of: kernel ?? []) != trace.kernel?.sha256 {
          note("'\(path)' is not the recorded kernel; this says where they part")
        }
        return try trace.makeMachine(kernel: kernel ?? [], initrd: initrd)
      }
      try machine.load(kernel: kernel ?? [], commandLine: options.append, initrd: initrd)
    } catch {
      throw HostFileError("cannot boot '\(path)': \(error)")
    }
    return machine
  }
}
