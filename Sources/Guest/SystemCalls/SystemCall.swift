/// What a program can ask of the kernel, by number.
///
/// A program puts the number in RAX and up to six arguments in RDI, RSI, RDX, R10, R8 and R9, and executes `syscall`.
/// RAX then holds the result: from -4095 to -1 a ``SystemError`` with its sign changed, anything else a success. RCX and
/// R11 are lost to the instruction; RDI, RSI, RDX, R8, R9, R10 and the XMM registers come back as zero; all others,
/// MXCSR and the x87 among them, come back as they were.
///
/// A text or a path is an address and a length in bytes, with no zero at its end. A number may gain no second meaning:
/// what is taken out stays empty.
public enum SystemCall: UInt, CaseIterable, Sendable {
  // MARK: The process
  /// `exit(status)`: ends the program. Only the low eight bits of the status reach the parent. Does not return.
  case exit = 0
  /// `processIdentifier()`.
  case processIdentifier = 1
  /// `parentProcessIdentifier()`: 0 where the parent is the kernel.
  case parentProcessIdentifier = 2
  /// `spawn(request: *SpawnRequest)`: starts a program in a new process and returns its identifier.
  case spawn = 3
  /// `fork()`: a copy of the process; returns 0 in the copy and the copy's identifier in the original.
  case fork = 4
  /// `wait(process, options: WaitOptions, status: *UInt32)`: waits for a child (-1: any) to end and returns its identifier.
  /// The status is a ``WaitStatus``.
  case wait = 5
  /// `kill(process, signal)`: 0 as signal only asks whether the process is there; a negative process means a group.
  case kill = 6
  /// `setSignalAction(signal, action: SignalAction)`: returns the action before.
  case setSignalAction = 7
  /// `setProcessGroup(process, group)`: 0 means the caller, and the process's own identifier.
  case setProcessGroup = 8
  /// `processGroup(process)`.
  case processGroup = 9
  /// `yield()`: lets others of the same priority run.
  case yield = 10
  /// `setPriority(process, priority)`: 1 (least) to 16, for the caller (0) or a child; 8 is everybody's at first.
  case setPriority = 11

  // MARK: Memory
  /// `growHeap(bytes)`: moves the end of the heap up, or down, by whole pages; returns the end before. New memory is zero.
  case growHeap = 16
  /// `map(length, protection: Protection, file, offset)`: maps a shared-memory object or a device, or with -1 as file fresh
  /// zeroes; returns the address.
  case map = 17
  /// `unmap(address, length)`: whole mappings or whole pages of them.
  case unmap = 18
  /// `createMemory(length)`: a shared-memory object of zeroes, as a descriptor; ``map`` shows it, a channel hands it on.
  case createMemory = 19

  // MARK: Descriptors
  /// `open(path, length, flags: OpenFlags, mode)`: returns a descriptor.
  case open = 32
  /// `close(descriptor)`.
  case close = 33
  /// `read(descriptor, address, count)`: returns how many bytes; 0 at the end.
  case read = 34
  /// `write(descriptor, address, count)`: returns how many bytes.
  case write = 35
  /// `seek(descriptor, offset, origin: SeekOrigin)`: returns the new offset.
  case seek = 36
  /// `duplicate(descriptor, target)`: another descriptor of the same open file: the lowest free (target -1), or `target`,
  /// which is closed first.
  case duplicate = 37
  /// `pipe(descriptors: *(Int32, Int32))`: reading end, then writing end.
  case pipe = 38
  /// `control(descriptor, request: ControlRequest, argument)`: what only some devices can do.
  case control = 39
  /// `poll(entries: *PollEntry, count, timeout)`: waits until a descriptor is ready or `timeout` nanoseconds have passed
  /// (-1: for ever); returns how many entries have results.
  case poll = 40
  /// `readAt(descriptor, address, count, offset)`: reads without moving the offset.
  case readAt = 41
  /// `writeAt(descriptor, address, count, offset)`.
  case writeAt = 42

  // MARK: The file system
  /// `status(path, length, *FileStatus, followsLinks: 0 or 1)`.
  case status = 48
  /// `descriptorStatus(descriptor, *FileStatus)`.
  case descriptorStatus = 49
  /// `readDirectory(descriptor, address, count)`: fills the buffer with whole ``DirectoryEntry`` records; 0 at the end.
  case readDirectory = 50
  /// `makeDirectory(path, length, mode)`.
  case makeDirectory = 51
  /// `removeDirectory(path, length)`.
  case removeDirectory = 52
  /// `unlink(path, length)`.
  case unlink = 53
  /// `rename(old, oldLength, new, newLength)`.
  case rename = 54
  /// `link(old, oldLength, new, newLength)`: another name for the same file.
  case link = 55
  /// `symbolicLink(target, targetLength, path, length)`.
  case symbolicLink = 56
  /// `readLink(path, length, address, count)`: returns the length of the target, cut to `count`.
  case readLink = 57
  /// `truncate(descriptor, size)`.
  case truncate = 58
  /// `changeMode(path, length, mode)`.
  case changeMode = 59
  /// `setTimes(path, length, accessed, modified)`: nanoseconds since 1970; ``FileTime/unchanged`` leaves one alone.
  case setTimes = 60
  /// `currentDirectory(address, count)`: returns the length of the path.
  case currentDirectory = 61
  /// `changeDirectory(path, length)`.
  case changeDirectory = 62
  /// `synchronize()`: nothing is left in memory that should be on a medium.
  case synchronize = 63
  /// `fileSystemStatus(path, length, *FileSystemStatus)`.
  case fileSystemStatus = 64

  // MARK: Time
  /// `clock(Clock)`: nanoseconds.
  case clock = 80
  /// `sleep(nanoseconds)`.
  case sleep = 81

  // MARK: Talking to other programs
  /// `listen(name, length)`: a descriptor that ``accept`` takes callers from. One listener a name.
  case listen = 96
  /// `accept(listener)`: waits for a caller and returns a channel to it.
  case accept = 97
  /// `connect(name, length)`: a channel to whoever listens under the name.
  case connect = 98
  /// `channel(descriptors: *(Int32, Int32))`: both ends of a new channel.
  case channel = 99
  /// `send(channel, address, count, attachment)`: one message of up to ``ChannelLimits/messageSize`` bytes, whole or not at all;
  /// with it a descriptor, or -1.
  case send = 100
  /// `receive(channel, address, count, attachment: *Int32, options: ReceiveOptions)`: the next message; returns its length,
  /// 0 when the other end is closed.
  case receive = 101
  /// `openTerminal(descriptors: *(Int32, Int32))`: a pseudo-terminal: the controller's end, then the end that is a terminal.
  case openTerminal = 102

  // MARK: The machine
  /// `random(address, count)`.
  case random = 112
  /// `power(PowerAction)`: does not return where it succeeds.
  case power = 113
}

/// How many system calls there could be: one more than the greatest number.
public let systemCallLimit: UInt = 128

/// What ``SystemCall/power`` does.
public enum PowerAction: UInt, Sendable {
  case off = 0
  case restart = 1
}
