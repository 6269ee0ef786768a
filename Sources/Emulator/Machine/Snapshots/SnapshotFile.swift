import Foundation

// A snapshot as a file:
//
//     "Apus snapshot\r\n\n"   16 bytes that no text file survives being converted with
//     version                 32 bits, little-endian, as all numbers here
//     length of the manifest  32 bits
//     length of the file      64 bits
//     checksum                64 bits: the state hash of all that comes before and after
//     manifest                JSON: configuration, processor, devices, and what the blobs are
//     blobs                   kernel, modules, serial output; then for each region its frames, 4096 bytes each
extension Snapshot {
  /// The version of the format that ``write(to:)`` writes and ``init(contentsOf:)`` reads.
  public static let formatVersion: UInt32 = 1
  private static let magic = Array("Apus snapshot\r\n\n".utf8)
  private static let headerSize = 40

  // MARK: Writing

  /// Writes the snapshot to a file, all or nothing: whatever happens, the file is the old one or the new one, never half of one.
  public func write(to path: String) throws(SnapshotError) {
    do {
      try HostFiles.replace(path, with: bytes())
    } catch let error as HostFiles.Failure {
      throw .host(error.description)
    } catch {
      throw .host("the snapshot cannot be encoded: \(error)")
    }
  }

  /// The bytes of the file.
  func bytes() throws -> [UInt8] {
    var blobs: [UInt8] = []
    var frames: [[Int]] = []
    let texts = [boot?.image.file.bytes ?? [], serialLog.bytes] + (boot?.modules.map(\.bytes) ?? [])
    for text in texts { blobs += text }
    for region in regions {
      var numbers: [Int] = []
      region.forEachFrame { number, bytes in
        numbers.append(number)
        blobs += bytes
      }
      frames.append(numbers)
    }
    let manifest = Manifest(
      configuration: configuration, processor: processor, unimplemented: unimplemented, slept: slept,
      commandLine: boot?.commandLine, kernelName: boot?.request.name, bootProtocol: boot?.image.bootProtocol.rawValue,
      moduleWords: boot?.modules.map(\.commandLine) ?? [], blobSizes: texts.map(\.count),
      serialCursor: serialLog.cursor,
      regions: zip(regions, frames).map { Manifest.Region(name: $0.name, byteCount: $0.byteCount, frames: $1) })
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = [UInt8](try encoder.encode(ManifestWithDevices(manifest: manifest, devices: devices)))
    var file = Self.magic
    file += little(Self.formatVersion) + little(UInt32(json.count))
    file += little(UInt64(Self.headerSize + json.count + blobs.count))
    file += little(UInt64(0))
    file += json
    file += blobs
    file.replaceSubrange(32..<40, with: little(Self.checksum(of: file)))
    return file
  }

  private func little<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// Of everything but the checksum itself.
  private static func checksum(of file: [UInt8]) -> UInt64 {
    var hash = StateHash()
    file.withUnsafeBytes { bytes in
      hash.combine(UnsafeRawBufferPointer(rebasing: bytes[..<32]))
      hash.combine(UnsafeRawBufferPointer(rebasing: bytes[headerSize...]))
    }
    return hash.value
  }

  // MARK: Reading

  /// Reads a snapshot from a file, and checks all of it.
  /// - Parameter devices: what makes the devices of one's own, if the machine had any.
  public init(contentsOf path: String, devices: [DeviceFactory] = []) throws(SnapshotError) {
    let file: [UInt8]
    do {
      file = try HostFiles.read(path)
    } catch {
      throw .host(error.description)
    }
    try self.init(bytes: file, devices: devices)
  }

  init(bytes file: [UInt8], devices factories: [DeviceFactory] = []) throws(SnapshotError) {
    let json = try Self.checkedManifest(file)
    do {
      let decoder = JSONDecoder()
      let manifest = try decoder.decode(Manifest.self, from: json)
      try manifest.configuration.check()
      let machine = Machine(checked: manifest.configuration, devices: factories)
      decoder.userInfo[ManifestWithDevices.machine] = Unchecked(machine)
      let devices = try decoder.decode(ManifestWithDevices.self, from: json).devices
      try self.init(manifest, devices, Blobs(file, from: Self.headerSize + json.count), machine)
    } catch let error as SnapshotError {
      throw error
    } catch {
      throw .damaged("\(error)")
    }
  }

  /// The manifest's bytes, of a file that is whole and was written by this version.
  private static func checkedManifest(_ file: [UInt8]) throws(SnapshotError) -> Data {
    guard !file.isEmpty, file.prefix(magic.count).elementsEqual(magic.prefix(file.count)) else {
      throw .notASnapshot(FileKind.describe(file))
    }
    guard file.count >= headerSize else { throw .cutShort(byteCount: file.count, expected: headerSize) }
    func number<Value: FixedWidthInteger>(_ at: Int) -> Value {
      file.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Value.self)) }
    }
    let version: UInt32 = number(16)
    guard version == formatVersion else { throw .version(version) }
    let expected: UInt64 = number(24)
    guard UInt64(file.count) >= expected else {
      throw .cutShort(byteCount: file.count, expected: Int(clamping: expected))
    }
    guard UInt64(file.count) == expected else { throw .damaged("\(file.count - Int(expected)) bytes follow its end") }
    guard checksum(of: file) == number(32) else { throw .damaged("its bytes do not agree with its checksum") }
    let length = Int(number(20) as UInt32)
    guard headerSize + length <= file.count else { throw .damaged("its manifest is longer than the file") }
    return Data(file[headerSize..<headerSize + length])
  }

  private init(_ manifest: Manifest, _ devices: [DeviceState], _ blobs: Blobs, _ machine: Machine) throws {
    var blobs = blobs
    let texts = try manifest.blobSizes.map { try blobs.take($0) }
    guard texts.count == 2 + manifest.moduleWords.count else { throw SnapshotError.damaged("parts are missing") }
    let modules = zip(texts.dropFirst(2), manifest.moduleWords).map { BootModule(Array($0), commandLine: $1) }
    let boot = try manifest.commandLine.map {
      try machine.makeBoot(
        kernel: Array(texts[0]), commandLine: $0, modules: modules, name: manifest.kernelName,
        using: manifest.bootProtocol.flatMap(BootProtocol.init(rawValue:)))
    }
    let expected = machine.regions.map { [$0.name, "\($0.byteCount)"] }
    guard manifest.regions.map({ [$0.name, "\($0.byteCount)"] }) == expected else {
      throw SnapshotError.damaged("its memory is not that of its machine")
    }
    self.init(
      configuration: manifest.configuration, factories: machine.factories, boot: boot,
      symbols: boot?.image.symbols ?? SymbolTable(),
      processor: try manifest.processor.checked(), unimplemented: manifest.unimplemented, slept: manifest.slept,
      devices: devices, regions: try manifest.regions.map { try blobs.region($0) },
      serialLog: SerialLog(bytes: Array(texts[1]), cursor: manifest.serialCursor), event: nil)
  }
}

/// What follows the manifest, in pieces.
private struct Blobs {
  private let file: [UInt8]
  private var at: Int

  init(_ file: [UInt8], from start: Int) {
    self.file = file
    at = start
  }

  mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= file.count - at else { throw SnapshotError.damaged("parts are missing") }
    at += count
    return file[at - count..<at]
  }

  mutating func region(_ region: Manifest.Region) throws -> RegionSnapshot {
    let limit = Int(region.byteCount >> Frame.shift)
    guard zip(region.frames, region.frames.dropFirst()).allSatisfy({ $0 < $1 }),
      region.frames.first ?? 0 >= 0, region.frames.last ?? 0 < limit
    else { throw SnapshotError.damaged("its memory has no such frames") }
    let bytes = try take(region.frames.count * Frame.byteCount)
    return bytes.withUnsafeBytes { buffer in
      let frames = region.frames.enumerated().lazy.map { position, number in
        (
          index: number,
          bytes: UnsafeRawBufferPointer(rebasing: buffer[position * Frame.byteCount..<(position + 1) * Frame.byteCount])
        )
      }
      return RegionSnapshot(name: region.name, byteCount: region.byteCount, frames: frames)
    }
  }
}
