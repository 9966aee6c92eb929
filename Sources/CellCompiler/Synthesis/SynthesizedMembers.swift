/// The members that the compiler makes for a structure or an enumeration of the same file, and not for one of another
/// module, which a type of an earlier cell is.
///
/// <https://docs.swift.org/swift-book/documentation/the-swift-programming-language/protocols/#Adopting-a-Protocol-Using-a-Synthesized-Implementation>
struct SynthesizedMembers {
    let shape: TypeShape
    let outline: ExtensionOutline

    /// What is missing in the extension, on one line.
    var text: String {
        var members: [String] = []
        if adds(["Equatable", "Hashable", "Comparable"]), !outline.members.contains("==") { members += equality }
        if adds(["Hashable"]), !outline.members.contains("hash") { members += hash }
        if adds(["Comparable"]), !outline.members.contains("<") { members += order }
        if adds(["CaseIterable"]), !outline.members.contains("allCases") { members += allCases }
        if let coded {
            if adds(["Codable", "Decodable", "Encodable"]) { members += codingKeys(of: coded) }
            if adds(["Codable", "Decodable"]), !outline.members.contains("init(from)") {
                members += decoder(of: coded)
            }
            if adds(["Codable", "Encodable"]), !outline.members.contains("encode") { members += encoder(of: coded) }
        }
        return members.isEmpty ? "" : " " + members.joined(separator: "; ") + "; "
    }

    /// Whether the extension, and nothing before it, lets the type conform to one of the protocols.
    private func adds(_ protocols: Set<String>) -> Bool {
        !outline.conformances.isDisjoint(with: protocols) && shape.conformances.isDisjoint(with: protocols)
    }

    /// For an enumeration whose cases hold no values, the compiler made these with the type.
    private var hasPlainCases: Bool {
        if case .cases(let cases) = shape.contents { cases.allSatisfy { $0.valueCount == 0 } } else { false }
    }

    private var equality: [String] {
        switch shape.contents {
        case .properties(let properties):
            let parts = properties.map { "a.`\($0.name)` == b.`\($0.name)`" }
            return [
                "static func == (a: Self, b: Self) -> Bool { \(parts.isEmpty ? "true" : parts.joined(separator: " && ")) }"
            ]
        case .cases(let cases):
            if hasPlainCases { return [] }
            let branches = cases.map { item -> String in
                let parts = (0..<item.valueCount).map { "a\($0) == b\($0)" }
                return "case (\(pattern(item, "a")), \(pattern(item, "b"))): return "
                    + (parts.isEmpty ? "true" : parts.joined(separator: " && "))
            }
            let others = cases.count > 1 ? "; default: return false" : ""
            return [
                "static func == (a: Self, b: Self) -> Bool { switch (a, b) { \(branches.joined(separator: "; "))\(others) } }"
            ]
        }
    }

    private var hash: [String] {
        switch shape.contents {
        case .properties(let properties):
            let parts = properties.map { "hasher.combine(`\($0.name)`)" }
            return ["func hash(into hasher: inout Hasher) { \(parts.joined(separator: "; ")) }"]
        case .cases(let cases):
            if hasPlainCases { return [] }
            let branches = cases.enumerated().map { index, item -> String in
                let parts = ["\(index)"] + (0..<item.valueCount).map { "v\($0)" }
                return "case \(pattern(item, "v")): " + parts.map { "hasher.combine(\($0))" }.joined(separator: "; ")
            }
            return ["func hash(into hasher: inout Hasher) { switch self { \(branches.joined(separator: "; ")) } }"]
        }
    }

    /// Only enumerations have one: that of their cases, then that of the cases' values.
    private var order: [String] {
        guard case .cases(let cases) = shape.contents else { return [] }
        let same = cases.filter { $0.valueCount > 0 }.map { item -> String in
            let parts = (0..<item.valueCount).map { "if a\($0) != b\($0) { return a\($0) < b\($0) }" }
            return
                "case (\(pattern(item, "a")), \(pattern(item, "b"))): \(parts.joined(separator: "; ")); return false; "
        }
        let ranks = cases.enumerated().map { "case .`\($1.name)`: return \($0)" }.joined(separator: "; ")
        return [
            "static func < (a: Self, b: Self) -> Bool { "
                + "func rank(_ x: Self) -> Int { switch x { \(ranks) } }; "
                + "switch (a, b) { \(same.joined())default: return rank(a) < rank(b) } }"
        ]
    }

    private var allCases: [String] {
        guard case .cases(let cases) = shape.contents, hasPlainCases else { return [] }
        return ["static var allCases: [Self] { [\(cases.map { ".`\($0.name)`" }.joined(separator: ", "))] }"]
    }

    /// The case with its values bound to numbered names.
    private func pattern(_ item: TypeShape.Case, _ prefix: String) -> String {
        let values = (0..<item.valueCount).map { "let \(prefix)\($0)" }.joined(separator: ", ")
        return ".`\(item.name)`" + (values.isEmpty ? "" : "(\(values))")
    }
}

extension SynthesizedMembers {
    /// The properties of a structure that are encoded.
    private var coded: [TypeShape.Property]? {
        guard case .properties(let properties) = shape.contents else { return nil }
        return outline.codingKeys.map { keys in properties.filter { keys.contains($0.name) } } ?? properties
    }

    private func codingKeys(of properties: [TypeShape.Property]) -> [String] {
        guard outline.codingKeys == nil, shape.conformances.isDisjoint(with: ["Codable", "Decodable", "Encodable"])
        else { return [] }
        let cases = properties.map { "case `\($0.name)`" }.joined(separator: "; ")
        return ["enum CodingKeys: CodingKey { \(cases) }"]
    }

    private func decoder(of properties: [TypeShape.Property]) -> [String] {
        guard case .properties(let all) = shape.contents else { return [] }
        // A constant that has its value keeps it, and what is not coded gets its own.
        let assignments = all.compactMap { property -> String? in
            let isCoded = properties.contains { $0.name == property.name }
            if !isCoded || property.isConstant, let value = property.initialValue {
                return "self.`\(property.name)` = \(value)"
            }
            return isCoded
                ? "self.`\(property.name)` = try \(property.isOptional ? "optional" : "value")(.`\(property.name)`)"
                : nil
        }
        return [
            "init(from decoder: any Decoder) throws { "
                + "let container = try decoder.container(keyedBy: CodingKeys.self); "
                + "func value<T: Decodable>(_ key: CodingKeys) throws -> T { try container.decode(T.self, forKey: key) }; "
                + "func optional<T: Decodable>(_ key: CodingKeys) throws -> T? "
                + "{ try container.decodeIfPresent(T.self, forKey: key) }; "
                + assignments.joined(separator: "; ") + " }"
        ]
    }

    private func encoder(of properties: [TypeShape.Property]) -> [String] {
        let calls = properties.map { property in
            "try container.encode\(property.isOptional ? "IfPresent" : "")(`\(property.name)`, forKey: .`\(property.name)`)"
        }
        return [
            "func encode(to encoder: any Encoder) throws { "
                + "var container = encoder.container(keyedBy: CodingKeys.self); " + calls.joined(separator: "; ") + " }"
        ]
    }

    /// What an initializer that calls no other one sets first: the initial values, which the compiler does not know of a
    /// type of another module.
    var initialValues: String {
        guard case .properties(let properties) = shape.contents else { return "" }
        return properties.compactMap { property in
            property.initialValue.map { " self.`\(property.name)` = \($0);" }
        }.joined()
    }
}
