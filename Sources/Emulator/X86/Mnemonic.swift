public enum Mnemonic: UInt16, Sendable { case invalid }
