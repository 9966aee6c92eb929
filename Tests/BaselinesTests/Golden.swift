import Glibc
import Tensors
import Testing

/// What scikit-learn computes: `Fixtures/golden.py` wrote it.
struct Golden {
    let values: [String: Tensor]

    subscript(name: String) -> Tensor { values[name]! }

    func labels(_ name: String) -> [Int] { values[name]!.array(of: Int.self) }

    /// A case of `Fixtures/baselines.txt` by its name.
    init(_ name: String) {
        var values: [String: Tensor] = [:]
        var isWanted = false
        for line in Golden.text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words[0] == "case" {
                isWanted = words[1] == name
            } else if isWanted {
                let shape = words[2] == "-" ? [] : words[2].split(separator: ",").map { Int($0)! }
                values[String(words[1])] = Tensor(
                    words[3...].map { Double($0)! }, shape: Shape(shape), dtype: .float64)
            }
        }
        precondition(!values.isEmpty, "no case \(name)")
        self.values = values
    }

    private static let text: String = {
        let path = #filePath.dropLast("Golden.swift".count) + "Fixtures/baselines.txt"
        guard let file = fopen(String(path), "rb") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += block[..<count]
        }
    }()
}

/// Expects equal shapes, and elements within `tolerance`, relative to those larger than one.
func expectClose(
    _ found: Tensor, _ expected: Tensor, tolerance: Double = 1e-8, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
    if found.shape != expected.shape { return }
    for (index, (a, b)) in zip(found.scalars(), expected.scalars()).enumerated()
    where !((a - b).magnitude <= tolerance * max(1, b.magnitude)) {
        Issue.record("element \(index) is \(a), scikit-learn has \(b)", sourceLocation: sourceLocation)
        return
    }
}

/// Expects `body` to end its process with a message that holds every one of `parts`.
func expectMessage(
    _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation, in result: ExitTest.Result?
) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in parts { #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation) }
}
