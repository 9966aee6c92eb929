import Testing

/// The tables of the page `FromNumPy` of the documentation.
@Suite struct FromNumPyPageTests {
    @Test func everyRowIsComparedWithNumPy() throws {
        let page = try #require(RepositoryFiles.text("Sources/Tensors/Tensors.docc/FromNumPy.md"))
        let rows = page.matches(of: /\| `(.+?)` \| `(.+?)` \|/)
        #expect(rows.count > 60)
        var answers: [String: String] = ["a.astype('int64')": "a.cast(to: .int64)"]
        for path in RepositoryFiles.paths(below: "Tests/TensorsTests/Golden", suffix: "GoldenTests.swift") {
            let text = try #require(RepositoryFiles.text(path))
            for match in text.matches(of: /case "(.+?)":\s*(?:return )?(.+)/) {
                answers["\(match.1)"] = String(match.2).replacing(/x\.([abcd])(?![a-z])/) { "\($0.1)" }
            }
        }
        for row in rows {
            // A test may leave out the type, or wrap the answer in an array.
            let answer = answers["\(row.1)"] ?? ""
            let short = row.2.hasPrefix("Tensor.") ? row.2.dropFirst(6) : row.2[...]
            #expect(["\(row.2)", "\(short)", "[\(row.2)]"].contains(answer), "\(row.1) is tested as \(answer)")
        }
    }
}
