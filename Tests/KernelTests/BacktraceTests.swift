import CellCompiler
import Kernel
import Testing

@Suite struct BacktraceTests {
    private func cell(_ line: Int, _ function: String = "", column: Int = 1) -> Backtrace.Call {
        .cell(Diagnostic.Place(file: "In[1]", line: line, column: column, text: ""), function: function)
    }

    private func told(_ calls: [Backtrace.Call]) -> [String] {
        Backtrace(calls).lines.map { $0.replacing(/\u{1b}\[[0-9;]*m/, with: "") }
    }

    @Test func callsOfCellsAndLibrariesAreToldInnermostFirst() {
        let calls: [Backtrace.Call] = [
            .library(function: "Array.subscript.getter", module: "Swift"), cell(2, "pick(_:_:)"),
            .library(function: "map", module: ""), cell(5),
        ]
        #expect(
            told(calls) == [
                "  at Array.subscript.getter in Swift", "  at In[1]:2 in pick(_:_:)", "  at map", "  at In[1]:5",
            ])
    }

    @Test func whatCalledTheCellIsLeftOut() {
        #expect(told([cell(1), .library(function: "start", module: "Runtime")]) == ["  at In[1]:1"])
        #expect(told([.library(function: "start", module: "Runtime")]) == [])
    }

    @Test func ofALibrarysCallsTheOutermostAndTheInnermostAreTold() {
        let inside = (1...5).map { Backtrace.Call.library(function: "f\($0)", module: "Swift") }
        #expect(told(inside + [cell(1)]) == ["  at f1 in Swift", "  at f5 in Swift", "  at In[1]:1"])
    }

    @Test func aRecursionIsToldByItsFirstRound() {
        let rounds = (0..<40).map { cell($0 % 2 + 1, $0 % 2 == 0 ? "a()" : "b()", column: $0) }
        #expect(
            told(rounds + [.omitted(10_000)] + rounds + [cell(9)]) == [
                "  at In[1]:1 in a()", "  at In[1]:2 in b()", "  … 10,078 more", "  at In[1]:9",
            ])
    }

    @Test func aFewCallsOfOneFunctionAreToldAsTheyAre() {
        #expect(told([cell(1, "f()"), cell(1, "f()"), cell(2)]).count == 3)
    }
}
