import Dispatch
import Foundation
import Synchronization

extension CellCompiler {
    /// The modules whose names learners use without importing them.
    private static let likelyModules = ["Foundation", "DeepLearning"]

    /// Compiles the cell with imports that it may have forgotten. What one cures becomes an error that names it.
    func advisingImports(_ errors: [Diagnostic], of syntax: CellSyntax, as plan: CellPlan) -> [Diagnostic] {
        guard errors.contains(where: { $0.mayMissImport }) else { return errors }
        let imports = plan.view.importLines + syntax.imports
        let modules = CellCompiler.likelyModules.filter { module in
            !imports.contains { $0.hasSuffix("import \(module)") }
        }
        let left = Mutex<[Int: [Diagnostic]]>([:])
        DispatchQueue.concurrentPerform(iterations: modules.count) { index in
            let rest = try? self.errors(of: syntax, as: plan, importing: modules[index])
            left.withLock { $0[index] = rest ?? errors }
        }
        var missing: [Int: [String]] = [:]
        var followUps: Set<Int> = []
        for (index, module) in modules.enumerated() {
            let rest = left.withLock { $0[index]! }
            // Without the module itself, the compiler looks no further.
            if rest.contains(where: { $0.message.hasPrefix("no such module") }) { continue }
            // Where another error takes its place, a function of C may have the name by chance.
            let new = Set(rest.filter { one in !errors.contains { $0.isSame(as: one) } }.map(\.place?.line))
            let cured = errors.indices.filter { index in
                !rest.contains { $0.isSame(as: errors[index]) }
                    && (errors[index].missesType || !new.contains(errors[index].place?.line))
            }
            guard let first = cured.first(where: { errors[$0].mayMissImport }) else { continue }
            missing[first, default: []].append("'import \(module)'")
            followUps.formUnion(cured)
        }
        return errors.enumerated().compactMap { index, error in
            guard let imports = missing[index] else { return followUps.contains(index) ? nil : error }
            let note = Diagnostic(.note, imports.joined(separator: " or ") + " is missing")
            return Diagnostic(.error, error.message, at: error.place, notes: [note])
        }
    }

    private func errors(
        of syntax: CellSyntax, as plan: CellPlan, importing module: String
    ) throws -> [Diagnostic] {
        let source = source(of: syntax, as: plan)
        let cell = CellText(plan, syntax, source.map)
        let base = "\(folder)/\(CellModule.name(plan.number))-\(module)"
        defer { for kind in ["swift", "dia"] { unlink("\(base).\(kind)") } }
        // Behind the cell's text, the import changes no place in it.
        try Data("\(source.text)\nimport \(module)".utf8).write(to: URL(fileURLWithPath: base + ".swift"))
        // To correct spelling, the compiler would read all names of the module, which takes it five times as long.
        let (_, text) = try runFrontend(["-typecheck"], as: plan, base: base, correctsSpelling: false)
        return errors(among: diagnostics(in: text, on: cell, as: plan, base: base), of: cell)
    }
}

extension Diagnostic {
    fileprivate func isSame(as other: Diagnostic) -> Bool {
        problem == other.problem && place?.line == other.place?.line && place?.column == other.place?.column
    }

    private var problem: Substring { message.prefix { $0 != ";" } }

    fileprivate var missesType: Bool { message.prefixMatch(of: /cannot find (type )?'[A-Z]/) != nil }

    /// Whether it may be about something that another module declares.
    fileprivate var mayMissImport: Bool {
        guard fix == nil else { return false }
        // Notes under a name that is not found say why.
        if message.hasPrefix("cannot find") { return notes.isEmpty }
        return ["has no member", "no exact matches", "incorrect argument label", "extra argument"]
            .contains { message.contains($0) }
    }
}
