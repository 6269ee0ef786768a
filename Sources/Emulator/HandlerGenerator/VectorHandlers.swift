/// SSE: which bodies of Fast/Vector do what, by mnemonic.
///
/// Each row is a mnemonic (or several that do the same), the operation, and which forms it has.
struct VectorRow {
  enum Source {
    /// An XMM register, or sixteen aligned bytes.
    case vector
    /// An XMM register, or so many bits of memory.
    case scalar(Int)
    /// An XMM register only.
    case register
    /// Memory of 64 bits only.
    case memory64
    /// An immediate: the source register is the destination.
    case immediate
  }
  var mnemonics: [String]
  var body: String
  var source: Source
}

func lanes(_ rows: [(String, String)]) -> [VectorRow] {
  rows.map {
    VectorRow(mnemonics: $0.0.split(separator: " ").map(String.init), body: "ByLanes<\($0.1)>", source: .vector)
  }
}

let floats = [
  ("add", "FloatAdd"), ("sub", "FloatSubtract"), ("mul", "FloatMultiply"), ("div", "FloatDivide"),
  ("min", "FloatMinimum"), ("max", "FloatMaximum"),
]

let shifts = [
  ("psllw", "ShiftLeftWords"), ("pslld", "ShiftLeftDoublewords"), ("psllq", "ShiftLeftQuadwords"),
  ("psrlw", "ShiftRightWords"), ("psrld", "ShiftRightDoublewords"), ("psrlq", "ShiftRightQuadwords"),
  ("psraw", "ShiftRightSignedWords"), ("psrad", "ShiftRightSignedDoublewords"),
]

/// Destination and source of the same instruction set: `VectorBinary`.
let vectorRows: [VectorRow] =
  lanes([
    ("paddb", "AddBytes"), ("paddw", "AddWords"), ("paddd", "AddDoublewords"), ("paddq", "AddQuadwords"),
    ("psubb", "SubtractBytes"), ("psubw", "SubtractWords"), ("psubd", "SubtractDoublewords"),
    ("psubq", "SubtractQuadwords"), ("paddusb", "AddUnsignedBytes"), ("paddusw", "AddUnsignedWords"),
    ("psubusb", "SubtractUnsignedBytes"), ("psubusw", "SubtractUnsignedWords"), ("paddsb", "AddSignedBytes"),
    ("paddsw", "AddSignedWords"), ("psubsb", "SubtractSignedBytes"), ("psubsw", "SubtractSignedWords"),
    ("pavgb", "AverageBytes"), ("pavgw", "AverageWords"), ("pmullw", "MultiplyWords"),
    ("pmulld", "MultiplyDoublewords"), ("pmulhw", "MultiplyHighWords"), ("pmulhuw", "MultiplyHighUnsignedWords"),
    ("pmuludq", "MultiplyUnsignedDoublewords"), ("pmaddwd", "MultiplyAddWords"), ("pcmpeqb", "EqualBytes"),
    ("pcmpeqw", "EqualWords"), ("pcmpeqd", "EqualDoublewords"), ("pcmpgtb", "GreaterBytes"),
    ("pcmpgtw", "GreaterWords"), ("pcmpgtd", "GreaterDoublewords"), ("pmaxub", "MaximumUnsignedBytes"),
    ("pmaxuw", "MaximumUnsignedWords"), ("pmaxud", "MaximumUnsignedDoublewords"), ("pmaxsb", "MaximumSignedBytes"),
    ("pmaxsw", "MaximumSignedWords"), ("pmaxsd", "MaximumSignedDoublewords"), ("pminub", "MinimumUnsignedBytes"),
    ("pminuw", "MinimumUnsignedWords"), ("pminud", "MinimumUnsignedDoublewords"), ("pminsb", "MinimumSignedBytes"),
    ("pminsw", "MinimumSignedWords"), ("pminsd", "MinimumSignedDoublewords"), ("pand andps andpd", "AndBits"),
    ("pandn andnps andnpd", "AndNotBits"), ("por orps orpd", "OrBits"), ("pxor xorps xorpd", "ExclusiveOrBits"),
    ("punpcklbw", "UnpackLowBytes"), ("punpcklwd", "UnpackLowWords"), ("punpckldq unpcklps", "UnpackLowDoublewords"),
    ("punpckhbw", "UnpackHighBytes"), ("pcmpeqq", "EqualQuadwords"), ("pcmpgtq", "GreaterQuadwords"),
    ("pmuldq", "MultiplySignedDoublewords"), ("pabsb", "AbsoluteBytes"), ("pabsw", "AbsoluteWords"),
    ("pabsd", "AbsoluteDoublewords"), ("movshdup", "DuplicateOddSingles"), ("movsldup", "DuplicateEvenSingles"),
    ("punpckhwd", "UnpackHighWords"), ("punpckhdq unpckhps", "UnpackHighDoublewords"), ("phaddw", "AddAcrossWords"),
    ("phsubw", "SubtractAcrossWords"), ("phaddd", "AddAcrossDoublewords"), ("phsubd", "SubtractAcrossDoublewords"),
    ("pmaddubsw", "MultiplyAddBytes"), ("pmulhrsw", "MultiplyRoundWords"), ("psignb", "SignBytes"),
    ("psignw", "SignWords"), ("psignd", "SignDoublewords"),
  ])
  + shifts.map { VectorRow(mnemonics: [$0.0], body: "\($0.1)<RegisterCount>", source: .vector) }
  + floats.flatMap { name, body in
    [
      VectorRow(mnemonics: [name + "ss"], body: "SingleElement<\(body)>", source: .scalar(32)),
      VectorRow(mnemonics: [name + "sd"], body: "DoubleElement<\(body)>", source: .scalar(64)),
      VectorRow(mnemonics: [name + "ps"], body: "AllSingles<\(body)>", source: .vector),
      VectorRow(mnemonics: [name + "pd"], body: "AllDoubles<\(body)>", source: .vector),
    ]
  }
  + [
    VectorRow(mnemonics: ["movhlps"], body: "MoveHighToLow", source: .register),
    VectorRow(mnemonics: ["movlhps"], body: "MoveLowToHigh", source: .register),
    VectorRow(mnemonics: ["movhps", "movhpd"], body: "MoveLowToHigh", source: .memory64),
    VectorRow(mnemonics: ["movlps", "movlpd"], body: "MoveLowDouble", source: .memory64),
    VectorRow(mnemonics: ["punpcklqdq", "unpcklpd"], body: "MoveLowToHigh", source: .vector),
    VectorRow(mnemonics: ["punpckhqdq", "unpckhpd"], body: "UnpackHighQuadwords", source: .vector),
    VectorRow(mnemonics: ["movddup"], body: "DuplicateLow", source: .scalar(64)),
    VectorRow(mnemonics: ["pshufd"], body: "ShuffleDoublewords", source: .vector),
    VectorRow(mnemonics: ["shufps"], body: "ShuffleSingles", source: .vector),
    VectorRow(mnemonics: ["shufpd"], body: "ShuffleDoubles", source: .vector),
    VectorRow(mnemonics: ["pshuflw"], body: "ShuffleLowWords", source: .vector),
    VectorRow(mnemonics: ["pshufhw"], body: "ShuffleHighWords", source: .vector),
    VectorRow(mnemonics: ["packsswb"], body: "PackSignedWords", source: .vector),
    VectorRow(mnemonics: ["packuswb"], body: "PackUnsignedWords", source: .vector),
    VectorRow(mnemonics: ["packssdw"], body: "PackSignedDoublewords", source: .vector),
    VectorRow(mnemonics: ["packusdw"], body: "PackUnsignedDoublewords", source: .vector),
    VectorRow(mnemonics: ["pshufb"], body: "ShuffleBytes", source: .vector),
    VectorRow(mnemonics: ["palignr"], body: "AlignRight", source: .vector),
    VectorRow(mnemonics: ["psadbw"], body: "SumOfDistances", source: .vector),
    VectorRow(mnemonics: ["pblendvb"], body: "BlendBytes", source: .vector),
    VectorRow(mnemonics: ["blendvps"], body: "BlendSingles", source: .vector),
    VectorRow(mnemonics: ["blendvpd"], body: "BlendDoubles", source: .vector),
    VectorRow(mnemonics: ["cmpss"], body: "CompareOneSingle", source: .scalar(32)),
    VectorRow(mnemonics: ["cmpsd"], body: "CompareOneDouble", source: .scalar(64)),
    VectorRow(mnemonics: ["cmpps"], body: "CompareSingles", source: .vector),
    VectorRow(mnemonics: ["cmppd"], body: "CompareDoubles", source: .vector),
    VectorRow(mnemonics: ["cvttps2dq"], body: "Int32sFromSingles", source: .vector),
    VectorRow(mnemonics: ["cvtdq2pd"], body: "DoublesFromInt32s", source: .scalar(64)),
    VectorRow(mnemonics: ["cvtdq2ps"], body: "SinglesFromInt32s", source: .vector),
    VectorRow(mnemonics: ["cvtss2sd"], body: "DoubleFromSingle", source: .scalar(32)),
    VectorRow(mnemonics: ["cvtps2pd"], body: "DoublesFromSingles", source: .scalar(64)),
    VectorRow(mnemonics: ["cvtsd2ss"], body: "SingleFromDouble", source: .scalar(64)),
    VectorRow(mnemonics: ["cvtpd2ps"], body: "SinglesFromDoubles", source: .vector),
    VectorRow(mnemonics: ["cvttpd2dq"], body: "Int32sFromDoubles", source: .vector),
    VectorRow(mnemonics: ["cvtpd2dq"], body: "NearestInt32sFromDoubles", source: .vector),
    VectorRow(mnemonics: ["cvtps2dq"], body: "NearestInt32sFromSingles", source: .vector),
    VectorRow(mnemonics: ["sqrtss"], body: "RootOfSingle", source: .scalar(32)),
    VectorRow(mnemonics: ["sqrtsd"], body: "RootOfDouble", source: .scalar(64)),
    VectorRow(mnemonics: ["sqrtps"], body: "RootsOfSingles", source: .vector),
    VectorRow(mnemonics: ["sqrtpd"], body: "RootsOfDoubles", source: .vector),
    VectorRow(mnemonics: ["roundss"], body: "RoundSingle", source: .scalar(32)),
    VectorRow(mnemonics: ["roundsd"], body: "RoundDouble", source: .scalar(64)),
    VectorRow(mnemonics: ["roundps"], body: "RoundSingles", source: .vector),
    VectorRow(mnemonics: ["roundpd"], body: "RoundDoubles", source: .vector),
    VectorRow(mnemonics: ["haddps"], body: "AcrossSingles<FloatAdd>", source: .vector),
    VectorRow(mnemonics: ["hsubps"], body: "AcrossSingles<FloatSubtract>", source: .vector),
    VectorRow(mnemonics: ["haddpd"], body: "AcrossDoubles<FloatAdd>", source: .vector),
    VectorRow(mnemonics: ["hsubpd"], body: "AcrossDoubles<FloatSubtract>", source: .vector),
    VectorRow(mnemonics: ["addsubps"], body: "AddSubtractSingles", source: .vector),
    VectorRow(mnemonics: ["addsubpd"], body: "AddSubtractDoubles", source: .vector),
    VectorRow(mnemonics: ["pblendw"], body: "BlendWords", source: .vector),
    VectorRow(mnemonics: ["blendps"], body: "BlendChosenSingles", source: .vector),
    VectorRow(mnemonics: ["blendpd"], body: "BlendChosenDoubles", source: .vector),
    VectorRow(mnemonics: ["aesenc"], body: "Round<MixedColumn<Encryption>>", source: .vector),
    VectorRow(mnemonics: ["aesenclast"], body: "Round<SubstitutedColumn<Encryption>>", source: .vector),
    VectorRow(mnemonics: ["aesdec"], body: "Round<MixedColumn<Decryption>>", source: .vector),
    VectorRow(mnemonics: ["aesdeclast"], body: "Round<SubstitutedColumn<Decryption>>", source: .vector),
    VectorRow(mnemonics: ["pclmulqdq"], body: "MultiplyPolynomials", source: .vector),
    VectorRow(mnemonics: ["insertps"], body: "InsertSingle", source: .register),
  ]

/// PMOVZX and PMOVSX, by the bits of memory that they read.
let extensionRows: [VectorRow] = [("z", "Zero"), ("s", "Sign")].flatMap { letter, how in
  [
    ("bw", "BytesToWords", 64), ("bd", "BytesToDoublewords", 32), ("bq", "BytesToQuadwords", 16),
    ("wd", "WordsToDoublewords", 64), ("wq", "WordsToQuadwords", 32), ("dq", "DoublewordsToQuadwords", 64),
  ].map { suffix, body, bits in
    VectorRow(mnemonics: ["pmov\(letter)x\(suffix)"], body: "ByLanes<\(body)<\(how)Lanes>>", source: .scalar(bits))
  }
}

let immediateRows: [VectorRow] =
  shifts.map { VectorRow(mnemonics: [$0.0], body: "\($0.1)<ImmediateCount>", source: .immediate) }
  + [
    VectorRow(mnemonics: ["pslldq"], body: "ShiftLeftBytes", source: .immediate),
    VectorRow(mnemonics: ["psrldq"], body: "ShiftRightBytes", source: .immediate),
  ]

extension Output {
  /// A function that finds, for a mnemonic, the handlers of a register source and of a memory source.
  mutating func vectorHandlers() {
    var cases = ""
    for row in vectorRows + extensionRows {
      let prefix = "apus_v_\(row.mnemonics[0])"
      var register: String? = "VectorBinary<\(row.body)>.registerRegister"
      var memory: String? = "VectorBinary<\(row.body)>.registerMemory"
      switch row.source {
      case .vector: break
      case .scalar(let bits): memory = "VectorScalar<\(row.body), UInt\(bits)>.registerMemory"
      case .register: memory = nil
      case .memory64:
        register = nil
        memory = "VectorScalar<\(row.body), UInt64>.registerMemory"
      case .immediate: memory = nil
      }
      let names = [
        register.map { handler("\(prefix)_rr", $0) } ?? "nil", memory.map { handler("\(prefix)_rm", $0) } ?? "nil",
      ]
      let patterns = row.mnemonics.map { ".\($0)" }.joined(separator: ", ")
      cases += "  case \(patterns): return (\(names[0]), \(names[1]))\n"
    }
    tables += """
      func vectorHandlers(_ mnemonic: Mnemonic) -> (register: Handler?, memory: Handler?)? {
        switch mnemonic {
      \(cases)  default: return nil
        }
      }

      """
    cases = ""
    for row in immediateRows {
      let name = handler("apus_v_\(row.mnemonics[0])_ri", "VectorBinary<\(row.body)>.registerRegister")
      cases += "  case .\(row.mnemonics[0]): return \(name)\n"
    }
    tables += """
      func vectorShiftHandler(_ mnemonic: Mnemonic) -> Handler? {
        switch mnemonic {
      \(cases)  default: return nil
        }
      }

      """
  }

  /// Moves, by width and address form.
  mutating func vectorMoves() {
    for (name, how) in [("aligned", "AlignedAccess"), ("any", "AnyAccess")] {
      for (kind, body) in [("Load", "VectorLoad"), ("Store", "VectorStore")] {
        table(
          "vector\(kind)Handlers_\(name)",
          addresses.enumerated().map {
            handler("apus_v_\(kind.lowercased())_\(name)\($0.offset)", "\(body)<\(how), \($0.element)>.run")
          })
      }
      table(
        "vectorStoreRunHandlers_\(name)",
        addresses.enumerated().flatMap { form in
          ["two", "four"].map {
            handler("apus_v_storerun_\(name)\(form.offset)_\($0)", "VectorStoreRun<\(how), \(form.element)>.\($0)")
          }
        })
    }
    for width in wideWidths {
      for (kind, body) in [("Load", "VectorLoadLow"), ("Store", "VectorStoreLow")] {
        table(
          "vector\(kind)Low\(width)Handlers",
          addresses.enumerated().map {
            handler("apus_v_\(kind.lowercased())\(width)_\($0.offset)", "\(body)<UInt\(width), \($0.element)>.run")
          })
      }
    }
    let registers = [
      ("vectorMoveWhole", "VectorBinary<MoveWhole>"), ("vectorMoveLowAlone", "VectorBinary<MoveLowAlone>"),
      ("vectorMoveSingle", "VectorBinary<MoveLowSingle>"), ("vectorMoveDouble", "VectorBinary<MoveLowDouble>"),
    ]
    for (name, body) in registers {
      tables += "let \(name): Handler = \(handler("apus_\(name)", "\(body).registerRegister"))\n"
    }
    let fromGeneral = [
      ("vectorFromGeneral32", "MoveLowAlone", "32"), ("vectorFromGeneral64", "MoveLowAlone", "64"),
      ("vectorInsertWord", "InsertWord", "32"), ("vectorInsertDoubleword", "InsertDoubleword", "32"),
      ("vectorInsertQuadword", "InsertQuadword", "64"), ("vectorInsertByte", "InsertByte", "32"),
      ("vectorDoubleFromInt32", "DoubleFromInt32", "32"),
      ("vectorDoubleFromInt64", "DoubleFromInt64", "64"), ("vectorSingleFromInt32", "SingleFromInt32", "32"),
    ]
    for (name, body, width) in fromGeneral {
      let bits = name == "vectorInsertWord" ? "16" : name == "vectorInsertByte" ? "8" : width
      let register = handler("apus_\(name)", "VectorFromGeneral<\(body), UInt\(width)>.registerRegister")
      let memory = handler("apus_\(name)_m", "VectorScalar<\(body), UInt\(bits)>.registerMemory")
      tables += "let \(name): (register: Handler, memory: Handler) = (\(register), \(memory))\n"
    }
    for (name, body, width) in [
      ("vectorLow32", "LowQuadword", "32"), ("vectorLow64", "LowQuadword", "64"),
      ("vectorSignsOfDoubles", "SignsOfDoubles", "64"), ("vectorSignsOfSingles", "SignsOfSingles", "64"),
      ("vectorSignsOfBytes", "SignsOfBytes", "64"), ("vectorExtractWord", "ExtractWord", "64"),
      ("vectorExtractDoubleword", "ExtractDoubleword", "64"), ("vectorExtractQuadword", "ExtractQuadword", "64"),
      ("vectorExtractByte", "ExtractByte", "64"),
    ] {
      tables +=
        "let \(name): Handler = \(handler("apus_\(name)", "VectorToGeneral<\(body), UInt\(width)>.registerRegister"))\n"
    }
    for (name, body, source) in [
      ("vectorInt32FromDouble", "Int32FromDouble", "64"), ("vectorInt64FromDouble", "Int64FromDouble", "64"),
      ("vectorInt32FromSingle", "Int32FromSingle", "32"),
      ("vectorNearestInt32FromDouble", "NearestInt32FromDouble", "64"),
      ("vectorNearestInt64FromDouble", "NearestInt64FromDouble", "64"),
      ("vectorNearestInt32FromSingle", "NearestInt32FromSingle", "32"),
    ] {
      let register = handler("apus_\(name)", "VectorToGeneral<\(body), UInt64>.registerRegister")
      let memory = handler("apus_\(name)_m", "MemoryToGeneral<\(body), UInt\(source), UInt64>.registerMemory")
      tables += "let \(name): (register: Handler, memory: Handler) = (\(register), \(memory))\n"
    }
    let testRegister = handler("apus_vectorTest", "PackedTest.registerRegister")
    let testMemory = handler("apus_vectorTest_m", "PackedTest.registerMemory")
    tables += "let vectorTest: (register: Handler, memory: Handler) = (\(testRegister), \(testMemory))\n"
    for (name, body, width) in [
      ("vectorCompareSingle", "CompareSingle", "32"), ("vectorCompareDouble", "CompareDouble", "64"),
    ] {
      let register = handler("apus_\(name)", "VectorCompare<\(body), UInt\(width)>.registerRegister")
      let memory = handler("apus_\(name)_m", "VectorCompare<\(body), UInt\(width)>.registerMemory")
      tables += "let \(name): (register: Handler, memory: Handler) = (\(register), \(memory))\n"
    }
  }
}
