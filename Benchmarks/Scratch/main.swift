import Foundation
@testable import Processor
import Storage
final class Bus: ProcessorBus {
  func read(port: UInt16, width: Int) -> UInt32 { .max }
  func write(port: UInt16, width: Int, value: UInt32) {}
  func read(address: UInt64, width: Int) -> UInt64 { .max }
  func write(address: UInt64, width: Int, value: UInt64) {}
  func acknowledgeInterrupt() -> UInt8 { 0xFF }
  var time: UInt64 { 0 }
}
for path in CommandLine.arguments.dropFirst() {
  let memory = PhysicalMemory()
  let ram = MemoryRegion(name: "RAM", byteCount: 16 << 20)
  memory.map(ram, at: 0..<16 << 20)
  let bus = Bus()
  let p = Processor(memory: memory, bus: bus)
  memory.store(UInt64(0x2003), at: 0x1000)
  memory.store(UInt64(0x3003), at: 0x2000)
  for i in 0..<8 { memory.store(UInt64(i << 21 | 0x83), at: UInt64(0x3000 + i * 8)) }
  memory.write([UInt8](FileManager.default.contents(atPath: path)!), at: 0x100000)
  var s = p.state
  s.system.cr0 = 0x8001_0033; s.system.cr3 = 0x1000; s.system.cr4 = 0x620; s.system.efer = 0xD01
  s.system.segments[1] = Segment(selector: 8, base: 0, limit: .max, attributes: .init(rawValue: 0xA09B))
  for n in [0, 2, 3] { s.system.segments[n] = Segment(selector: 16, base: 0, limit: .max, attributes: .init(rawValue: 0xC093)) }
  s.rip = 0x100000
  p.state = s
  let t = Date()
  let e = p.run(instructions: .max >> 1)
  let dt = Date().timeIntervalSince(t)
  print((path as NSString).lastPathComponent, e, String(p[general: 3], radix: 16), p.retired, "\(Int(Double(p.retired) / dt / 1e6)) MIPS", p.shutdown.map { "\($0)" } ?? "", p.unimplemented.map{"\($0)"} ?? "", String(p.rip, radix: 16))
}
