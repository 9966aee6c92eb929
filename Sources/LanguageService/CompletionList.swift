/// What is offered for a place, best first.
package struct CompletionList: Sendable {
    package struct Item: Sendable, Equatable {
        package var text: String
        package var type: String
        package var signature: String

        package init(text: String, type: String, signature: String = "") {
            self.text = text
            self.type = type
            self.signature = signature
        }
    }

    package private(set) var items: [Item] = []
    /// How many bytes before the word the items replace.
    package private(set) var bytesToErase = 0

    package init() {}

    /// - Parameters:
    ///   - names: What else may stand there, offered like what the session's cells declare.
    ///   - typed: What of the word is there.
    ///   - preferredModules: The libraries that come first behind `import`.
    ///   - isSessionModule: Tells a module that the notebook's author wrote from a library.
    package init(
        _ candidates: [CompletionCandidate], names: [Item] = [], typed: String, preferredModules: Set<String> = [],
        isSessionModule: (String) -> Bool
    ) {
        func isShown(_ text: String, _ candidate: CompletionCandidate, _ typed: String) -> Bool {
            if text.hasPrefix("$") { return typed.hasPrefix("$") }
            // Modules of system headers.
            if candidate.type == "module", text.first?.isLowercase == true { return !typed.isEmpty }
            return !isSessionModule(text)
        }
        var ranked: [(rank: Rank, item: Item)] = []
        let erased = candidates.map { $0.bytesToErase ?? 0 }.max() ?? 0
        for (index, candidate) in candidates.enumerated() {
            guard var text = candidate.insertedText, isShown(text, candidate, typed),
                let match = NameMatch(of: typed, in: text.filter { $0 != "`" })
            else { continue }
            let isOfSession = candidate.moduleName.map(isSessionModule) ?? false
            let rank = Rank(
                // Behind `import`, modules are not recommended that are imported already.
                isDeprecated: candidate.notRecommended == 1 && candidate.type != "module", match: match,
                origin: Rank.origin(
                    of: candidate, isOfSession: isOfSession, typed: typed, preferredModules: preferredModules),
                fits: ["identical", "convertible"].contains { candidate.typeRelation?.hasSuffix($0) == true } ? 0 : 1,
                kind: Rank.kind(ofType: candidate.type),
                index: index)
            if erased > 0 { text = (candidate.bytesToErase ?? 0 > 0 ? "?." : ".") + text }
            ranked.append((rank, Item(text: text, type: candidate.type, signature: candidate.signature)))
        }
        for (index, name) in names.enumerated() {
            guard let match = NameMatch(of: typed, in: name.text) else { continue }
            ranked.append(
                (
                    Rank(
                        isDeprecated: false, match: match, origin: .session, fits: 1,
                        kind: Rank.kind(ofType: name.type), index: candidates.count + index),
                    name
                ))
        }
        bytesToErase = erased
        // What is merely contained in a name helps where nothing begins so.
        if ranked.contains(where: { $0.rank.match <= .prefixInOtherCase }) {
            ranked.removeAll { $0.rank.match == .inside }
        }
        var positions: [String: Int] = [:]
        var counts: [Int] = []
        for (_, item) in ranked.sorted(by: { $0.rank < $1.rank }) {
            if let known = positions[item.text] {
                if item.type == "function" { counts[known] += 1 }
                continue
            }
            positions[item.text] = items.count
            items.append(item)
            counts.append(0)
        }
        for (index, count) in counts.enumerated() where count > 0 {
            items[index].signature += " (+\(count) overload\(count == 1 ? "" : "s"))"
        }
    }
}

/// What decides on the order of two items.
private struct Rank: Comparable {
    enum Origin: Int {
        /// The label of an argument, a variable of the function around.
        case local
        /// What cells declare.
        case session
        /// A member of the value's own type.
        case ownMember
        case inheritedMember
        case keyword
        case library
        /// What comes with the toolchain.
        case system
    }

    var isDeprecated: Bool
    var match: NameMatch
    var origin: Origin
    /// 0 where the type is what the place wants.
    var fits: Int
    /// Cases, then variables, functions, types.
    var kind: Int
    /// The service's own order.
    var index: Int

    static func < (one: Rank, other: Rank) -> Bool { one.key.lexicographicallyPrecedes(other.key) }

    static func kind(ofType type: String) -> Int {
        ["param": 0, "case": 0, "instance": 1, "function": 2][type] ?? 3
    }

    private var key: [Int] { [isDeprecated ? 1 : 0, match.rawValue, origin.rawValue, fits, kind, index] }

    /// Keywords that a notebook rarely needs, and that begin like names it often does.
    private static let modifiers: Set = [
        "private", "fileprivate", "internal", "package", "public", "open", "prefix", "postfix", "infix",
        "precedencegroup",
        "nonisolated", "isolated", "distributed", "dynamic", "unowned", "consuming", "borrowing", "required",
        "convenience",
    ]

    static func origin(
        of candidate: CompletionCandidate, isOfSession: Bool, typed: String, preferredModules: Set<String>
    ) -> Origin {
        if candidate.isLabel { return .local }
        switch candidate.context?.split(separator: ".").last {
        case "local", "exprspecific": return .local
        case "thisclass" where candidate.isCurried, "superclass" where candidate.isCurried: return .system
        // `self` is rarely what is looked for.
        case "thisclass" where candidate.type == "keyword": return .keyword
        case "thismodule": return .session
        case "thisclass": return .ownMember
        case "superclass", "outsidenominal": return isOfSession ? .ownMember : .inheritedMember
        default:
            if isOfSession || candidate.type == "module" && preferredModules.contains(candidate.name) {
                return .session
            }
            if candidate.type == "keyword" {
                return typed.isEmpty || modifiers.contains(candidate.name) ? .system : .keyword
            }
            return candidate.isSystem == 1 ? .system : .library
        }
    }
}
