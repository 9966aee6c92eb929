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
    /// Buffers go on as they did: a batch normalization in training mode moves its running statistics all the same. To keep
    /// them see ``staysInEvaluation``.
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

    /// The parameters whose dotted name, or that of a module they are in, fits one of `patterns`; see `freeze(_:)` for
    /// patterns.
    public func parameters(_ patterns: String...) -> [Parameter] {
        parameters(matching: patterns, "parameters").map(\.parameter)
    }

    /// The parameters that fit none of `patterns`, such as those of all layers but the last:
    ///
    /// ```swift
    /// let optimizer = SGD(
    ///     [ParameterGroup(model.fc), ParameterGroup(model.parameters(except: "fc"), learningRate: 1e-3)],
    ///     learningRate: 0.1)
    /// ```
    public func parameters(except patterns: String...) -> [Parameter] {
        let left = Set(parameters(matching: patterns, "parameters").map { ObjectIdentifier($0.parameter) })
        return parameters.filter { !left.contains(ObjectIdentifier($0)) }
    }

    /// The parameters whose dotted name, or that of a module they are in, fits one of `patterns`.
    func parameters(
        matching patterns: [String], _ operation: String
    ) -> [(name: String, parameter: Parameter)] {
        let all = namedParameters
        let hits = names(all.map(\.name), matching: patterns, operation)
        return all.filter { hits.contains($0.name) }
    }

    /// Those of `names` that, or of which a module they are in, fit one of `patterns`.
    func names(_ names: [String], matching patterns: [String], _ operation: String) -> Set<String> {
        var hits: Set<String> = []
        for pattern in patterns {
            let letters = Array(pattern)
            let found = names.filter { $0.prefixes.contains { letters.fits($0) } }
            if found.isEmpty {
                fatalError(
                    "\(operation): \"\(pattern)\" fits no parameter of \(type(of: self)), which has "
                        + names.joined(separator: ", "))
            }
            hits.formUnion(found)
        }
        return hits
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
