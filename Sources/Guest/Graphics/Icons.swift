/// The icons of windows, tools and files. All are drawn for this project.
extension Icon {
  // MARK: Windows and controls
  public static let close = Icon("S1.8 M7.5 7.5 L16.5 16.5 M16.5 7.5 L7.5 16.5")
  public static let minimize = Icon("S1.8 M7 12.5 L17 12.5")
  public static let maximize = Icon("S1.7 R7 7 10 10 1.5")
  public static let restore = Icon("S1.6 R6 9 9 9 1.5 M9.5 6 L16.5 6 Q18 6 18 7.5 L18 14.5")
  public static let check = Icon("S2.6 M6 12.4 L10.2 16.5 L18 7.8")
  public static let chevronRight = Icon("S2 M9.5 6.5 L15 12 L9.5 17.5")
  public static let chevronLeft = Icon("S2 M14.5 6.5 L9 12 L14.5 17.5")
  public static let chevronDown = Icon("S2 M6.5 9.5 L12 15 L17.5 9.5")
  public static let chevronUp = Icon("S2 M6.5 14.5 L12 9 L17.5 14.5")
  public static let arrowUp = Icon("S2 M12 19 L12 5.5 M6 11 L12 5 L18 11")
  public static let arrowLeft = Icon("S2 M19 12 L5.5 12 M11 6 L5 12 L11 18")
  public static let arrowRight = Icon("S2 M5 12 L18.5 12 M13 6 L19 12 L13 18")
  public static let plus = Icon("S2 M12 5 L12 19 M5 12 L19 12")
  public static let search = Icon("S2 O10.5 10.5 6 M15 15 L20 20")
  public static let power = Icon("S2 M12 4 L12 11 M7.5 6.5 Q4 9 4.2 13 Q5 20 12 20 Q19 20 19.8 13 Q20 9 16.5 6.5")
  public static let home = Icon(
    "S1.8 M4 11.5 L12 4.5 L20 11.5 M6.2 10 L6.2 19.5 L17.8 19.5 L17.8 10 M10 19.5 L10 14 L14 14 L14 19.5")
  public static let trash = Icon(
    "S1.8 M5 7 L19 7 M9.5 7 L9.5 4.5 L14.5 4.5 L14.5 7 M6.8 7 L7.6 19.8 L16.4 19.8 L17.2 7 M10.3 10.5 L10.5 16.5 M13.7 10.5 L13.5 16.5"
  )
  public static let copy = Icon(
    "S1.7 R8.5 8.5 11 11 2 M15.5 5.5 Q15.5 4.5 14 4.5 L6.5 4.5 Q4.5 4.5 4.5 6.5 L4.5 14 Q4.5 15.5 5.5 15.5")
  public static let undo = Icon("S2 M8.5 5 L4.5 9 L8.5 13 M4.5 9 L14 9 Q19.5 9 19.5 14 Q19.5 19 14 19 L10 19")
  public static let redo = Icon("S2 M15.5 5 L19.5 9 L15.5 13 M19.5 9 L10 9 Q4.5 9 4.5 14 Q4.5 19 10 19 L14 19")
  public static let sun = Icon(
    "S1.8 O12 12 4 M12 3 L12 4.5 M12 19.5 L12 21 M3 12 L4.5 12 M19.5 12 L21 12 M5.6 5.6 L6.7 6.7 M17.3 17.3 L18.4 18.4 M5.6 18.4 L6.7 17.3 M17.3 6.7 L18.4 5.6"
  )
  public static let moon = Icon(
    "S1.8 M19.5 14.2 Q14 16.5 10.5 13 Q7.3 9.5 9.8 4.5 Q4 6.5 4.2 12.5 Q4.8 19.5 12 19.8 Q17.3 19.5 19.5 14.2 Z")
  public static let play = Icon("F M8 5.5 L19 12 L8 18.5 Z")
  public static let pause = Icon("F R7 5.5 3.5 13 1 R13.5 5.5 3.5 13 1")

  // MARK: Files
  public static let folder = Icon(
    "F M3 7 Q3 5 5 5 L9.3 5 L11.5 7.3 L19 7.3 Q21 7.3 21 9.3 L21 17 Q21 19 19 19 L5 19 Q3 19 3 17 Z")
  public static let file = Icon(
    "S1.6 M14 3.5 L7.5 3.5 Q5.5 3.5 5.5 5.5 L5.5 18.5 Q5.5 20.5 7.5 20.5 L16.5 20.5 Q18.5 20.5 18.5 18.5 L18.5 8 Z M14 3.5 L14 8 L18.5 8"
  )
  public static let textFile = Icon(
    "S1.6 M14 3.5 L7.5 3.5 Q5.5 3.5 5.5 5.5 L5.5 18.5 Q5.5 20.5 7.5 20.5 L16.5 20.5 Q18.5 20.5 18.5 18.5 L18.5 8 Z M14 3.5 L14 8 L18.5 8 S1.4 M8.8 12 L15.2 12 M8.8 14.8 L15.2 14.8 M8.8 17.6 L12.6 17.6"
  )
  public static let image = Icon(
    "S1.6 R3.8 5 16.4 14 2.2 M4.5 17 L9.2 11.8 L13 15.6 L15.3 13.4 L19.5 17.4 F O15.4 9.3 1.5")
  public static let program = Icon("S1.6 R3.8 5 16.4 14 2.2 M3.8 9 L20.2 9 S1.4 M7.5 12.2 L9.8 14.2 L7.5 16.2")

  // MARK: Tools
  public static let pencil = Icon(
    "S1.8 M5 19 L6 14.8 L15.6 5.2 Q16.8 4.2 18 5.4 L18.6 6 Q19.8 7.2 18.8 8.4 L9.2 18 Z M13.8 7 L17 10.2")
  public static let brush = Icon(
    "S1.8 M19.5 4.5 Q12 8.5 9.8 13 L11.4 14.6 Q15.8 12 19.5 4.5 Z F M9 13.8 Q6 13.6 5.6 16.6 Q5.2 18.8 3.6 19.4 Q10 21 10.6 15.6 Z"
  )
  public static let line = Icon("S2 M5 19 L19 5")
  public static let rectangle = Icon("S1.8 R4.5 6 15 12 0.6")
  public static let ellipse = Icon("S1.8 O12 12 7.5")
  public static let bucket = Icon(
    "S1.7 M11 4.5 L18.8 12.3 L12 18.6 Q11 19.4 10 18.5 L5.2 13.7 Q4.3 12.7 5.2 11.7 Z M5.4 12.8 L18.4 12.8 F M20 14.8 Q21.8 17.4 20 18.6 Q18.2 17.4 20 14.8 Z"
  )
  public static let eraser = Icon(
    "S1.7 M4.6 14.2 L13 5.8 Q14 4.9 15 5.8 L18.8 9.6 Q19.6 10.6 18.8 11.6 L11.4 19 L9 19 L4.6 15.6 Z M8.8 10 L14.8 16 M11 19 L19.5 19"
  )

  // MARK: What programs carry on their tiles
  static let prompt = Icon("S2.2 M6 8 L10.2 12 L6 16 M12.2 16.4 L18 16.4")
  static let sheet = Icon(
    "S1.8 M6.5 7 L17.5 7 M6.5 10.7 L17.5 10.7 M6.5 14.4 L12 14.4 M6.5 18 L9.5 18 S2 M13 18.2 L18.6 12.6")
  static let pulse = Icon("S2.1 M3.8 12.8 L7.6 12.8 L10 6.2 L13.6 18 L15.8 12.8 L20.2 12.8")
  static let sliders = Icon("S1.9 M4.5 7 L19.5 7 M4.5 12 L19.5 12 M4.5 17 L19.5 17 F O9 7 2.5 O15.5 12 2.5 O8 17 2.5")
  static let sums = Icon(
    "S1.9 M5 8 L10 8 M7.5 5.5 L7.5 10.5 M14 8 L19 8 M5.8 14.8 L9.3 18.3 M9.3 14.8 L5.8 18.3 M14 15.2 L19 15.2 M14 18 L19 18"
  )
  static let dial = Icon("S1.9 O12 12 8 M12 7 L12 12 L15.6 14")
  static let blocks = Icon("F R4.4 12.8 4.8 6.4 1 R9.8 12.8 4.4 6.4 1 R14.8 12.8 4.8 6.4 1 R9.8 5.6 4.4 6.6 1")
  static let flow = Icon("S2 M4 9 Q8 4.5 12 9 Q16 13.5 20 9 M4 15 Q8 10.5 12 15 Q16 19.5 20 15")
}

/// The pictures of the programs: a tile with round corners, its colour running from one to another, and a white icon.
public struct ProgramIcon: Sendable {
  var top: Color
  var bottom: Color
  var icon: Icon

  public static let terminal = ProgramIcon(top: Color(0x4A5878), bottom: Color(0x232C44), icon: .prompt)
  public static let files = ProgramIcon(top: Color(0x5AB4F2), bottom: Color(0x2A6FE0), icon: .folder)
  public static let editor = ProgramIcon(top: Color(0xF7B65A), bottom: Color(0xE07B2E), icon: .sheet)
  public static let paint = ProgramIcon(top: Color(0xF07AA8), bottom: Color(0xB0429C), icon: .brush)
  public static let monitor = ProgramIcon(top: Color(0x58D0A4), bottom: Color(0x1E9474), icon: .pulse)
  public static let settings = ProgramIcon(top: Color(0x9AA6BC), bottom: Color(0x5F6C86), icon: .sliders)
  public static let calculator = ProgramIcon(top: Color(0x7C8CF8), bottom: Color(0x4A50CE), icon: .sums)
  public static let clock = ProgramIcon(top: Color(0xF08A7C), bottom: Color(0xD04A5A), icon: .dial)
  public static let blocks = ProgramIcon(top: Color(0xB48AF5), bottom: Color(0x7546D2), icon: .blocks)
  public static let currents = ProgramIcon(top: Color(0x54D3E0), bottom: Color(0x2280B8), icon: .flow)
  public static let other = ProgramIcon(top: Color(0x8894AC), bottom: Color(0x5A6580), icon: .program)

  /// In the order of ``WindowIcon`` numbers that programs send.
  public static let all = [
    terminal, files, editor, paint, monitor, settings, calculator, clock, blocks, currents, other,
  ]

  public func draw(on surface: Surface, x: Int, y: Int, size: Int) {
    let tile = Rectangle(x: x, y: y, width: size, height: size)
    surface.fillRounded(tile, radius: max(size * 23 / 100, 3), from: top, to: bottom)
    let inner = size * 3 / 4
    surface.draw(icon.mask(size: inner), x: x + (size - inner) / 2, y: y + (size - inner) / 2, Color(0xFFFFFF))
  }
}
