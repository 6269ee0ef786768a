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

  @Test(
    "A session is filmed while a script plays, and while its trace is replayed: the same film",
    .enabled(if: kernel != nil))
  func film() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      Array("wait-for \"desktop: ready\"\nwait 0.3\npress metaLeft\nwait 0.5\n".utf8), to: "script")
    let kernel = Self.folder.appendingPathComponent("../kernel.elf").standardizedFileURL.path
    let played = try EmulatorProcess.run([
      kernel, "--headless", "--serial", "none", "--append", "still", "--script", script,
      "--record", folder.path("trace"), "--animation", folder.path("played.png"),
      "--screenshot", folder.path("end.png"),
    ])
    #expect(played.status == 0, "\(played.messages)")
    let replayed = try EmulatorProcess.run([
      "--headless", "--serial", "none", "--replay", folder.path("trace"), "--animation", folder.path("replayed.png"),
    ])
    #expect(replayed.status == 0, "\(replayed.messages)")
    let film = try folder.read("played.png")
    #expect(film == (try folder.read("replayed.png")))
    // The start's text, the desktop, the launcher; the first of them is what a program that knows no animations shows.
    let count = try #require(film.firstRange(of: Array("acTL".utf8))).upperBound
    #expect(film[count..<count + 4].reduce(0) { $0 << 8 | Int($1) } >= 3)
    let (first, end) = (try PNG.decode(film), try PNG.decode(folder.read("end.png")))
    #expect(first != end && first.width == end.width && first.height == end.height)
    #expect(
      try EmulatorProcess.run([kernel, "--animation", folder.path("x.png"), "--animation-rate", "0"]).status == 2)
  }

  @Test("There is one")
  func exists() { #expect(!Self.names.isEmpty) }
}
