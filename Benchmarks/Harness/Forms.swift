import ArgumentParser
import Foundation

/// What an instruction costs on each machine, form by form (`Benchmarks/Guest/forms`).
struct Forms: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times some 330 instruction forms on our machine, QEMU and Bochs.")

  @Option(help: "The folder with what Benchmarks/build-workloads.sh made.")
  var folder = ".build-bench"

  @Option(help: "Which machines: ours, qemu, icount, bochs.")
  var machines = "ours,qemu,bochs"

  @Option(help: "How often all are run on each machine; the shortest time counts.")
  var passes = 3

  @Flag(help: "Only the forms in which one of the others is faster.")
  var slower = false

  func run() throws {
    let chosen = try machines.split(separator: ",").map { name in
      guard let kind = MachineKind(rawValue: String(name)) else { throw ValidationError("no machine '\(name)'") }
      return kind
    }
    let workload = Workload(name: "forms", folder: folder)
    var names: [String] = []
    var times: [[String: Double]] = []
    for kind in chosen {
      let measured = try measureForms(workload, on: kind, passes: max(1, passes))
      names = measured.names
      times.append(measured.seconds)
    }
    print("nanoseconds of one time, with what else the form holds; then how many times as long as the first machine")
    print(row("form", chosen.map(\.title) + chosen.dropFirst().map { "/ \($0.title)" }))
    for name in names {
      let own = times.map { ($0[name] ?? .nan) * 1e9 }
      let ratios = own.dropFirst().map { $0 / own[0] }
      if slower && ratios.allSatisfy({ $0 >= 1 }) { continue }
      print(row(name, (own.map { (1, $0) } + ratios.map { (2, $0) }).map { String(format: "%.\($0)f", $1) }))
    }
  }

  private func row(_ name: String, _ columns: [String]) -> String {
    let padded = columns.map { String(repeating: " ", count: max(0, 14 - $0.count)) + $0 }
    return name.padding(toLength: 24, withPad: " ", startingAt: 0) + padded.joined()
  }
}

/// The names of the forms, in order, and the shortest time of one repetition of each, in seconds. The guest writes a form's name after it
/// has run; the time between two names is on the wall, since that of the processor is counted too coarsely for so short ones.
private func measureForms(
  _ workload: Workload, on kind: MachineKind, passes: Int
) throws -> (names: [String], seconds: [String: Double]) {
  let machine = try RunningMachine(workload, on: kind)
  defer { machine.end() }
  var names: [String] = []
  var shortest: [String: Double] = [:]
  for pass in 0..<passes {
    var last = ContinuousClock.now
    while true {
      // Of a line that lay there already nobody knows when it came.
      let isLate = machine.hasLine
      guard let line = machine.nextLine() else {
        throw BenchmarkError("the forms stopped on \(kind.title), after \(names.last ?? "none")")
      }
      let now = ContinuousClock.now
      // Our machine says how many instructions there were.
      let name = kind == .ours ? line.split(separator: " ").dropLast().joined(separator: " ") : line
      // The pass ends with its checksum.
      if name == "00000000" { break }
      if pass == 0 { names.append(name) }
      let seconds = isLate ? .infinity : (now - last) / .seconds(1)
      shortest[name] = min(shortest[name] ?? .infinity, seconds)
      last = now
    }
  }
  let counts = try formCounts()
  for name in names { shortest[name]! /= Double(counts[name] ?? 200_000) }
  return (names, shortest)
}

/// How often the forms are run that are not run as often as most: the third argument in forms.S.
private func formCounts() throws -> [String: Int] {
  let source = try String(contentsOfFile: "Benchmarks/Guest/forms/forms.S", encoding: .utf8)
  var counts: [String: Int] = [:]
  for line in source.split(separator: "\n") where line.hasPrefix("        form    \"") {
    let parts = line.split(separator: "\"")
    guard parts.count == 5, let count = Int(parts[4].drop { !$0.isNumber }) else { continue }
    counts[String(parts[1])] = count
  }
  return counts
}
