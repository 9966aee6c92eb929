/// What Swift writes for words that learners bring along from Python.
enum PythonWords {
    private static let swift = [
        "None": "nil", "True": "true", "False": "false", "def": "func f(x: Int) -> Int { … }", "elif": "else if",
        "lambda": "{ x in … }", "and": "&&", "or": "||", "not": "!", "pass": "{ }", "raise": "throw",
        "except": "catch", "len": "x.count", "range": "0..<n", "str": "String(x)", "int": "Int(x)",
        "float": "Float(x)", "list": "Array(x)", "dict": "[key: value]", "tuple": "(a, b)", "isinstance": "x is T",
        "numpy": "import DeepLearning", "torch": "import DeepLearning", "tensorflow": "import DeepLearning",
        "matplotlib": "import DeepLearning",
    ]

    /// Nothing where the word is no word of Python's.
    static func note(on word: String) -> Diagnostic? {
        swift[word].map { Diagnostic(.note, "what Python writes as '\(word)' is '\($0)' in Swift") }
    }
}
