/// Sums of products in Einstein's notation, NumPy's `einsum`: each operand's axes have letters, letters that the result
/// does not name are summed over.
///
/// ```swift
/// einsum("ij,jk->ik", a, b)     // matrix product
/// einsum("bij,bij->b", a, b)    // a dot product for each of a batch
/// einsum("ii", a)               // trace
/// einsum("...ij->...ji", a)     // transpose of each matrix
/// ```
///
/// Without `->` the result has the letters that come once, in alphabetical order. `...` stands for further axes, which
/// broadcast. Operands are combined from left to right, each time by one matrix product, so their order can matter for
/// speed.
public func einsum(_ equation: String, _ operands: Tensor...) -> Tensor {
    var contraction = Contraction(equation, operands)
    return contraction.result()
}

/// Tensors whose axes have names.
private struct Contraction {
    private struct Term {
        var tensor: Tensor
        var labels: [Character]
    }

    private let equation: String
    private var terms: [Term] = []
    private var output: [Character] = []
    private var lengths: [Character: Int] = [:]

    init(_ equation: String, _ operands: [Tensor]) {
        self.equation = equation
        let sides = equation.filter { $0 != " " }.split(separator: "->", omittingEmptySubsequences: false)
        if sides.count > 2 { fail("it has more than one \"->\"") }
        let inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if inputs.count != operands.count {
            fail("it has \(inputs.count) terms, but \(operands.count) tensors are given")
        }
        var widest = 0
        for (input, operand) in zip(inputs, operands) {
            let term = named(input, operand)
            widest = Swift.max(widest, term.labels.count { $0.isEllipsis })
            terms.append(term)
        }
        let ellipsis = Character.ellipses(widest)
        if sides.count == 2 {
            output = letters(String(sides[1]), ellipsis)
            for label in output where !label.isEllipsis && lengths[label] == nil {
                fail("the result's \(label) is in no term")
            }
            if Set(output).count != output.count { fail("the result names a letter twice") }
        } else {
            let all = inputs.joined().filter(\.isLetter)
            output = ellipsis + all.filter { letter in all.count { $0 == letter } == 1 }.sorted()
        }
    }

    private func fail(_ problem: String) -> Never { shapeError("einsum", "\"\(equation)\": \(problem)") }

    /// The letters of one side's term, with as many labels for "..." as it stands for.
    private func letters(_ text: String, _ ellipsis: [Character]) -> [Character] {
        let parts = text.split(separator: "...", omittingEmptySubsequences: false)
        if parts.count > 2 { fail("\(text) has more than one \"...\"") }
        for character in parts.joined() where !character.isLetter { fail("\"\(character)\" is no letter") }
        return Array(parts[0]) + (parts.count == 2 ? ellipsis + Array(parts[1]) : [])
    }

    private mutating func named(_ text: String, _ operand: Tensor) -> Term {
        let named = letters(text, []).count
        let extra = operand.rank - named
        if extra < 0 || extra > 0 && !text.contains("...") {
            fail("\(text.isEmpty ? "an empty term" : text) names \(named) axes of a tensor of shape \(operand.shape)")
        }
        var term = Term(tensor: operand, labels: letters(text, Character.ellipses(extra)))
        for (label, length) in zip(term.labels, operand.shape) {
            if let known = lengths[label], known != length, !label.isEllipsis || (known != 1 && length != 1) {
                fail(
                    "\(label.isEllipsis ? "an axis of \"...\"" : "\(label)") is \(known) and, in \(operand.shape), \(length)"
                )
            }
            lengths[label] = lengths[label] == 1 ? length : (lengths[label] ?? length)
        }
        // A letter that comes twice takes the diagonal of its axes.
        while let second = term.labels.indices.first(where: { term.labels[..<$0].contains(term.labels[$0]) }) {
            let label = term.labels[second]
            let first = term.labels.firstIndex(of: label)!
            let rest = term.labels.indices.filter { $0 != first && $0 != second }
            term.tensor = term.tensor.transposed(rest + [first, second]).diagonal()
            term.labels = rest.map { term.labels[$0] } + [label]
        }
        return term
    }

    mutating func result() -> Tensor {
        for index in terms.indices { dropStretched(index) }
        var total = summed(terms[0], after: 0)
        for index in terms.indices.dropFirst() {
            total = product(total, summed(terms[index], after: index), after: index)
        }
        // Axes of "..." that have length one everywhere were dropped by all.
        for label in output where !total.labels.contains(label) {
            total.tensor = total.tensor.expandingDims(axis: 0)
            total.labels.insert(label, at: 0)
        }
        return total.tensor.transposed(output.map { total.labels.firstIndex(of: $0)! })
    }

    /// Drops axes of length one that "..." stretches.
    private mutating func dropStretched(_ index: Int) {
        for axis in terms[index].labels.indices.reversed() {
            let label = terms[index].labels[axis]
            if label.isEllipsis && terms[index].tensor.shape[axis] == 1 {
                terms[index].tensor = terms[index].tensor.squeezing(axis: axis)
                terms[index].labels.remove(at: axis)
            }
        }
    }

    /// Whether the result or a term after `index` has the letter.
    private func isNeeded(_ label: Character, after index: Int) -> Bool {
        output.contains(label) || terms[(index + 1)...].contains { $0.labels.contains(label) }
    }

    /// The term without the letters that no other term and not the result has.
    private func summed(_ term: Term, after index: Int) -> Term {
        let lonely = term.labels.indices.filter { axis in
            let label = term.labels[axis]
            let others = terms.indices.filter { $0 != index && terms[$0].labels.contains(label) }
            return others.isEmpty && !output.contains(label)
        }
        if lonely.isEmpty { return term }
        return Term(
            tensor: term.tensor.sum(axes: lonely).cast(to: term.tensor.dtype),
            labels: term.labels.indices.filter { !lonely.contains($0) }.map { term.labels[$0] })
    }

    /// The product as matrices [batch, rows, inner] · [batch, inner, columns].
    private func product(_ a: Term, _ b: Term, after index: Int) -> Term {
        let shared = a.labels.filter { b.labels.contains($0) }
        let batch = shared.filter { isNeeded($0, after: index) }
        let inner = shared.filter { !isNeeded($0, after: index) }
        let rows = a.labels.filter { !shared.contains($0) }
        let columns = b.labels.filter { !shared.contains($0) }
        func size(_ labels: [Character]) -> Int { labels.reduce(1) { $0 * lengths[$1]! } }
        func matrix(_ term: Term, _ groups: [[Character]]) -> Tensor {
            term.tensor.transposed(groups.joined().map { term.labels.firstIndex(of: $0)! })
                .reshape(Shape(groups.map(size)))
        }
        let product = matrix(a, [batch, rows, inner]).matmul(matrix(b, [batch, inner, columns]))
        let labels = batch + rows + columns
        return Term(tensor: product.reshape(Shape(labels.map { lengths[$0]! })), labels: labels)
    }
}

extension Character {
    /// Labels for the axes of "...", the last axis last; the same for the same place from the end.
    fileprivate static func ellipses(_ count: Int) -> [Character] {
        (0..<count).reversed().map { Character(Unicode.Scalar(UInt32(0xE000 + $0))!) }
    }

    fileprivate var isEllipsis: Bool { ("\u{E000}"..."\u{E0FF}").contains(self) }
}
