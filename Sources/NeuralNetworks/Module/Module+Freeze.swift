extension Module {
    /// Stops the training of the parameters whose dotted name, or that of a module they are in, fits one of `patterns`.
    ///
    /// ```swift
    /// model.freeze()                        // all of them
    /// model.freeze("encoder", "*.bias")     // everything in `encoder`, and all biases
    /// model.unfreeze("encoder.3")
    /// ```
    ///
    /// A frozen parameter takes no part in gradients; optimizers leave it as it is. In a pattern `*` stands for any
    /// characters, `?` for one. A pattern that fits nothing is refused.
    ///
    /// - Returns: The names of the parameters that fit.
    @discardableResult
    public func freeze(_ patterns: String...) -> [String] { setFrozen(true, patterns, "freeze") }

    /// Trains the parameters again that `freeze(_:)` has stopped; see there for the patterns.
    @discardableResult
    public func unfreeze(_ patterns: String...) -> [String] { setFrozen(false, patterns, "unfreeze") }

    private func setFrozen(_ frozen: Bool, _ patterns: [String], _ operation: String) -> [String] {
        let found = parameters(matching: patterns.isEmpty ? ["*"] : patterns, operation)
        for (_, parameter) in found { parameter.isFrozen = frozen }
        return found.map(\.name)
    }

    /// The parameters whose dotted name, or that of a module they are in, fits one of `patterns`.
    func parameters(
        matching patterns: [String], _ operation: String
    ) -> [(name: String, parameter: Parameter)] {
        let all = namedParameters
        var hits = [Bool](repeating: false, count: all.count)
        for pattern in patterns {
            let letters = Array(pattern)
            var isUsed = false
            for (index, entry) in all.enumerated() where entry.name.prefixes.contains(where: { letters.fits($0) }) {
                hits[index] = true
                isUsed = true
            }
            if !isUsed {
                fatalError(
                    "\(operation): \"\(pattern)\" fits no parameter of \(type(of: self)), which has "
                        + all.map(\.name).joined(separator: ", "))
            }
        }
        return all.indices.filter { hits[$0] }.map { all[$0] }
    }
}

extension String {
    /// A dotted name and those of the modules it is in: "a.0.weight" gives "a", "a.0" and "a.0.weight".
    fileprivate var prefixes: [[Character]] {
        let characters = Array(self)
        let ends = characters.indices.filter { characters[$0] == "." } + [characters.count]
        return ends.map { Array(characters[..<$0]) }
    }
}

extension Array where Element == Character {
    /// Whether this pattern, in which `*` stands for any characters and `?` for one, is all of `text`.
    fileprivate func fits(_ text: [Character]) -> Bool {
        // reached[i]: the first i characters fit the part of the pattern read so far.
        var reached = [true] + [Bool](repeating: false, count: text.count)
        for letter in self {
            if letter == "*" {
                for index in text.indices where reached[index] { reached[index + 1] = true }
            } else {
                for index in text.indices.reversed() {
                    reached[index + 1] = reached[index] && (letter == "?" || letter == text[index])
                }
                reached[0] = false
            }
        }
        return reached[text.count]
    }
}
