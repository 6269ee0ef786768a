import SystemCalls

/// Where a command reads and writes.
extension Shell {
  /// Makes ``descriptors`` what redirections say.
  func redirect(_ redirections: [Redirection]) throws(ShellFailure) {
    for redirection in redirections {
      let descriptor: OpenDescriptor?
      switch redirection.kind {
      case .read(let word): descriptor = try open(word, .readOnly, "cannot open")
      case .write(let word): descriptor = try open(word, [.writeOnly, .create, .truncate], "cannot create")
      case .append(let word): descriptor = try open(word, [.writeOnly, .create, .append], "cannot create")
      case .readWrite(let word): descriptor = try open(word, [.readWrite, .create], "cannot open")
      case .here(let document): descriptor = try open(text: try text(document.contents))
      case .duplicate(let word):
        let text = try text(word)
        if text == [minus] {
          descriptor = nil
        } else {
          guard let number = Arithmetic.number(text), text.count == 1, isDigit(text[0]) else {
            throw ShellFailure("Bad fd number")
          }
          guard number < descriptors.count, let source = descriptors[number] else {
            throw ShellFailure("\(number): Bad file descriptor")
          }
          descriptor = source
        }
      }
      while descriptors.count <= redirection.descriptor { descriptors.append(nil) }
      descriptors[redirection.descriptor] = descriptor
    }
  }

  private func open(_ word: Word, _ flags: OpenFlags, _ problem: String) throws(ShellFailure) -> OpenDescriptor {
    let path = try text(word)
    do throws(SystemError) {
      return OpenDescriptor(try system.open(path, flags), system: system)
    } catch {
      let reason =
        error == .noSuchFileOrDirectory
        ? flags.contains(.create) ? "Directory nonexistent" : "No such file" : "\(error)"
      throw ShellFailure("\(problem) \(String(decoding: path, as: UTF8.self)): \(reason)")
    }
  }

  /// A pipe that has this text in it. What is more than fits one comes from a copy of the shell.
  private func open(text: [UInt8]) throws(ShellFailure) -> OpenDescriptor {
    do throws(SystemError) {
      let ends = try system.pipe()
      let reading = OpenDescriptor(ends.reading, system: system)
      let writing = OpenDescriptor(ends.writing, system: system)
      if text.count <= 4096 {
        try system.write(writing.number, text)
      } else {
        if try system.fork() == 0 {
          reading.close()
          system.exit((try? system.write(writing.number, text)) == nil ? 1 : 0)
        }
      }
      return reading
    } catch {
      throw ShellFailure("here-document: \(error)")
    }
  }
}
