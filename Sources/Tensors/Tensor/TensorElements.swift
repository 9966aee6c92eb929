/// What an array literal of a tensor may hold: numbers, or arrays of them nested to any depth.
public protocol TensorElements {
    /// The tensor type that holds these numbers exactly.
    static var elementDType: DType { get }
    /// Appends the lengths of this level and those below it.
    func appendShape(to lengths: inout [Int])
    /// Appends the numbers in row-major order, trapping where a level is not as long as the first of its kind.
    func append(to elements: inout NestedElements)
}

/// The numbers of a nested literal while they are collected.
public struct NestedElements {
    var lengths: [Int]
    /// Where in the literal the level being read stands.
    var path: [Int] = []
    var floats: [Double] = []
    var integers: [Int64] = []

    /// Appends a row of the usual numbers at once; false if it holds something else.
    mutating func append<Element>(numbers: [Element]) -> Bool {
        if Element.self == Double.self {
            floats += numbers as! [Double]
        } else if Element.self == Float.self {
            floats += (numbers as! [Float]).lazy.map { Double($0) }
        } else if Element.self == Int.self {
            integers += (numbers as! [Int]).lazy.map { Int64($0) }
        } else {
            return false
        }
        return true
    }
}

extension TensorElements where Self: TensorScalar {
    public static var elementDType: DType { dtype }
    public func appendShape(to lengths: inout [Int]) {}
    public func append(to elements: inout NestedElements) {
        if Self.dtype.isFloatingPoint {
            elements.floats.append(tensorValue)
        } else {
            elements.integers.append(integerValue)
        }
    }
}

extension Float: TensorElements {}
extension Double: TensorElements {}
extension Int: TensorElements {}
extension Int64: TensorElements {}
extension Int32: TensorElements {}
extension UInt8: TensorElements {}
extension Bool: TensorElements {}

extension Array: TensorElements where Element: TensorElements {
    public static var elementDType: DType { Element.elementDType }

    public func appendShape(to lengths: inout [Int]) {
        lengths.append(count)
        first?.appendShape(to: &lengths)
    }

    public func append(to elements: inout NestedElements) {
        let depth = elements.path.count
        // Below an empty first row the literal does not say how long rows are.
        let expected = depth < elements.lengths.count ? elements.lengths[depth] : 0
        if count != expected {
            let place = elements.path.map { "[\($0)]" }.joined()
            let first = elements.path.map { _ in "[0]" }.joined()
            shapeError(
                "Tensor",
                "ragged literal: row \(place) has \(count) \(count == 1 ? "entry" : "entries"), row \(first) has "
                    + "\(expected) (rows of a tensor must be equally long)")
        }
        if elements.append(numbers: self) { return }
        for (position, element) in enumerated() {
            elements.path.append(position)
            element.append(to: &elements)
            elements.path.removeLast()
        }
    }
}
