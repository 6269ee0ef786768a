/// Why something could not be done: POSIX's error numbers, as Linux numbers them on x86-64, under the names of Swift System's
/// `Errno`. The one definition for the file system, the kernel and programs.
public enum SystemError: Int32, Error, CaseIterable, Sendable {
  /// EPERM.
  case notPermitted = 1
  /// ENOENT.
  case noSuchFileOrDirectory = 2
  /// ESRCH.
  case noSuchProcess = 3
  /// EINTR.
  case interrupted = 4
  /// EIO.
  case ioError = 5
  /// ENXIO.
  case noSuchAddressOrDevice = 6
  /// E2BIG.
  case argumentListTooLong = 7
  /// ENOEXEC.
  case executableFormatError = 8
  /// EBADF.
  case badFileDescriptor = 9
  /// ECHILD.
  case noChildProcess = 10
  /// EAGAIN and EWOULDBLOCK.
  case resourceTemporarilyUnavailable = 11
  /// ENOMEM.
  case noMemory = 12
  /// EACCES.
  case permissionDenied = 13
  /// EFAULT.
  case badAddress = 14
  /// EBUSY.
  case resourceBusy = 16
  /// EEXIST.
  case fileExists = 17
  /// EXDEV.
  case improperLink = 18
  /// ENODEV.
  case operationNotSupportedByDevice = 19
  /// ENOTDIR.
  case notDirectory = 20
  /// EISDIR.
  case isDirectory = 21
  /// EINVAL.
  case invalidArgument = 22
  /// ENFILE.
  case tooManyOpenFilesInSystem = 23
  /// EMFILE.
  case tooManyOpenFiles = 24
  /// ENOTTY.
  case inappropriateIOCTLForDevice = 25
  /// ETXTBSY.
  case textFileBusy = 26
  /// EFBIG.
  case fileTooLarge = 27
  /// ENOSPC.
  case noSpace = 28
  /// ESPIPE.
  case illegalSeek = 29
  /// EROFS.
  case readOnlyFileSystem = 30
  /// EMLINK.
  case tooManyLinks = 31
  /// EPIPE.
  case brokenPipe = 32
  /// ERANGE.
  case outOfRange = 34
  /// ENAMETOOLONG.
  case fileNameTooLong = 36
  /// ENOSYS.
  case noFunction = 38
  /// ENOTEMPTY.
  case directoryNotEmpty = 39
  /// ELOOP.
  case tooManySymbolicLinkLevels = 40
  /// EOVERFLOW.
  case overflow = 75
  /// EMSGSIZE.
  case messageTooLong = 90
  /// EOPNOTSUPP.
  case notSupported = 95
  /// EADDRINUSE.
  case addressInUse = 98
  /// ECONNRESET.
  case connectionReset = 104
  /// ETIMEDOUT.
  case timedOut = 110
  /// ECONNREFUSED.
  case connectionRefused = 111

  /// A failure, as RAX carries it.
  public var result: Int { -Int(rawValue) }

  /// What a system call's result means: nil for a success.
  ///
  /// A number in the errors' range that has no name here is ``ioError``: the caller has failed all the same.
  public init?(result: Int) {
    guard result < 0, result >= -4095 else { return nil }
    self = SystemError(rawValue: Int32(-result)) ?? .ioError
  }
}

extension SystemError: CustomStringConvertible {
  /// As a shell prints it behind a name and a colon.
  public var description: String {
    switch self {
    case .notPermitted: "Operation not permitted"
    case .noSuchFileOrDirectory: "No such file or directory"
    case .noSuchProcess: "No such process"
    case .interrupted: "Interrupted"
    case .ioError: "Input/output error"
    case .noSuchAddressOrDevice: "No such device or address"
    case .argumentListTooLong: "Argument list too long"
    case .executableFormatError: "Exec format error"
    case .badFileDescriptor: "Bad file descriptor"
    case .noChildProcess: "No child processes"
    case .resourceTemporarilyUnavailable: "Resource temporarily unavailable"
    case .noMemory: "Cannot allocate memory"
    case .permissionDenied: "Permission denied"
    case .badAddress: "Bad address"
    case .resourceBusy: "Device or resource busy"
    case .fileExists: "File exists"
    case .improperLink: "Invalid cross-device link"
    case .operationNotSupportedByDevice: "No such device"
    case .notDirectory: "Not a directory"
    case .isDirectory: "Is a directory"
    case .invalidArgument: "Invalid argument"
    case .tooManyOpenFilesInSystem: "Too many open files in system"
    case .tooManyOpenFiles: "Too many open files"
    case .inappropriateIOCTLForDevice: "Inappropriate ioctl for device"
    case .textFileBusy: "Text file busy"
    case .fileTooLarge: "File too large"
    case .noSpace: "No space left on device"
    case .illegalSeek: "Illegal seek"
    case .readOnlyFileSystem: "Read-only file system"
    case .tooManyLinks: "Too many links"
    case .brokenPipe: "Broken pipe"
    case .outOfRange: "Numerical result out of range"
    case .fileNameTooLong: "File name too long"
    case .noFunction: "Function not implemented"
    case .directoryNotEmpty: "Directory not empty"
    case .tooManySymbolicLinkLevels: "Too many levels of symbolic links"
    case .overflow: "Value too large for defined data type"
    case .messageTooLong: "Message too long"
    case .notSupported: "Operation not supported"
    case .addressInUse: "Address already in use"
    case .connectionReset: "Connection reset by peer"
    case .timedOut: "Connection timed out"
    case .connectionRefused: "Connection refused"
    }
  }
}
