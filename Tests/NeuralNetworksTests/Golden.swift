import Glibc
import NeuralNetworks
import Tensors
import Testing

/// What PyTorch computes: `Fixtures/golden.py` wrote it.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    struct Entry: Sendable {
        let kind: Substring
        let name: String
        let value: Tensor
    }

    let name: String
    var entries: [Entry] = []
    var testDescription: String { name }

    /// The cases of a file in `Fixtures`.
    static func all(_ file: String) -> [GoldenCase] {
        let folder = #filePath.dropLast("Golden.swift".count)
        var cases: [GoldenCase] = []
        for line in text("\(folder)Fixtures/\(file).txt").split(separator: "\n") {
            let words = line.split(separator: " ")
            if words[0] == "case" {
                cases.append(GoldenCase(name: words[1...].joined(separator: " ")))
                continue
            }
            if cases.isEmpty { cases.append(GoldenCase(name: "shared")) }
            let shape = words[2] == "-" ? [] : words[2].split(separator: ",").map { Int($0)! }
            let value = Tensor(words[3...].map { Double($0)! }, shape: Shape(shape), dtype: .float64)
            cases[cases.count - 1].entries.append(Entry(kind: words[0], name: String(words[1]), value: value))
        }
        return cases
    }

    static func named(_ name: String, in file: String) throws -> GoldenCase {
        try #require(all(file).first { $0.name == name }, "no case \(name) in \(file).txt")
    }

    /// The tensors of one kind in their order.
    func values(_ kind: String) -> [Tensor] { entries.filter { $0.kind == kind }.map(\.value) }

    /// The tensors of one kind with their names.
    func named(_ kind: String) -> [(name: String, value: Tensor)] {
        entries.filter { $0.kind == kind }.map { ($0.name, $0.value) }
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "rb") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { break }
            bytes += block[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Expects equal shapes, and elements within 1e-5, relative to those larger than one.
func expectClose(
    _ found: Tensor?, _ expected: Tensor, _ what: String = "", tolerance: Double = 1e-5,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let found else {
        Issue.record("\(what) is missing", sourceLocation: sourceLocation)
        return
    }
    #expect(found.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
    if found.shape != expected.shape { return }
    for (index, (a, b)) in zip(found.scalars(), expected.scalars()).enumerated()
    where !((a - b).magnitude <= tolerance * max(1, b.magnitude)) {
        Issue.record("\(what): element \(index) is \(a), PyTorch has \(b)", sourceLocation: sourceLocation)
        return
    }
}

/// Compares a layer with PyTorch's: outputs, the gradient of every parameter and input, and the buffers afterwards. Then
/// checks its derivatives of both modes with central differences, unless it stops one on purpose.
func expectGolden<Layer: Module>(
    _ name: String, in file: String = "layers", _ layer: Layer, stopsGradients: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ run: (Layer, [Tensor]) -> [Tensor] = { [$0($1[0])] }
) throws {
    let golden = try GoldenCase.named(name, in: file)
    try layer.load(state: golden.named("state"))
    let inputs = golden.values("input").map { $0.cast(to: .float32).requiringGrad() }
    let outputs = run(layer, inputs)
    let expected = golden.values("output")
    #expect(outputs.count == expected.count, sourceLocation: sourceLocation)
    for (index, (found, value)) in zip(outputs, expected).enumerated() {
        expectClose(found, value, "output \(index)", sourceLocation: sourceLocation)
    }
    weighted(outputs, .float32).backward()
    for (key, value) in golden.named("gradient") {
        expectClose(layer.gradients[key], value, "gradient of \(key)", sourceLocation: sourceLocation)
    }
    for (key, value) in golden.named("inputgradient") {
        expectClose(inputs[Int(key)!].grad, value, "gradient of input \(key)", sourceLocation: sourceLocation)
    }
    let buffers = layer.namedBuffers
    for (key, value) in golden.named("buffer") {
        let found = buffers.first { $0.name == key }?.buffer.wrappedValue
        expectClose(found, value, "buffer \(key)", sourceLocation: sourceLocation)
    }
    if stopsGradients { return }
    let differentiable = Set(golden.named("inputgradient").map { Int($0.name)! })
    let variables = inputs.indices.filter(differentiable.contains).map { inputs[$0].detach() }
    for mode in [DifferentiationMode.reverse, .forward] {
        try checkGradients(of: layer, at: variables, mode: mode) { layer, variables in
            var all = inputs.map { $0.detach() }
            for (place, variable) in zip(inputs.indices.filter(differentiable.contains), variables) {
                all[place] = variable
            }
            return weighted(run(layer, all), .float64)
        }
    }
}

/// Σ w · output, with w = 0.5 … 1.5 over the elements of each output.
private func weighted(_ outputs: [Tensor], _ dtype: DType) -> Tensor {
    outputs.reduce(Tensor(0, dtype: dtype)) { total, output in
        let weights =
            output.count == 1 ? Tensor.ones([1]) : Tensor.linspace(0.5, 1.5, count: output.count, dtype: dtype)
        return total + (output.reshape(-1) * weights).sum()
    }
}

/// Trains `model` and expects the loss to fall to `goal` times what it was at first.
func expectOverfitting(
    _ model: Module, steps: Int = 300, learningRate: Double = 0.02, goal: Double = 0.02,
    sourceLocation: SourceLocation = #_sourceLocation, _ loss: () -> Tensor
) {
    model.train()
    let first = loss().item()
    let optimizer = Adam(model, learningRate: learningRate)
    var last = first
    for _ in 0..<steps {
        optimizer.zeroGrad()
        let value = loss()
        value.backward()
        optimizer.step()
        last = value.item()
    }
    #expect(last <= goal * first, "the loss went from \(first) to \(last)", sourceLocation: sourceLocation)
}

/// Expects `body` to end its process with a message that holds every one of `parts`.
func expectMessage(
    _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation, in result: ExitTest.Result?
) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in parts {
        #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation)
    }
}
