#if hasFeature(Embedded)
  import KernelSupport

  /// The global descriptor table and the task state segment. In 64-bit mode a segment says little more than its
  /// privilege, and the task state segment holds nothing but stacks (Intel SDM volume 3, 9.7).
  enum Segments {
    static let kernelCode: UInt16 = 0x08
    static let kernelData: UInt16 = 0x10
    static let userData: UInt16 = 0x18 | 3
    static let userCode: UInt16 = 0x20 | 3
    static let task: UInt16 = 0x28
    /// A data segment that is marked not present, for `panic=segment-not-present` and `panic=stack-fault`.
    static let notPresent: UInt16 = 0x38

    private static let count = 8

    /// Slots of the interrupt stack table, numbered as an interrupt gate does, and the stack of boot.S each one has.
    enum InterruptStack: UInt64, CaseIterable {
      case interrupt = 1
      case exception = 2
      case doubleFault = 3
      case nonmaskable = 4
      case machineCheck = 5
      /// Nobody's but `panic=double-fault` and `panic=invalid-tss`: it ends on a guard page, and is the table's last.
      case broken = 7

      var stack: kernel_stack {
        switch self {
        case .interrupt: STACK_INTERRUPT
        case .exception: STACK_EXCEPTION
        case .doubleFault: STACK_DOUBLE_FAULT
        case .nonmaskable: STACK_NONMASKABLE
        case .machineCheck: STACK_MACHINE_CHECK
        case .broken: STACK_KERNEL
        }
      }
    }

    private static let taskSize = 104
    /// Byte offsets in the 64-bit task state segment (SDM volume 3, figure 9-11).
    private static let ringZeroStack = 4
    private static let interruptStackTable = 36
    private static let permissionBitmap = 102

    nonisolated(unsafe) private static var descriptors: UnsafeMutablePointer<UInt64>?

    static func start() {
      let task = UnsafeMutableRawPointer.allocate(byteCount: taskSize, alignment: 16)
      task.initializeMemory(as: UInt8.self, repeating: 0, count: taskSize)
      // Past the segment's limit: no port belongs to ring 3.
      task.storeBytes(of: UInt16(taskSize), toByteOffset: permissionBitmap, as: UInt16.self)
      task.storeBytes(
        of: kernel_stack_range(Int32(STACK_INTERRUPT.rawValue)).end, toByteOffset: ringZeroStack, as: UInt64.self)
      for slot in InterruptStack.allCases {
        let range = kernel_stack_range(Int32(slot.stack.rawValue))
        // The broken one's first push lands at the end of the guard page.
        let top = slot == .broken ? range.start + 4096 : range.end
        task.storeBytes(of: top, toByteOffset: interruptStackTable + (Int(slot.rawValue) - 1) * 8, as: UInt64.self)
      }

      let table = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
      table[0] = 0
      table[1] = 0x00AF_9B00_0000_FFFF
      table[2] = 0x00CF_9300_0000_FFFF
      table[3] = 0x00CF_F300_0000_FFFF
      table[4] = 0x00AF_FB00_0000_FFFF
      table[7] = 0x00CF_1300_0000_FFFF
      descriptors = table
      writeTaskDescriptor(table, address: UInt64(UInt(bitPattern: task)), limit: UInt64(taskSize - 1))
      load_descriptor_table(table, UInt16(count * 8 - 1), kernelCode, kernelData)
      load_task_register(Self.task)
    }

    /// An available 64-bit task state segment, two entries long (SDM volume 3, figure 9-4).
    private static func writeTaskDescriptor(_ table: UnsafeMutablePointer<UInt64>, address: UInt64, limit: UInt64) {
      let presentAvailableTask: UInt64 = 0x89 << 40
      table[5] = limit | (address & 0xFF_FFFF) << 16 | presentAvailableTask | (address >> 24 & 0xFF) << 56
      table[6] = address >> 32
    }

    /// Cuts the task state segment short of the interrupt stack table's last slot, for `panic=invalid-tss`.
    static func cutTaskShort() {
      guard let descriptors else { return }
      let address = descriptors[5] >> 16 & 0xFF_FFFF | (descriptors[5] >> 56) << 24 | descriptors[6] << 32
      let lastSlot = UInt64(interruptStackTable + 6 * 8)
      writeTaskDescriptor(descriptors, address: address, limit: lastSlot - 1)
      load_task_register(task)
    }
  }
#endif
