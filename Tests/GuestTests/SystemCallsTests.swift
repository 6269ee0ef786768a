import Foundation
import SystemCalls
import Testing

@Suite struct SystemCallsTests {
  /// The numbers are POSIX's: what the host's C library calls them by.
  @Test func errorNumbersAreTheHosts() {
    #if os(Linux)
      let numbers: [(SystemError, Int32)] = [
        (.notPermitted, EPERM), (.noSuchFileOrDirectory, ENOENT), (.noSuchProcess, ESRCH), (.interrupted, EINTR),
        (.ioError, EIO), (.noSuchAddressOrDevice, ENXIO), (.argumentListTooLong, E2BIG),
        (.executableFormatError, ENOEXEC),
        (.badFileDescriptor, EBADF), (.noChildProcess, ECHILD), (.resourceTemporarilyUnavailable, EAGAIN),
        (.noMemory, ENOMEM), (.permissionDenied, EACCES), (.badAddress, EFAULT), (.resourceBusy, EBUSY),
        (.fileExists, EEXIST), (.improperLink, EXDEV), (.operationNotSupportedByDevice, ENODEV),
        (.notDirectory, ENOTDIR),
        (.isDirectory, EISDIR), (.invalidArgument, EINVAL), (.tooManyOpenFilesInSystem, ENFILE),
        (.tooManyOpenFiles, EMFILE),
        (.inappropriateIOCTLForDevice, ENOTTY), (.textFileBusy, ETXTBSY), (.fileTooLarge, EFBIG), (.noSpace, ENOSPC),
        (.illegalSeek, ESPIPE), (.readOnlyFileSystem, EROFS), (.tooManyLinks, EMLINK), (.brokenPipe, EPIPE),
        (.outOfRange, ERANGE), (.fileNameTooLong, ENAMETOOLONG), (.noFunction, ENOSYS), (.directoryNotEmpty, ENOTEMPTY),
        (.tooManySymbolicLinkLevels, ELOOP), (.overflow, EOVERFLOW), (.messageTooLong, EMSGSIZE),
        (.notSupported, EOPNOTSUPP),
        (.addressInUse, EADDRINUSE), (.connectionReset, ECONNRESET), (.timedOut, ETIMEDOUT),
        (.connectionRefused, ECONNREFUSED),
      ]
      #expect(numbers.count == SystemError.allCases.count)
      for (error, number) in numbers { #expect(error.rawValue == number, "\(error)") }
    #endif
  }

  @Test func resultsTellErrorsFromSuccesses() {
    for error in SystemError.allCases { #expect(SystemError(result: error.result) == error) }
    #expect(SystemError(result: -4095) == .ioError)
    for success in [0, 1, Int.max, -4096, Int.min] { #expect(SystemError(result: success) == nil) }
  }

  @Test func callsHaveDistinctNumbersBelowTheLimit() {
    #expect(Set(SystemCall.allCases.map { $0.rawValue }).count == SystemCall.allCases.count)
    #expect(SystemCall.allCases.allSatisfy { $0.rawValue < systemCallLimit })
  }

  /// What crosses the border has one layout, with no holes that could carry what is the kernel's.
  @Test func layoutsHaveNoHoles() {
    #expect(MemoryLayout<FileStatus>.size == 56 && MemoryLayout<FileStatus>.stride == 56)
    #expect(MemoryLayout<SpawnRequest>.size == 72)
    #expect(MemoryLayout<PollEntry>.size == 8)
    #expect(MemoryLayout<DisplayMode>.size == 16)
    #expect(MemoryLayout<TerminalSize>.size == 4)
    #expect(MemoryLayout<FileSystemStatus>.size == 24)
  }

  @Test func directoryEntriesRoundTrip() throws {
    let names = ["a", "README", "grüße", String(repeating: "x", count: 255), "1234", "12345678"]
    var bytes = [UInt8](repeating: 0xAA, count: 4096)
    let written = bytes.withUnsafeMutableBytes { buffer in
      names.enumerated().reduce(0) { offset, item in
        let entry = DirectoryEntry(identifier: UInt64(item.offset) << 40, kind: .directory, name: item.element)
        return offset + (entry.write(to: UnsafeMutableRawBufferPointer(rebasing: buffer[offset...])) ?? 0)
      }
    }
    #expect(written % 8 == 0)
    let read = bytes.withUnsafeBytes { buffer in
      var (offset, entries): (Int, [DirectoryEntry]) = (0, [])
      let records = UnsafeRawBufferPointer(rebasing: buffer[..<written])
      while let entry = DirectoryEntry.read(from: records, at: &offset) { entries.append(entry) }
      #expect(offset == written)
      return entries
    }
    #expect(read.map { $0.name } == names)
    #expect(read.map { $0.identifier } == names.indices.map { UInt64($0) << 40 })
  }

  @Test func cutDirectoryEntriesAreRefused() {
    var bytes = [UInt8](repeating: 0, count: 64)
    bytes.withUnsafeMutableBytes { buffer in
      let entry = DirectoryEntry(identifier: 1, kind: .regular, name: "twelve bytes")
      #expect(entry.write(to: UnsafeMutableRawBufferPointer(rebasing: buffer[..<23])) == nil)
      guard let size = entry.write(to: buffer) else {
        Issue.record("there is room")
        return
      }
      for cut in 0..<size {
        var offset = 0
        #expect(DirectoryEntry.read(from: UnsafeRawBufferPointer(rebasing: buffer[..<cut]), at: &offset) == nil)
        #expect(offset == 0)
      }
    }
  }

  @Test func waitStatusesSayHowItEnded() {
    #expect(WaitStatus(exit: 3).exitStatus == 3 && WaitStatus(exit: 3).signal == nil)
    #expect(WaitStatus(signal: .segmentation).signal == .segmentation && WaitStatus(signal: .kill).exitStatus == nil)
    #expect(WaitStatus(signal: .interrupt).shellStatus == 130)
  }
}
