import CellCompiler
import Testing

/// Cells of several shells on their way at the same time.
@Suite struct ShellTests {
    private func begin(
        _ code: String, in shell: UInt32, of session: TestSession, id: String? = nil, progress: [Int: Int] = [:]
    ) throws -> CompiledCell {
        try session.pipeline.cell(
            for: .init(code: code, file: "In[1]", cellID: id), in: shell, progress: { progress })
    }

    private func isUnknown(_ code: String, in shell: UInt32, of session: TestSession, progress: [Int: Int] = [:])
        -> Bool
    {
        (try? begin(code, in: shell, of: session, progress: progress)) == nil
    }

    @Test func aCellSeesWhatACellOfAnotherShellHasDeclaredSoFar() throws {
        let session = try TestSession()
        let running = try begin("let early = 1\nlet late = 2\nfunc both() -> Int { early + late }", in: 0, of: session)
        let own = [running.number: 1]
        let user = try begin("early + both()", in: 1, of: session, progress: own)
        #expect(user.neededCells.contains(running.number))
        session.pipeline.cellEnded(in: 1)
        #expect(isUnknown("late", in: 1, of: session, progress: own))
        #expect(isUnknown("early", in: 1, of: session), "it is not loaded yet")
        session.pipeline.cellEnded(in: 0)
        _ = try begin("early + late", in: 1, of: session)
    }

    @Test func whatUsesARunningCellIsTakenInAfterIt() throws {
        let session = try TestSession()
        let running = try begin("let base = 1\nlet more = 2", in: 0, of: session)
        _ = try begin("func plus() -> Int { base + 1 }", in: 1, of: session, progress: [running.number: 1])
        session.pipeline.cellEnded(in: 1)
        _ = try begin("plus()", in: 2, of: session, progress: [running.number: 1])
        session.pipeline.cellEnded(in: 2)
        session.pipeline.cellEnded(in: 0)
        #expect(Set(session.pipeline.namesInView.keys) == ["base", "more", "plus"])
        _ = try begin("plus() + more", in: 0, of: session)
    }

    @Test func whatBothDeclareStays() throws {
        let session = try TestSession()
        _ = try begin("let ofMain = 1", in: 0, of: session)
        _ = try begin("let ofOther = 2", in: 1, of: session)
        session.pipeline.cellEnded(in: 1)
        session.pipeline.cellEnded(in: 0)
        _ = try begin("ofMain + ofOther", in: 0, of: session)
    }

    @Test func whatWasCompiledAheadIsCompiledAnewOnceAnotherShellDeclaresSomething() throws {
        let session = try TestSession()
        let next = CompilationPipeline.Request(code: "let next = shared", file: "In[2]", cellID: nil)
        _ = try session.pipeline.cell(for: .init(code: "let shared = 1", file: "In[1]", cellID: nil), before: [next])
        let other = try begin("let shared = \"text\"", in: 1, of: session)
        session.pipeline.cellEnded(in: 0)
        session.pipeline.cellEnded(in: 1)
        let cell = try session.pipeline.cell(for: next)
        #expect(cell.neededCells.contains(other.number))
    }

    @Test func nothingIsGivenBackWhileACellOfAnotherShellRuns() throws {
        let session = try TestSession()
        try session.compile("var value = [1]", cellID: "a")
        let reader = try begin("value.count", in: 1, of: session)
        #expect(reader.neededCells.count == 1)
        let again = try begin("var value = [1, 2]", in: 0, of: session, id: "a")
        #expect(!again.neededCells.contains(1))
        session.pipeline.cellEnded(in: 0)
        session.pipeline.cellEnded(in: 1)
        let giver = try begin("let other = 1", in: 0, of: session)
        #expect(giver.neededCells.contains(1))
    }

    @Test func codeThatIsNoCellSeesNothingOfCellsThatWait() throws {
        let session = try TestSession()
        let next = CompilationPipeline.Request(code: "let next = shared", file: "In[2]", cellID: nil)
        _ = try session.pipeline.cell(for: .init(code: "let shared = 1", file: "In[1]", cellID: nil), before: [next])
        session.pipeline.cellEnded()
        _ = try begin("let other = 1", in: 1, of: session)
        _ = try session.pipeline.compileAside("shared")
        #expect(throws: (any Error).self) { try session.pipeline.compileAside("next") }
    }

    @Test func aCellThatDidNotRunLeavesTheOthersAlone() throws {
        let session = try TestSession()
        _ = try begin("let kept = 1", in: 0, of: session)
        _ = try begin("let forgotten = 1", in: 1, of: session)
        session.pipeline.forgetCell(in: 1)
        session.pipeline.cellEnded(in: 0)
        #expect(Set(session.pipeline.namesInView.keys) == ["kept"])
    }
}
