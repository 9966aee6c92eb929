/// Says why the compiler says so, where the session knows: notes for the learner under an error.
struct Explanations {
    let cell: CellText
    let texts: CellTexts
    let scope: SessionScope

    /// - Parameter message: In the compiler's words, with the names of cells' modules.
    func notes(on message: String) -> [Diagnostic] {
        var notes: [String] = []
        let unknownName = unknownName(in: message)
        if let unknownName { notes += unfinished(unknownName) }
        let module = message.firstMatch(of: /^no such module '(.+)'/).map { String($0.1) }
        let word = (unknownName ?? module).flatMap(PythonWords.note)
        if let module, word == nil {
            notes.append("%install adds a package: %install .package(url: \"https://…\", from: \"1.0.0\") \(module)")
        }
        notes += redeclared(in: message)
        notes += [valueless(in: message), undifferentiable(in: message)].compactMap { $0 }
        return notes.isEmpty ? [word].compactMap { $0 } : notes.map { Diagnostic(.note, $0) }
    }

    /// Whether the session knows better than the compiler what is to be done about it.
    func isKnown(_ message: String) -> Bool {
        if let proposal = Spelling.proposal(in: message), Spelling.isNear(proposal.name, to: proposal.proposed) {
            return false
        }
        return unknownName(in: message).map { scope.unfinished[$0] != nil } ?? !redeclared(in: message).isEmpty
    }

    private func unknownName(in message: String) -> String? {
        message.firstMatch(of: /^cannot find (?:type |operator )?'([^']+)' in scope/).map { String($0.1) }
    }

    /// A name in view that the unknown one may stand for, and the cell that declares it.
    func nearName(to name: String) -> (name: String, file: String)? {
        let holders = scope.names
        return Spelling.nearest(to: name, in: holders.keys).lazy.compactMap { near in
            holders[near].flatMap { texts[$0] }.map { (near, $0.file) }
        }.first
    }

    /// A variable that the cell leaves without a value is read at its end, as cells after it would read it.
    private func valueless(in message: String) -> String? {
        guard let name = message.firstMatch(of: /^(?:constant|variable) '(.+)' used before being initialized/)?.1,
            cell.valueless.contains(String(name))
        else { return nil }
        return "give '\(name)' a value in this cell: the cells after it would read one that was never set"
    }

    private func undifferentiable(in message: String) -> String? {
        guard message.hasPrefix("function is not differentiable") else { return nil }
        return "write '@differentiable(reverse)' before the function, in the cell that declares it"
    }

    private func unfinished(_ name: String) -> [String] {
        guard let declaration = scope.unfinished[name] else { return [] }
        let cell = declaration.file ?? "a cell"
        switch declaration.reason {
        case .doesNotCompile: return ["'\(name)' is declared by \(cell), which does not compile"]
        case .stoppedBefore: return ["'\(name)' is declared by \(cell), which stopped before it"]
        case .givenUp: return ["'\(name)' is declared by \(cell) that did not run, because one before it failed"]
        case .runAgainWithout: return ["'\(name)' was declared by \(cell), which has run again without it"]
        }
    }

    /// Which cell uses which of several types of one name, and what to run again.
    private func redeclared(in message: String) -> [String] {
        var types = Set(message.matches(of: /Cell_\d+\.(\w+)/).map { String($0.1) })
        if message.contains("conform") || message.contains("has no member") {
            types.formUnion(message.matches(of: /'[\[(]*(\w+)[?\])]*'/).map { String($0.1) })
        }
        return types.sorted().flatMap { type -> [String] in
            let holders = texts.declaring(type: type)
            guard let latest = scope.names[type], holders.count > 1, holders.contains(latest) else { return [] }
            let found = notes(onEarlier: type, latest: latest, message: message)
            guard found.isEmpty, message.contains("Cell_") else { return found }
            let cell = texts[latest]?.file ?? "another cell"
            return ["'\(type)' was declared again by \(cell); run the cells that use the earlier one again"]
        }
    }

    private func notes(onEarlier type: String, latest: Int, message: String) -> [String] {
        /// The cell whose declaration of the type a cell between means.
        func meant(by number: Int) -> Int? {
            let own = texts.declaring(type: type).filter { $0 <= number }.max()
            return own == latest ? nil : own
        }
        func note(_ what: String, _ user: CellText, _ holder: Int) -> String? {
            guard let earlier = texts[holder] else { return nil }
            let means = "\(what) the '\(type)' that \(earlier.file) declared"
            return user.number == holder
                ? "\(means), not the one of \(texts[latest]!.file); declare it again in a cell of its own"
                : "\(means); run \(user.file) again"
        }
        let names = scope.names
        let users = cell.mentions.sorted().compactMap { name -> String? in
            guard name != type, let number = names[name], let user = texts[number],
                user.mentions.contains(type), let holder = meant(by: number)
            else { return nil }
            return note("'\(name)' of \(user.file) still means", user, holder)
        }
        let quoted = Set(message.matches(of: /'([^']+)'/).map { String($0.1) })
        let extensions = scope.extending.compactMap { extending -> String? in
            guard extending.addition.extendedName == type, let user = texts[extending.cell],
                let holder = extending.extendedCell, holder != latest
            else { return nil }
            let added = extending.addition.names.union(user.inheritedNames.subtracting([type]))
            return added.intersection(quoted).min().flatMap { note("\(user.file) gives '\($0)' to", user, holder) }
        }
        return extensions + users
    }
}
