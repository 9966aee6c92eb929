import NotebookDisplay
import Testing

private struct Student {
    var name: String
    var age = 20
    var score: Double?
}
private struct Pair { var first: Int???, second: String?? }
private struct Point: CustomStringConvertible {
    var x = 1, y = 2
    var description: String { "(\(x), \(y))" }
}
private struct Alone { var value = 1 }
private class Animal { var legs = 4 }
private final class Dog: Animal { var name = "Rex" }

@Suite struct DataTableTests {
    private let students = [
        Student(name: "Ada", score: 91.5), Student(name: "Bo <b>", age: 7, score: nil),
        Student(name: "王小明", score: 1.0 / 3),
    ]

    private func html(_ bundle: MIMEBundle) -> String {
        if case .text(let text)? = bundle[.html] { text } else { "" }
    }

    @Test func fieldsAreColumnsAndNumbersStandRight() {
        #expect(
            DataTable(students).mimeBundle.plainText == """
                name    age    score
                ────────────────────
                Ada      20  91.5000
                Bo <b>    7        –
                王小明   20   0.3333
                """)
    }

    @Test func htmlIsEscapedAndAligned() {
        let source = html(DataTable(students, title: "A & B").mimeBundle)
        #expect(source.contains("Bo &lt;b&gt;") && !source.contains("<b>\u{3C}") && source.contains("A &amp; B"))
        #expect(source.contains("text-align:right;vertical-align:middle;white-space:nowrap;padding:3px 7px\">91.5000<"))
        #expect(source.contains("text-align:left;vertical-align:middle;white-space:nowrap;padding:3px 7px\">Ada<"))
    }

    @Test(
        arguments: [
            ([0.5, 0.25, 3], ["0.50", "0.25", "3.00"]), ([1e-5, 0.1], ["1e-05", "0.1"]), ([1, 2], ["1", "2"]),
            ([123456.789, 0.001], ["123457", "0.001"]), ([.nan, -.infinity, 1.5], ["nan", "-inf", "1.5"]),
            ([1.0 / 3, 200.0 / 3], ["0.3333", "66.6667"]), ([-0.0, 1e300], ["-0", "1e+300"]),
        ] as [([Double], [String])])
    func thePointsOfAColumnStandBelowEachOtherWhereNothingIsLost(values: [Double], texts: [String]) throws {
        let lines = try #require(DataTable(values).mimeBundle.plainText).split(separator: "\n").dropFirst(2)
        #expect(lines.map { $0.split(separator: " ").joined() } == texts)
    }

    @Test func columnsAreChosenByNameByKeyPathOrComputed() {
        let table = DataTable(
            students,
            columns: ["age", DataColumn("length", \.name.count), DataColumn("passed") { ($0.score ?? 0) > 50 }])
        #expect(
            table.mimeBundle.plainText == """
                age  length  passed
                ───────────────────
                 20       3  true
                  7       6  false
                 20       3  false
                """)
    }

    @Test func aColumnOfNoFieldIsEmpty() {
        let text = DataTable(students, columns: ["name", "nmae"]).mimeBundle.plainText
        #expect(text?.contains("Ada     –") == true)
    }

    @Test func optionalsAreUnwrappedHoweverDeep() {
        let rows = [Pair(first: 1, second: "a"), Pair(first: .some(.some(nil)), second: .some(nil))]
        #expect(
            DataTable(rows).mimeBundle.plainText == """
                first  second
                ─────────────
                    1  a
                    –  –
                """)
    }

    @Test func aLongTableIsShortenedInItsMiddle() throws {
        let rows = (0..<100_000).map { (index: $0, square: $0 * $0) }
        let text = try #require(DataTable(rows, rowLimit: 5).mimeBundle.plainText)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.count == 2 + 6 + 1)
        #expect(lines[2] == ["0", "0"] && lines[4] == ["2", "4"] && lines[5] == ["⋯", "⋯"])
        #expect(lines[6][0] == "99998" && lines[7][0] == "99999")
        #expect(text.hasSuffix("100,000 rows × 2 columns"))
        #expect(DataTable(rows.prefix(5), rowLimit: 5).mimeBundle.plainText?.contains("⋯") == false)
    }

    @Test func onlyTheRowsThatAreShownAreLookedAt() {
        var looked = 0
        let column = DataColumn<Int>("value") { row in
            looked += 1
            return row
        }
        _ = DataTable(0..<1_000_000, columns: [column], rowLimit: 10)
        #expect(looked == 10)
    }

    @Test func rowsMayBeObjectsDictionariesOrPlainValues() {
        #expect(DataTable([Dog()]).mimeBundle.plainText?.hasPrefix("legs  name\n") == true)
        let records: [[String: Any]] = [["b": 1], ["a": "x"]]
        #expect(
            DataTable(records).mimeBundle.plainText == """
                b  a
                ────
                1  –
                –  x
                """)
        #expect(DataTable([3, 4]).mimeBundle.plainText?.hasPrefix("value\n") == true)
        #expect(DataTable(["k": 1.5]).mimeBundle.plainText?.hasPrefix("key  value\n") == true)
        #expect(DataTable([Student]()).mimeBundle.plainText?.hasSuffix("no rows") == true)
    }

    @Test func longTextsAndLineBreaksKeepARowOnALine() throws {
        let rows = [(id: 1, text: String(repeating: "word ", count: 100)), (id: 2, text: "a\nb")]
        let text = try #require(DataTable(rows).mimeBundle.plainText)
        #expect(text.split(separator: "\n").count == 4 && text.contains("…") && text.contains("a b"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count < 100 })
    }

    @Test func anArrayOfRecordsIsShownAsATableUnasked() {
        #expect(html(mimeBundle(of: students)).contains(">score</th>"))
        #expect(html(mimeBundle(of: [(x: 1, y: 2)])).contains(">x</th>"))
        #expect(mimeBundle(of: students[...1]).plainText?.hasPrefix("name    age") == true)
    }

    @Test func aShortArrayStaysOnItsLineInConsoles() {
        #expect(mimeBundle(of: [(x: 1, y: 2)]).plainText == "[(x: 1, y: 2)]")
    }

    @Test func otherValuesAreNoTables() {
        let values: [Any] = [
            [1, 2], [Point()], [Alone()], [Dog()], [(1, "a")], [Student](), ["a": Student(name: "x")],
            Student(name: "x"), [Student?.none], [1...2], Set([1]),
        ]
        for value in values { #expect(mimeBundle(of: value)[.html] == nil, "\(value)") }
    }
}
