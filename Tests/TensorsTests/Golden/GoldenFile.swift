import Tensors
import Testing

/// What NumPy answers, written by `Fixtures/golden.py`.
struct GoldenFile {
    struct Case: Sendable, CustomTestStringConvertible {
        let expression: String
        let inputNames: [String]
        let inputs: [Tensor]
        fileprivate(set) var results: [Tensor]
        /// What NumPy prints.
        fileprivate(set) var text = ""
        var testDescription: String { "\(expression) of \(inputNames.joined(separator: ", "))" }
    }

    let cases: [Case]

    init(_ name: String) throws {
        let text = try #require(RepositoryFiles.text("Tests/TensorsTests/Fixtures/\(name).tsv"))
        var inputs: [String: Tensor] = [:]
        var cases: [Case] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch fields[0] {
            case "input": inputs[fields[1]] = tensor(fields[2...])
            case "case":
                let names = fields[2].split(separator: " ").map(String.init)
                cases.append(
                    Case(expression: fields[1], inputNames: names, inputs: names.map { inputs[$0]! }, results: []))
            case "text":
                cases[cases.count - 1].text = fields[1].split(separator: "\\n", omittingEmptySubsequences: false)
                    .joined(separator: "\n")
            default: cases[cases.count - 1].results.append(tensor(fields[1...]))
            }
        }
        self.cases = cases
    }
}

/// The tensor of a type, a shape and its elements.
private func tensor(_ fields: ArraySlice<String>) -> Tensor {
    let fields = Array(fields)
    let shape = Shape(fields[1].split(separator: " ").map { Int($0)! })
    let numbers = fields[2].split(separator: " ")
    // NumPy's other integers hold nothing here that int64 does not.
    let dtype = DType.allCases.first { $0.description == fields[0] } ?? .int64
    return dtype.isFloatingPoint
        ? Tensor(numbers.map { Double($0)! }, shape: shape, dtype: dtype)
        : Tensor(numbers.map { Int($0) ?? Int(bitPattern: UInt($0)!) }, shape: shape, dtype: dtype)
}

/// Compares what Swift answers with what NumPy does.
///
/// Values may differ by some units in the last place of the narrower of the two types. Types must be of the same kind,
/// and the same unless NumPy promotes in another way: it makes float64 of what has fractions, and int64 of int32 in sums.
func expectGolden(
    _ test: GoldenFile.Case, tolerance: Double = 1, _ answer: [Tensor]?,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let answer else {
        Issue.record("no Swift for \(test.expression)", sourceLocation: sourceLocation)
        return
    }
    #expect(answer.count == test.results.count, sourceLocation: sourceLocation)
    for (found, expected) in zip(answer, test.results) {
        #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
        #expect(kind(found.dtype) == kind(expected.dtype), sourceLocation: sourceLocation)
        if found.shape != expected.shape { continue }
        let narrow = found.dtype == .float32 || expected.dtype == .float32
        let bound = tolerance * (narrow ? 4e-6 : 4e-14)
        let (a, b) = (found.scalars(), expected.scalars())
        let largest = b.filter(\.isFinite).map(\.magnitude).max() ?? 0
        for (index, (x, y)) in zip(a, b).enumerated() {
            let same =
                x == y || (x.isNaN && y.isNaN) || (x - y).magnitude <= bound * Swift.max(y.magnitude, 0.1 * largest)
            if !same {
                Issue.record("element \(index) is \(x), NumPy has \(y)", sourceLocation: sourceLocation)
                break
            }
        }
    }
}

private func kind(_ dtype: DType) -> String {
    dtype == .bool ? "bool" : dtype.isFloatingPoint ? "floating" : "integer"
}

extension GoldenFile.Case {
    /// The inputs by the letters the expressions use.
    var a: Tensor { inputs[0] }
    var b: Tensor { inputs[1] }
    var c: Tensor { inputs[2] }
    var d: Tensor { inputs[3] }
}
