/// The lengths of a tensor's axes, outermost first; `[]` is the shape of a single number.
///
/// A shape has at most eight axes and holds them inline, without allocating.
@frozen
public struct Shape: Sendable {
    /// The most axes a tensor can have.
    public static var maximumRank: Int { 8 }

    @usableFromInline var lengths: InlineArray<8, Int>
    @usableFromInline var axisCount: Int

    @inlinable
    init(rank: Int, repeating length: Int) {
        lengths = InlineArray(repeating: length)
        axisCount = rank
    }

    /// A shape with these axis lengths.
    public init(_ lengths: some Collection<Int>) {
        if lengths.count > Shape.maximumRank {
            shapeError("shape", "\(lengths.count) axes asked for, a tensor has at most \(Shape.maximumRank)")
        }
        self.init(rank: 0, repeating: 0)
        for length in lengths { append(length) }
    }

    /// The number of axes.
    @inlinable public var rank: Int { axisCount }

    /// The number of elements a tensor of this shape has: the product of the lengths.
    public var elementCount: Int {
        var total = 1
        for axis in 0..<axisCount {
            let (product, overflow) = total.multipliedReportingOverflow(by: lengths[axis])
            if overflow { shapeError("shape", "\(self) has more elements than an Int can count") }
            total = product
        }
        return total
    }

    mutating func append(_ length: Int) {
        if axisCount == Shape.maximumRank {
            shapeError("shape", "a tensor has at most \(Shape.maximumRank) axes")
        }
        lengths[axisCount] = length
        axisCount += 1
    }

    mutating func insert(_ length: Int, at axis: Int) {
        append(length)
        var position = axisCount - 1
        while position > axis {
            lengths[position] = lengths[position - 1]
            position -= 1
        }
        lengths[axis] = length
    }

    mutating func remove(at axis: Int) {
        for position in axis..<(axisCount - 1) { lengths[position] = lengths[position + 1] }
        axisCount -= 1
    }

    /// The strides of a packed row-major tensor of this shape.
    var packedStrides: Shape {
        var strides = Shape(rank: axisCount, repeating: 0)
        var step = 1
        var axis = axisCount - 1
        while axis >= 0 {
            strides.lengths[axis] = step
            // What overflows belongs to a tensor without elements, as `elementCount` checks.
            step &*= lengths[axis]
            axis -= 1
        }
        return strides
    }

    /// Whether elements `strides` apart lie packed in row-major order.
    func isPacked(_ strides: Shape) -> Bool {
        var step = 1
        var axis = axisCount - 1
        while axis >= 0 {
            if lengths[axis] == 0 { return true }
            if lengths[axis] != 1 && strides.lengths[axis] != step { return false }
            step &*= lengths[axis]
            axis -= 1
        }
        return true
    }
}

extension Shape: Hashable {
    public static func == (a: Shape, b: Shape) -> Bool {
        if a.axisCount != b.axisCount { return false }
        for axis in 0..<a.axisCount where a.lengths[axis] != b.lengths[axis] { return false }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(axisCount)
        for axis in 0..<axisCount { hasher.combine(lengths[axis]) }
    }
}

extension Shape: RandomAccessCollection, MutableCollection {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { axisCount }

    /// The length of one axis; negative ones count from the last, as in `shape[-1]`.
    @inlinable
    public subscript(axis: Int) -> Int {
        get { lengths[position(of: axis)] }
        set { lengths[position(of: axis)] = newValue }
    }

    @inlinable
    func position(of axis: Int) -> Int {
        let position = axis < 0 ? axis + axisCount : axis
        if position < 0 || position >= axisCount { refuse(axis) }
        return position
    }

    @usableFromInline
    func refuse(_ axis: Int) -> Never { axisError(axis, axisCount, "shape \(self)") }
}

extension Shape: ExpressibleByArrayLiteral, CustomStringConvertible {
    public init(arrayLiteral lengths: Int...) {
        self.init(lengths)
    }

    public var description: String {
        "[" + map { String($0) }.joined(separator: ", ") + "]"
    }
}
