import SystemCalls

/// Why an archive was refused, and at which byte of it.
public struct ArchiveError: Error, Equatable, CustomStringConvertible {
  public enum Reason: Equatable, Sendable {
    case endsEarly
    case compressed
    case noArchive
    case notHexadecimal
    case badName
    case nameLeavesTree
    case contentsTooLarge
    case badChecksum
    case badLink
    case unknownKind
    case noDirectory
    case alreadyThere
    /// The archive is sound, but the file system refused something of it.
    case fileSystem(SystemError)
  }

  public let reason: Reason
  /// Where the entry starts that is wrong.
  public let offset: Int

  public var description: String {
    let text =
      switch reason {
      case .endsEarly: "it ends before its trailer; was it cut short?"
      case .compressed: "it is compressed; unpack it first"
      case .noArchive: "no header of a cpio archive of the form 'newc' is there"
      case .notHexadecimal: "a number in the header is not hexadecimal"
      case .badName: "the name is empty, too long, or does not end with a zero"
      case .nameLeavesTree: "the name contains '..'"
      case .contentsTooLarge: "the contents reach beyond the end"
      case .badChecksum: "the contents do not have the sum that the header says"
      case .badLink: "a symbolic link has no target, or one that no path can be"
      case .unknownKind: "it is neither file, directory, symbolic link nor character device"
      case .noDirectory: "the directory of the name does not come before it"
      case .alreadyThere: "the name comes twice"
      case .fileSystem(let error): "\(error)"
      }
    return "archive refused at byte \(offset): \(text)"
  }
}
