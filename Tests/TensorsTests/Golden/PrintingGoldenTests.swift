import Testing

@Suite struct PrintingGoldenTests {
    @Test(arguments: try GoldenFile("printing").cases)
    func looksAsInNumPy(test: GoldenFile.Case) {
        #expect(test.a.description == test.text)
    }
}
