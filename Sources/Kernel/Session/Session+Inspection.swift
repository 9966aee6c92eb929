import CellCompiler
import Foundation
import JupyterWire
import LanguageService
import Synchronization

extension Session {
    /// What is known of the name at a cursor, whose position counts Unicode code points. For a variable of a cell that is
    /// its value, too, as long as no cell runs.
    func inspection(of code: String, at position: Int, detail: Int) -> Inspection? {
        let cursor = CodePoints.offset(of: position, in: code)
        if let directive = DirectiveName(in: code, at: cursor) { return directive.inspection }
        let window = TextWindow(code, around: cursor)
        let draft = DraftText(window.text)
        let swift = draft.swift
        guard !draft.isDirective(at: cursor - window.start),
            let name = InspectedName(in: swift, at: cursor - window.start),
            var inspection = assistant.inspection(of: name, in: swift, detail: detail)
        else { return nil }
        if !name.isMember { inspection.facts = facts(ofVariable: name.name, in: swift) }
        return inspection
    }

    private func facts(ofVariable name: String, in code: String) -> [(name: String, text: String)] {
        // What the draft declares itself has no value yet.
        guard let holder = pipeline.namesInView[name], holder.kind == .variable,
            let cell = pipeline.cell(holder.cell),
            DeclarationText.declarations(of: name, in: cell.code).contains(where: \.isStored),
            DeclarationText.declarations(of: name, in: code).isEmpty || code == cell.code
        else { return [] }
        let json = cellsAtWork.withExclusiveIfAvailable { () -> [UInt8]? in
            let told = viewer(ofVariable: name, in: holder.cell).flatMap(self.inspection)
            // One that came to no end would be stopped at once the next time.
            if told == nil { viewers.withLock { $0[Variable(cell: holder.cell, name: name)] = nil } }
            return told
        }
        guard case .array(let pairs)? = (json ?? nil).flatMap({ try? JSONValue(parsing: Data($0)) }) else { return [] }
        return pairs.compactMap { pair in
            guard case .array(let parts) = pair, parts.count == 2, let name = parts[0].stringValue,
                let text = parts[1].stringValue
            else { return nil }
            return (name, CellModule.removingNames(from: text))
        }
    }

    /// Compiled code that tells of a variable. It is kept, as variables are looked at again and again.
    private func viewer(ofVariable name: String, in cell: Int) -> CompiledCell? {
        let key = Variable(cell: cell, name: name)
        if let known = viewers.withLock({ $0[key] }) { return known }
        guard let viewer = try? pipeline.compileAside("_ = _inspectVariable(`\(name)`)") else { return nil }
        viewers.withLock { $0[key] = viewer }
        return viewer
    }

    /// Viewers refer to the library of their variable's cell, which must not stay loaded for them.
    func dropSpentViewers() {
        let names = pipeline.namesInView
        let spent = viewers.withLock { viewers in
            let spent = viewers.filter { names[$0.key.name]?.cell != $0.key.cell }
            for variable in spent.keys { viewers[variable] = nil }
            return spent.values
        }
        for viewer in spent { pipeline.noteSpent(viewer) }
    }
}
