import Foundation
import Machine

/// Why a session ends: what is said about it, and the process's status.
enum Ending {
  /// The serial output contains what `--until` asked for.
  case untilMet
  /// The machine cannot go on, or was switched off.
  case stop(Stop)
  case timeout(seconds: Double)
  case limit
  /// The window was closed, or Ctrl-C pressed.
  case person
  /// `kill`, a closed terminal.
  case signal(Int32)
  /// Nobody reads the serial output any more.
  case brokenPipe
  /// The script has been played.
  case scriptPlayed
  /// The trace has been replayed to its end, and this many states were as recorded.
  case replayed(states: Int)
  /// The replay is not the recorded run.
  case parted(Divergence)

  var status: Int32 {
    switch self {
    case .untilMet, .person, .scriptPlayed, .replayed: ExitStatus.success
    case .parted: ExitStatus.parted
    case .timeout, .limit, .signal, .brokenPipe: ExitStatus.limit
    case .stop(let stop):
      switch stop.reason {
      case .poweredOff, .reset, .condition: ExitStatus.success
      case .exited(let status): Int32(truncatingIfNeeded: status & 0xFF)
      case .tripleFault: ExitStatus.tripleFault
      case .unimplemented, .unknownSymbol: ExitStatus.missing
      case .limit, .halted, .breakpoint, .requested: ExitStatus.limit
      }
    }
  }

  /// Nil where the status says it all.
  var message: String? {
    switch self {
    case .untilMet, .person, .scriptPlayed: nil
    case .replayed(let states): "the replay is the recorded run: all \(states) states are the same"
    case .parted(let divergence): "\(divergence)"
    case .timeout(let seconds): "stopped after \(seconds.formatted()) seconds"
    case .limit: "stopped at the limit of instructions"
    case .signal(let number): "stopped by signal \(number)"
    case .brokenPipe: "nobody reads the serial output any more"
    case .stop(let stop):
      switch stop.reason {
      case .poweredOff, .exited, .reset: nil
      case .halted: "the guest halted, and nothing can wake it: \(stop.location)"
      default: "\(stop)"
      }
    }
  }
}
