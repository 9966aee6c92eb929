import NotebookDisplay
import Tensors
import Testing
import TrainingData

@Suite struct CSVTests {
    private func rows(_ text: String, delimiter: Character = ",") throws -> [[String]] {
        let table = try CSVTable(text: text, delimiter: delimiter, hasHeader: false)
        return (0..<table.rowCount).map { row in table.columnNames.indices.map { table[row, $0] } }
    }

    @Test func recordsAreReadAsTheStandardSays() throws {
        #expect(try rows("a,b\nc,d\n") == [["a", "b"], ["c", "d"]])
        #expect(try rows("a,b\r\nc,d") == [["a", "b"], ["c", "d"]])
        #expect(try rows("\"a\",\"b,\"\"c\"\"\"\n\"d\r\ne\",f") == [["a", "b,\"c\""], ["d\r\ne", "f"]])
        #expect(try rows("a,\n,b") == [["a", ""], ["", "b"]])
        #expect(try rows("\u{FEFF}a,b") == [["a", "b"]])
        #expect(try rows(" a , b ") == [[" a ", " b "]])
        #expect(try rows("a;b,c\n1;2", delimiter: ";") == [["a", "b,c"], ["1", "2"]])
        #expect(try rows("a,b\n\n\r\nc,d\n\n") == [["a", "b"], ["c", "d"]])
        #expect(try rows("\"\",\"\"") == [["", ""]])
        #expect(try rows("é,日本\n") == [["é", "日本"]])
    }

    @Test(
        arguments: [
            ("a,b\n1\n", 2, nil, "has 1 fields, the first line has 2"),
            ("a,b\n\"1\n2\",3\n4,5,6", 4, nil, "has 3 fields"),
            ("a,b\n1,\"2", 2, 2, "never closed"),
            ("a,b\n1,\"2\"x", 2, 2, "text after the closing quote"),
            ("a,b\n1,x\"2", 2, 2, "a quote within a field"),
            ("a,b\n1\r,2", 2, 1, "carriage return"),
            ("a,b,a\n", 1, 3, "names two columns"),
            ("", nil, nil, "is empty"),
        ] as [(String, Int?, Int?, String)])
    func whatIsNoTableIsNamedWithItsPlace(text: String, line: Int?, column: Int?, problem: String) {
        let error = dataError { try CSVTable(text: text) }
        #expect(error?.line == line && error?.column == column)
        #expect(error?.problem.contains(problem) == true, "\(error?.description ?? "none")")
    }

    @Test func bytesThatAreNoTextAreNamed() {
        let folder = TemporaryFolder()
        let error = dataError { try CSVTable(contentsOf: folder.write("a.csv", [97, 10, 0xff, 10])) }
        #expect(error?.description == "\(folder.path)/a.csv, line 2, column 1: is no UTF-8 text")
    }

    let flowers = """
        length,width,kind,when
        1.5,2,rose, 3
        -4e-1,0.25,tulip,1
        7,8,"rose",2

        """

    @Test func numbersAndClassesComeOutOfColumns() throws {
        let table = try CSVTable(text: flowers)
        #expect(table.columnNames == ["length", "width", "kind", "when"])
        let data = try table.labelled(by: "kind", features: ["width", "length"])
        #expect(data.classNames == ["rose", "tulip"])
        #expect(data.labels == [0, 1, 0])
        #expect(data.inputs.scalars() == [2, 1.5, 0.25, Double(Float(-0.4)), 8, 7])
        let regression = try table.regression(targets: ["when"], features: ["width"])
        #expect(regression.targets.scalars() == [3, 1, 2])
        #expect(try table.strings("kind") == ["rose", "tulip", "rose"])
        // Numbers are classes in their order as numbers.
        let numbered = try CSVTable(text: "x,y\n1,10\n2,9\n3,10").labelled(by: "y")
        #expect(numbered.classNames == ["9", "10"] && numbered.labels == [1, 0, 1])
    }

    @Test func fieldsThatAreNoNumbersAreNamedWithFileLineAndColumn() throws {
        let folder = TemporaryFolder()
        let path = folder.write("iris.csv", Array("a,b\n1,2\n\n3,many\n".utf8))
        let table = try CSVTable(contentsOf: path)
        let error = dataError { try table.tensor() }
        #expect(error?.description == "\(path), line 4, column 2: b: “many” is no number")
        let holes = try CSVTable(text: "a,b\n1,\n,2")
        #expect(dataError { try holes.tensor() }?.problem == "b: is empty, a number is wanted")
        #expect(try holes.tensor(missing: -1).scalars() == [1, -1, -1, 2])
        #expect(dataError { try holes.tensor(["c"]) }?.problem == "has no column “c”; there are a, b")
        #expect(dataError { try holes.labelled(by: "b", missing: 0) }?.line == 2)
    }

    @Test func tableIsShownAsOne() throws {
        let text = try #require(mimeBundle(of: try CSVTable(text: "name,x\nada,1\nbob,22")).plainText)
        #expect(text.contains("name") && text.contains("bob") && text.contains("22"))
    }
}
