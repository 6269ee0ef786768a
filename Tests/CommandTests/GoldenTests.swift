import Foundation
import Machine
import Pictures
import Testing

/// Recorded sessions of typing and mouse work on our kernel. `make golden` makes their traces and pictures, from scripts.
@Suite("Golden traces")
struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "../../Images/Golden"
  ).standardizedFileURL
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".script") }.map { String($0.dropLast(".script".count)) }.sorted()
  static let kernel = try? [UInt8](Data(contentsOf: folder.appendingPathComponent("../kernel.elf")))

  @Test("A golden trace is repeated and ends on its picture", .enabled(if: kernel != nil), arguments: names)
  func golden(name: String) throws {
    func file(_ type: String) -> URL { Self.folder.appendingPathComponent("\(name).\(type)") }
    let kernel = try #require(Self.kernel)
    var trace = try Trace(contentsOf: file("trace").path)
    if trace.kernel?.sha256 != Trace.Image.sha256(of: kernel) {
      // Another build of the kernel: the same session is recorded with this one. The picture must be the same.
      print("\(name): the kernel is not the one that the golden trace was recorded with, so the script is played to it")
      let machine = try trace.makeMachine(kernel: kernel)
      let recorder = machine.record()
      try InputScript(parsing: String(contentsOf: file("script"), encoding: .utf8)).play(on: machine)
      trace = recorder.finish()
    }
    let machine = try trace.makeMachine(kernel: kernel)
    try machine.replay(trace).finish()
    let golden = try PNG.decode([UInt8](Data(contentsOf: file("png"))))
    let difference = machine.screen.difference(from: golden)
    #expect(difference == nil, "\(name).png: \(difference?.description ?? ""); if that is right: make golden")
  }

  @Test("There is one")
  func exists() { #expect(!Self.names.isEmpty) }
}
