#if hasFeature(Embedded)
  import GuestFiles
  import GuestMemory
  import GuestTasks
  import KernelSupport
  import SystemCalls

  extension SelfTest {
    static func processTests(_ chaosCalls: Int) -> [SelfTest] {
      [
        program("a program says hello", "/bin/hello", ["one", "two"]),
        program("system calls do what they say", "/bin/check", []),
        SelfTest(name: "\(chaosCalls) hostile system calls") {
          _ = ProgramRun.run("/bin/chaos", ["500", "1"])
          let before = Usage()
          let status = ProgramRun.run("/bin/chaos", ["\(chaosCalls)", "20261122"])
          guard status?.isSuccess == true else { return .failed("it \(ProgramRun.describe(status))") }
          return before.expectSame()
        },
        SelfTest(name: "programs leave nothing behind") {
          // Once for what stays for good: images, stacks, the heap's growth.
          _ = ProgramRun.run("/bin/check", ["seven"])
          let before = Usage()
          for _ in 0..<20 {
            guard ProgramRun.run("/bin/check", ["seven"])?.exitStatus == 7 else { return .failed("a program failed") }
          }
          return before.expectSame()
        },
        SelfTest(name: "the kernel's protections against programs are on") {
          let features = processor_identification(0).eax >= 7 ? processor_identification(7).ebx : 0
          let (hasExecution, hasAccess) = (features & 1 << 7 != 0, features & 1 << 20 != 0)
          guard hasExecution || hasAccess else { return .skipped("this processor has neither SMEP nor SMAP") }
          let cr4 = read_cr4()
          guard (cr4 & 1 << 20 != 0) == hasExecution, (cr4 & 1 << 21 != 0) == hasAccess else {
            return .failed("CR4 is \(cr4.hexadecimal())")
          }
          guard hasAccess else { return .passed }
          // A page of ring 3's, which the kernel must not touch by accident.
          guard let space = AddressSpace.make(kernelEntry: Memory.kernelEntry, Memory.allocator) else {
            return .failed("no memory")
          }
          let page = AddressLayout.image
          guard (try? space.add(page..<page + 4096, .readWrite)) != nil,
            space.prepare(page..<page + 4096, .write) == .resolved
          else { return .failed("no page") }
          Threads.use(pageTables: space.root)
          let frame = ExpectedTrap.catching(.pageFault) { provoke_read(page) }
          Threads.use(pageTables: 0)
          return .expect(frame?.error == 1, "the kernel read a program's page")
        },
      ]
    }

    /// A program that has to end with status 0.
    private static func program(_ name: String, _ path: String, _ arguments: [String]) -> SelfTest {
      SelfTest(name: name) {
        let status = ProgramRun.run(path, arguments)
        return .expect(status?.isSuccess == true, "it \(ProgramRun.describe(status))")
      }
    }

    /// What is taken of everything that runs out.
    struct Usage {
      private let frames: Int
      private let blocks: Int
      private let heapBytes: Int
      private let processes: Int
      private let threads: Int
      private let openFiles: Int

      init() {
        KernelStacks.trim()
        ProgramImage.purge()
        // Page tables of stacks are no loss: they are used again.
        // Nor are files that a program made: chaos does.
        var files: UInt64 = 0
        if let status = try? Files.tree.fileSystemStatus(Files.dot, from: Files.root) {
          files = (status.totalBytes - status.freeBytes) / 4096
        }
        frames = Memory.allocator.freeCount + Memory.laterTables + Int(files)
        blocks = KernelHeap.usedBlocks
        heapBytes = KernelHeap.framesTaken * 4096
        processes = Processes.count
        threads = Threads.all.count
        openFiles = Files.tree.openFileCount
      }

      func expectSame() -> Outcome {
        let now = Usage()
        // The heap keeps what it has grown by.
        let grown = (now.heapBytes - heapBytes) / 4096
        guard now.frames + grown == frames else { return .failed("\(frames - now.frames - grown) frames are gone") }
        guard now.processes == processes else { return .failed("\(now.processes - processes) processes remain") }
        guard now.threads == threads else { return .failed("\(now.threads - threads) threads remain") }
        guard now.openFiles == openFiles else { return .failed("\(now.openFiles - openFiles) files are open") }
        return .expect(now.blocks <= blocks, "\(now.blocks - blocks) blocks of the heap remain")
      }
    }
  }
#endif
