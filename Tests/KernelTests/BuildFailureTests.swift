import Kernel
import Testing

@Suite struct BuildFailureTests {
    private func failure(_ output: String) -> BuildFailure {
        BuildFailure(
            output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), folder: "/cache/1")
    }

    @Test func ofTheResolverOnlyItsReasonIsTold() {
        let failure = failure(
            """
            Fetching /repos/shapes
            Computing version for /repos/shapes
            error: Dependencies could not be resolved because no versions of 'shapes' match 9.0.0..<10.0.0.
            """)
        #expect(
            failure.summary
                == "Dependencies could not be resolved because no versions of 'shapes' match 9.0.0..<10.0.0.")
        #expect(failure.errors.count == 1)
    }

    @Test func aReasonInSeveralLinesIsToldWhole() {
        let failure = failure(
            "Fetching /repos/x\nerror: Failed to clone repository /repos/x:\n    fatal: repository '/repos/x' does not exist\n"
        )
        #expect(failure.summary == "Failed to clone repository /repos/x: fatal: repository '/repos/x' does not exist")
    }

    @Test func ofABuildTheErrorsAreToldWithTheirCode() {
        let failure = failure(
            """
            [7/9] Compiling Shapes S.swift
            /cache/1/.build/checkouts/shapes/S.swift:5:3: error: cannot find 'nope' in scope
            5 |   nope
              |   `- error: cannot find 'nope' in scope

            /cache/1/.build/checkouts/shapes/S.swift:6:7: warning: 'unused' was never used
            6 |   let unused = 1
            [8/9] Compiling Other
            /cache/1/.build/checkouts/shapes/S.swift:5:3: error: cannot find 'nope' in scope
            5 |   nope
              |   `- error: cannot find 'nope' in scope

            c.c:1:1: error: unknown type
            1 error generated.
            """)
        #expect(
            failure.errors == [
                [
                    "shapes/S.swift:5:3: error: cannot find 'nope' in scope", "5 |   nope",
                    "  |   `- error: cannot find 'nope' in scope",
                ], ["c.c:1:1: error: unknown type"],
            ])
        #expect(failure.summary == "shapes/S.swift:5:3: cannot find 'nope' in scope (and 1 more)")
    }

    @Test func aMissingProductIsRecognized() {
        let failure = failure(
            "error: '1': product 'Shape' required by package '1' target 'SwiftletPackages' not found in package 'shapes'."
        )
        #expect(failure.missingProduct?.product == "Shape" && failure.missingProduct?.package == "shapes")
    }
}
