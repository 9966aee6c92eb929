import CellCompiler
import Testing

@Suite struct DeclarationTextTests {
    private let code = """
        // Not documentation.
        let before = 1

        /// The area of a shape.
        ///
        /// - Parameter shape: Which one.
        func area(of shape: Shape) -> Double {
            let local = 1.0
            return shape.width * local
        }
        func area(_ width: Double) -> Double { width }

        /** A shape.
         * With sides. */
        struct Shape: Equatable {
            /// From side to side.
            var width = 1.0
        }
        """

    @Test func findsAFunctionWithItsCommentAndWithoutItsBody() {
        let found = DeclarationText.declarations(of: "area(of:)", in: code)
        #expect(found.map(\.heading) == ["func area(of shape: Shape) -> Double"])
        #expect(found.first?.documentation == "The area of a shape.\n\n- Parameter shape: Which one.")
        #expect(found.first?.source.hasPrefix("/// The area") == true)
        #expect(found.first?.source.hasSuffix("}") == true)
    }

    @Test func findsAllOverloadsOfAName() {
        #expect(DeclarationText.declarations(of: "area", in: code).count == 2)
    }

    @Test func findsTypesAndTheirMembers() {
        let shape = DeclarationText.declarations(of: "Shape", in: code)
        #expect(shape.map(\.heading) == ["struct Shape: Equatable"])
        #expect(shape.first?.documentation == "A shape.\nWith sides.")
        #expect(DeclarationText.declarations(of: "width", in: code).map(\.documentation) == ["From side to side."])
    }

    @Test func leavesOutOtherCommentsAndLocalNames() {
        #expect(DeclarationText.declarations(of: "before", in: code).map(\.documentation) == [""])
        #expect(DeclarationText.declarations(of: "local", in: code).isEmpty)
    }
}
