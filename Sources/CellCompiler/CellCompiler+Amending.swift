import ChildProcesses
import Foundation

/// How amendments of modules are taken back.
private struct Reversal: Sendable {
    var saved: [(path: String, copy: String)] = []
    var drafts: String?
}

extension CellCompiler {
    /// Compiles a cell without the conformances that it declares again, which it would otherwise be refused.
    func compileAmending(_ plan: CellPlan) throws -> CompiledCell {
        let reversal = apply(
            plan.amendments.filter { !$0.conformances.isEmpty }.map {
                Amendment(cell: $0.cell, conformances: $0.conformances)
            })
        do {
            let cell = try compileAnew(plan)
            forget(reversal)
            return cell
        } catch {
            revert(reversal)
            throw error
        }
    }

    /// Values of other cells may be of types that an earlier run of the cell declared. Having those in view, too, the
    /// compiler sometimes confuses them with the new ones.
    private func compileAnew(_ plan: CellPlan) throws -> CompiledCell {
        do {
            return try compile(plan)
        } catch CompilationError.diagnosed(let errors) {
            if let other = plan.withoutReplacedTypes, let cell = try? compile(other) { return cell }
            throw CompilationError.diagnosed(errors)
        }
    }

    /// Lets cells that are compiled from now on find the overloads of a compiled cell rather than earlier ones.
    func amend(after plan: CellPlan) {
        forget(
            apply(
                plan.amendments.filter { !$0.overloads.isEmpty }.map {
                    Amendment(cell: $0.cell, overloads: $0.overloads)
                }))
    }

    /// Writes modules of earlier cells anew. One that cannot do without what is taken from it stays as it is.
    private func apply(_ amendments: [Amendment]) -> Reversal {
        var reversal = Reversal()
        guard !amendments.isEmpty else { return reversal }
        // A file's name is part of what others import it by.
        let drafts = "\(folder)/amended-\(UUID().uuidString)"
        guard mkdir(drafts, 0o700) == 0 else { return reversal }
        for amendment in amendments {
            guard let options = emissions.withLock({ $0[amendment.cell] }),
                let text = try? String(contentsOfFile: path(of: amendment.cell, "swift"), encoding: .utf8)
            else { continue }
            let draft = "\(drafts)/\(CellModule.name(amendment.cell))"
            let isWritten =
                (try? Data(amendment.applied(to: text).utf8).write(to: URL(fileURLWithPath: draft + ".swift"))) != nil
            guard isWritten, emitModule(of: draft, moduleArguments(ofCell: amendment.cell, options)) else { continue }
            for kind in ["swift", "swiftmodule"] {
                let original = path(of: amendment.cell, kind)
                let copy = "\(draft).\(kind).before"
                guard link(original, copy) == 0, rename("\(draft).\(kind)", original) == 0 else { continue }
                reversal.saved.append((original, copy))
            }
        }
        reversal.drafts = drafts
        return reversal
    }

    private func revert(_ reversal: Reversal) {
        for (path, copy) in reversal.saved { rename(copy, path) }
        forget(reversal)
    }

    private func forget(_ reversal: Reversal) {
        if let drafts = reversal.drafts { try? FileManager.default.removeItem(atPath: drafts) }
    }

    private func path(of cell: Int, _ kind: String) -> String { "\(folder)/\(CellModule.name(cell)).\(kind)" }

    /// - Parameters:
    ///   - draft: The path of the source without its extension.
    ///   - arguments: How the cell was compiled, without its source.
    private func emitModule(of draft: String, _ arguments: [String]) -> Bool {
        let own = [
            "-frontend", "-emit-module", "-primary-file", draft + ".swift", "-emit-module-path", draft + ".swiftmodule",
            "-experimental-skip-non-inlinable-function-bodies",
        ]
        guard let (status, _) = try? Zygote.output(ofFree: frontends, own + arguments, cancellation: Cancellation())
        else { return false }
        return status == .exited(0)
    }
}
