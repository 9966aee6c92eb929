extension Tensor {
    /// The elements that the indices name, outermost axis first: `x[0]`, `x[2..<5, -1]`, `x[.ellipsis, [0, 2]]`,
    /// `x[x .> 0]`. See `TensorIndex` for what an index may be.
    ///
    /// Single positions, ranges, steps and new axes give a view that shares the elements; lists of positions and masks
    /// copy. Lists and masks broadcast together; the axes that they stand for become theirs, in the place of the first
    /// if they stand side by side, else in front.
    ///
    /// Setting broadcasts the new elements to the selected ones and converts them to the tensor's type. Only this
    /// variable changes; other tensors that share the memory keep their elements. Where an element is set twice the last
    /// one stays. If the tensor or the new elements ask for gradients, the setting is recorded.
    ///
    /// ```swift
    /// var x = Tensor.zeros([2, 2])
    /// x[0] = Tensor([1, 2])   // [[1, 2], [0, 0]]
    /// x[x .== 0] = -1         // [[1, 2], [-1, -1]]
    /// x[1, 1] += 5            // [[1, 2], [-1, 4]]
    /// ```
    public subscript(indices: any TensorIndex...) -> Tensor {
        get {
            if indices.count == 1, case .position(let position) = indices[0].indexPart.kind {
                return selected(axis: 0, position)
            }
            return Selection(indices, in: shape).elements(of: self)
        }
        set { assign(newValue, to: Selection(indices, in: shape)) }
    }

    /// The same elements, to be set to a number written out: `x[0, 1] = 5`.
    @_disfavoredOverload
    public subscript(indices: any TensorIndex...) -> NumberLiteral {
        get { NumberLiteral(floatLiteral: Selection(indices, in: shape).elements(of: self).item()) }
        set {
            let number: Tensor =
                switch newValue.value {
                case .floating(let value): .full([], value, dtype: dtype)
                case .integer(let value): .full([], value, dtype: dtype)
                }
            assign(number, to: Selection(indices, in: shape))
        }
    }
}

/// A number written out that becomes elements of a tensor. It can do nothing else, so that `x[0] + 1` means a tensor.
public struct NumberLiteral: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
    Sendable
{
    enum Value {
        case floating(Double)
        case integer(Int)
    }

    let value: Value

    public init(integerLiteral value: Int) { self.value = .integer(value) }
    public init(floatLiteral value: Double) { self.value = .floating(value) }
    public init(booleanLiteral value: Bool) { self.value = .integer(value ? 1 : 0) }

    /// The number with the other sign, where the minus is apart from the digits.
    public static prefix func - (number: NumberLiteral) -> NumberLiteral {
        switch number.value {
        case .floating(let value): NumberLiteral(floatLiteral: -value)
        case .integer(let value): NumberLiteral(integerLiteral: -value)
        }
    }
}
