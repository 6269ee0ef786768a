import ArgumentParser
import Foundation

/// `make bench`: the workloads of Benchmarks/Guest on our machine and on what a person would use instead.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Times bare-metal workloads on our machine, QEMU and Bochs, or checks that all compute the same.",
    subcommands: [Compare.self, Check.self, Run.self, Start.self, Forms.self], defaultSubcommand: Compare.self)
}

/// Where the workloads are, and which are meant.
struct Selection: ParsableArguments {
  @Option(help: "The folder with the workloads that Benchmarks/build-workloads.sh made.")
  var folder = ".build-bench"

  @Argument(help: "The workloads; all when none is named.")
  var workloads: [String] = []

  func files() throws -> [Workload] {
    let all = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".elf") }
      .map { String($0.dropLast(4)) }.filter { $0 != "forms" }
    let unknown = workloads.filter { !all.contains($0) }
    guard unknown.isEmpty else {
      throw ValidationError(
        "no workload \(unknown.joined(separator: ", ")); there are \(all.sorted().joined(separator: ", "))")
    }
    let ordered = Workload.order.filter(all.contains) + all.sorted().filter { !Workload.order.contains($0) }
    return ordered.filter { workloads.isEmpty || workloads.contains($0) }.map { Workload(name: $0, folder: folder) }
  }
}

/// One program, in the two forms that machines load.
struct Workload {
  let name: String
  let folder: String
  var kernel: String { "\(folder)/\(name).elf" }
  var disk: String { "\(folder)/\(name).img" }

  /// As tables show them.
  static let order = [
    "sieve", "sha256", "crc32", "quicksort", "matrix", "bytecode", "switch", "atomics", "chase", "memcpy_rep",
    "memset_rep",
    "memcpy_sse", "memset_sse", "blend", "nbody", "mandelbrot", "int80", "syscall", "pagefault", "portio",
  ]
}

/// Times all, alternately, and writes the table.
struct Compare: ParsableCommand {
  @OptionGroup var selection: Selection

  @Option(help: "Which machines: ours, qemu, icount, bochs.")
  var machines = "ours,qemu,icount,bochs"

  @Option(help: "Processor time of one run, in seconds.")
  var seconds = 0.4

  @Option(help: "Runs of each workload on each machine; the median counts.")
  var runs = 3

  @Option(help: "Put the table between the marks of this Markdown file.")
  var write: String?

  func run() throws {
    let chosen = try machines.split(separator: ",").map { name in
      guard let kind = MachineKind(rawValue: String(name)) else { throw ValidationError("no machine '\(name)'") }
      return kind
    }
    var table = Table(machines: chosen)
    for workload in try selection.files() {
      var times: [MachineKind: [Measurement]] = [:]
      for _ in 0..<max(1, runs) {
        for kind in chosen {
          times[kind, default: []].append(try measure(workload, on: kind, seconds: seconds))
        }
      }
      let sums = Set(times.values.joined().map(\.checksum))
      guard sums.count == 1 else {
        throw BenchmarkError("\(workload.name): machines disagree: \(times.mapValues { $0[0].checksum })")
      }
      table.add(workload.name, times)
      print(table.rows.last!)
    }
    let text = table.markdown
    print("\n" + text)
    if let write { try insert(text, into: write) }
  }

  private func insert(_ text: String, into path: String) throws {
    let page = try String(contentsOfFile: path, encoding: .utf8)
    guard let start = page.range(of: "<!-- bench -->\n"), let end = page.range(of: "<!-- /bench -->") else {
      throw BenchmarkError("\(path) lacks the marks <!-- bench --> and <!-- /bench -->")
    }
    try (page[..<start.upperBound] + text + page[end.lowerBound...]).write(
      toFile: path, atomically: true, encoding: .utf8)
  }
}

/// Two rounds of each on our machine and QEMU: the same checksums.
struct Check: ParsableCommand {
  @OptionGroup var selection: Selection

  func run() throws {
    let files = try selection.files()
    for workload in files {
      let ours = try measure(workload, on: .ours, seconds: 0).checksum
      let qemu = try measure(workload, on: .qemu, seconds: 0).checksum
      guard ours == qemu else { throw BenchmarkError("\(workload.name): ours says \(ours), QEMU \(qemu)") }
    }
    print("benchmarks: \(files.count) workloads compute the same on our machine and on QEMU")
  }
}

struct BenchmarkError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
