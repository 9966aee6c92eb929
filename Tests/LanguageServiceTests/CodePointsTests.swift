import LanguageService
import Testing

@Suite struct CodePointsTests {
    @Test(arguments: [("abc", 2, 2), ("é", 1, 2), ("漢字", 1, 3), ("😀x", 1, 4), ("😀x", 2, 5), ("e\u{301}x", 2, 3)])
    func countCodePointsRatherThanCharactersOrBytes(_ text: String, _ position: Int, _ offset: Int) {
        #expect(CodePoints.offset(of: position, in: text) == offset)
        #expect(CodePoints.position(of: offset, in: text) == position)
    }

    @Test func aWindowKeepsWholeLinesAroundThePlace() {
        let line = "漢字 let x = 1\n"
        let whole = String(repeating: line, count: 20_000)
        let offset = line.utf8.count * 10_000 + 4
        let window = TextWindow(whole, around: offset)
        #expect(window.text.hasPrefix(line) && window.text.utf8.count < 40_000)
        #expect(window.start % line.utf8.count == 0)
        #expect(window.start < offset && offset < window.start + window.text.utf8.count)
        #expect(TextWindow(line, around: 3).text == line)
    }

    @Test func aWindowOfOneEndlessLineIsCutBetweenCharacters() {
        let whole = String(repeating: "漢", count: 50_000)
        let window = TextWindow(whole, around: 75_000)
        #expect(window.text.allSatisfy { $0 == "漢" })
        #expect(window.start % 3 == 0)
    }

    @Test func keepToTheText() {
        #expect(CodePoints.offset(of: -3, in: "ab") == 0)
        #expect(CodePoints.offset(of: 99, in: "a漢") == 4)
        #expect(CodePoints.offset(of: 1, in: "") == 0)
    }
}
