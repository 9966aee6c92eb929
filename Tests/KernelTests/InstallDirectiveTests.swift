import Kernel
import Testing

@Suite struct InstallDirectiveTests {
    private func requests(_ code: String) throws -> [PackageRequest] {
        let cell = try NotebookCell(code)
        guard case .install(let requests)? = cell.actions.first, cell.actions.count == 1 else { return [] }
        return requests
    }

    @Test func aPackageHasALocationAndProducts() throws {
        let request = try requests(
            #"%install .package(url: "https://a.org/swift-x.git", from: "1.2.0") X, Y "Z-z" // A"#)[0]
        #expect(request.dependency == #".package(url: "https://a.org/swift-x.git", from: "1.2.0")"#)
        #expect(request.products == ["X", "Y", "Z-z"] && request.identity == "swift-x" && request.path == nil)
    }

    @Test(arguments: [
        #".package(url: "u", exact: "1.0.0")"#, #".package(url: "u", branch: "main")"#,
        #".package(url: "u", "1.0.0"..<"2.0.0")"#,
        #".package(url: "u", revision: "abc")"#, #".package(name: "N", path: "p")"#,
        #".package(path: "p", traits: ["T"])"#,
    ])
    func anyRequirementOfAManifestMayStand(_ dependency: String) throws {
        #expect(try requests("%install \(dependency) P").map(\.dependency) == [dependency])
    }

    @Test func linesOfOneCellAreTakenTogether() throws {
        let code = "%install .package(path: \"a\") A\nimport A\n%install .package(path: \"b\") B\n"
        #expect(try requests(code).map(\.products) == [["A"], ["B"]])
    }

    @Test func aPathCountsFromTheSessionsFolder() throws {
        let request = try requests(#"%install .package(name: "N", path: "../b \"q\"") B"#)[0].located(
            from: "/home/me/notes")
        #expect(request.dependency == #".package(name: "N", path: "/home/me/b \"q\"")"#)
        #expect(request.location == #"/home/me/b "q""#)
        #expect(request.located(from: "/elsewhere") == request)
    }

    @Test(arguments: [
        ("%install", "wants a package"), ("%install Algorithms", "wants a package"),
        ("%install .package(path: \"a\")", "the products to import"), ("%install .package(A) A", "a url: or a path:"),
        ("%install .package(url: \"a\") A", "needs a version"),
        ("%install .package(url: a, from: \"1.0.0\") A", "wants a string"),
        ("%install .package(url: \"a\", form: \"1.0.0\") A", "takes no \"form:\""),
        ("%install .package(url: \"a\", from: \"1.0.0\" A", "expected ')'"),
    ])
    func aMistakeIsExplained(_ code: String, _ words: String) {
        #expect {
            try NotebookCell(code)
        } throws: { error in
            (error as? DirectiveError)?.message.contains(words) == true
        }
    }
}
