import Foundation

/// QEMU's monitor protocol: a line of JSON there, a line of JSON back (`docs/interop/qmp-spec.rst` of QEMU).
final class QEMUMonitor {
  private let socket: Int32
  private var received = Data()

  /// Connects as soon as QEMU listens.
  init(socket path: String) throws {
    let end = Date(timeIntervalSinceNow: 20)
    while true {
      if let handle = Self.connect(path) {
        socket = handle
        break
      }
      guard Date() < end else { throw QEMU.Failure("QEMU's monitor does not answer at \(path)") }
      usleep(20_000)
    }
    _ = try readLine()
    try execute("qmp_capabilities")
  }

  deinit { close(socket) }

  private static func connect(_ path: String) -> Int32? {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let descriptor = Foundation.socket(AF_UNIX, kind, 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Executes a command and waits for its answer; events that come in between are dropped.
  func execute(_ command: String, _ arguments: [String: Any] = [:]) throws {
    let request: [String: Any] = ["execute": command, "arguments": arguments]
    let line = try JSONSerialization.data(withJSONObject: request) + Data("\n".utf8)
    // No signal, please, when QEMU is gone.
    let sent = line.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    guard sent == line.count else { throw QEMU.Failure("QEMU has closed its monitor") }
    while true {
      let answer = try readLine()
      if answer["return"] != nil { return }
      if let error = answer["error"] { throw QEMU.Failure("QEMU does not \(command): \(error)") }
    }
  }

  private func readLine() throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        let line = received[..<end]
        received = Data(received[received.index(after: end)...])
        return try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
      }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = recv(socket, &chunk, chunk.count, 0)
      guard count > 0 else { throw QEMU.Failure("QEMU has closed its monitor") }
      received += chunk[..<count]
    }
  }
}
