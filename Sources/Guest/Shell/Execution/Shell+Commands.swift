/// Lists, pipelines and commands of any kind.
extension Shell {
  func execute(_ list: [AndOr]) {
    for item in list {
      execute(item)
      if flow != .next { return }
    }
  }

  private func execute(_ item: AndOr) {
    if item.isBackground {
      startBackground(item)
      return
    }
    var isDecided = item.rest.isEmpty
    if !isDecided { conditionDepth += 1 }
    execute(item.first)
    if !isDecided { conditionDepth -= 1 }
    for (index, (isAnd, pipeline)) in item.rest.enumerated() {
      guard flow == .next else { return }
      guard isAnd == (lastStatus == 0) else { continue }
      isDecided = index == item.rest.count - 1
      if !isDecided { conditionDepth += 1 }
      execute(pipeline)
      if !isDecided { conditionDepth -= 1 }
    }
  }

  func execute(_ pipeline: Pipeline) {
    if pipeline.isNegated { conditionDepth += 1 }
    if pipeline.commands.count == 1 {
      execute(pipeline.commands[0])
    } else {
      run(pipeline.commands, text: [], isBackground: false)
      exitIfFailed()
    }
    if pipeline.isNegated {
      conditionDepth -= 1
      // What leaves the script leaves it with its own status.
      if flow == .next { lastStatus = lastStatus == 0 ? 1 : 0 }
    }
  }

  /// `set -e`.
  func exitIfFailed() {
    if options.exitsOnFailure, lastStatus != 0, conditionDepth == 0, flow == .next { flow = .exit }
  }

  func execute(_ command: Command) {
    switch command {
    case .simple(let simple): executeSimple(simple)
    case .group(let body): execute(body)
    case .subshell(let body):
      let descriptors = descriptors
      guard let process = start({ $0.execute(body) }, descriptors: descriptors, group: options.isInteractive ? 0 : nil)
      else { return }
      lastStatus = waitInForeground([process], group: process)
      exitIfFailed()
    case .conditional(let branches, let otherwise): executeConditional(branches, otherwise)
    case .loop(let isUntil, let condition, let body): executeLoop(isUntil, condition, body)
    case .iteration(let name, let words, let body): executeIteration(name, words, body)
    case .selection(let subject, let items): executeSelection(subject, items)
    case .function(let name, let body):
      functions[name] = body
      lastStatus = 0
    case .redirected(let inner, let redirections):
      let saved = descriptors
      do throws(ShellFailure) {
        try redirect(redirections)
        execute(inner)
      } catch {
        failRedirection(error)
      }
      descriptors = saved
    }
  }

  func failRedirection(_ failure: ShellFailure) {
    complain(failure.message)
    lastStatus = failure.status
    exitIfFailed()
  }
}
