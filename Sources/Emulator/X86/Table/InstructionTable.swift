/// The instruction set: every form the decoder knows.
public enum InstructionTable {
  /// Every form, in the order of the tables. Built on first use.
  public static let forms: [InstructionForm] = {
    var parser = RowParser()
    for rows in [oneByteMap, twoByteMap, x87Map, vectorMap, vectorThreeByteMap, avxMap] { parser.read(rows) }
    return parser.forms
  }()
}
