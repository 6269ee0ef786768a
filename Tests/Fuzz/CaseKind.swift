/// What a case throws at the machine. `run` returns what went wrong, or nil.
enum CaseKind: String, CaseIterable {
  case code
  case paging
  case devices
  case files

  func run(seed: UInt64) throws -> String? {
    switch self {
    case .code: try CodeCase(seed: seed).run()
    case .paging: try PagingCase(seed: seed).run()
    case .devices: try DeviceCase(seed: seed).run()
    case .files: FileCase(seed: seed).run()
    }
  }
}
