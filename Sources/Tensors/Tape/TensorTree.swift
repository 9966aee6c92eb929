@_spi(Reflection) internal import Swift

/// The tensors inside a value, in the order of their declaration: of a tensor itself, and of arrays, dictionaries,
/// optionals, tuples and structs, nested to any depth.
///
/// Objects are left alone: they would be shared with the copy whose tensors are exchanged.
enum TensorTree {
    /// Calls `body` with every tensor in `value` and its path of names and positions, such as `layers.0.weight`.
    static func forEach<Value>(in value: inout Value, _ body: (String, inout Tensor) -> Void) {
        if isPlain(Value.self) { withUnsafeMutablePointer(to: &value) { visit($0, "", body) } }
    }

    /// The tensors of `value` in order.
    static func tensors<Value>(in value: Value) -> [Tensor] {
        var copy = value
        var found: [Tensor] = []
        forEach(in: &copy) { found.append($1) }
        return found
    }

    /// `value` with `tensors`, in order, in the places of its own.
    static func replacing<Value>(_ tensors: [Tensor], in value: Value) -> Value {
        var copy = value
        var position = 0
        forEach(in: &copy) {
            $1 = tensors[position]
            position += 1
        }
        return copy
    }

    /// - Precondition: `Value` is plain.
    fileprivate static func visit<Value>(
        _ pointer: UnsafeMutablePointer<Value>, _ path: String, _ body: (String, inout Tensor) -> Void
    ) {
        if Value.self == Tensor.self {
            let tensor = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Tensor.self)
            return body(path, &tensor.pointee)
        }
        if let collection = Value.self as? any TensorHolder.Type {
            return visitHolder(collection, UnsafeMutableRawPointer(pointer), path, body)
        }
        // The standard library's own structs hold nothing to look into.
        if Value.self is any Numeric.Type || Value.self is any StringProtocol.Type { return }
        withoutActuallyEscaping(body) { body in
            _ = _forEachField(of: Value.self) { label, offset, type, kind in
                if !isPlain(kind) { return true }
                func open<Field>(_: Field.Type) {
                    let field = (UnsafeMutableRawPointer(pointer) + offset).assumingMemoryBound(to: Field.self)
                    visit(field, joined(path, String(cString: label)), body)
                }
                _openExistential(type, do: open)
                return true
            }
        }
    }

    private static func visitHolder<Holder: TensorHolder>(
        _: Holder.Type, _ pointer: UnsafeMutableRawPointer, _ path: String, _ body: (String, inout Tensor) -> Void
    ) {
        pointer.assumingMemoryBound(to: Holder.self).pointee.visitTensors(path, body)
    }

    /// Whether values of a type can be looked into: structs, tuples and optionals, but neither objects, nor existentials,
    /// nor weak references, which have the type of an optional object but cannot be read like one.
    fileprivate static func isPlain<Value>(_: Value.Type) -> Bool {
        var result = false
        _ = _forEachField(of: Single<Value>.self) { _, _, _, kind in
            result = isPlain(kind)
            return true
        }
        return result
    }

    private static func isPlain(_ kind: _MetadataKind) -> Bool { [.struct, .tuple, .optional].contains(kind) }

    /// Wrapped properties are stored with a leading underscore, elements of tuples with a dot.
    fileprivate static func joined(_ path: String, _ label: String) -> String {
        let name = label.first == "_" || label.first == "." ? String(label.dropFirst()) : label
        return path.isEmpty ? name : path + "." + name
    }
}

/// A struct whose only field tells the kind of a type.
private struct Single<Value> { var value: Value }

/// A container whose elements lie elsewhere in memory.
private protocol TensorHolder {
    mutating func visitTensors(_ path: String, _ body: (String, inout Tensor) -> Void)
}

extension Array: TensorHolder {
    fileprivate mutating func visitTensors(_ path: String, _ body: (String, inout Tensor) -> Void) {
        // A long array of numbers is not worth a walk.
        if Element.self is any Numeric.Type || !TensorTree.isPlain(Element.self) { return }
        for index in indices {
            withUnsafeMutablePointer(to: &self[index]) {
                TensorTree.visit($0, TensorTree.joined(path, "\(index)"), body)
            }
        }
    }
}

extension Optional: TensorHolder {
    fileprivate mutating func visitTensors(_ path: String, _ body: (String, inout Tensor) -> Void) {
        guard TensorTree.isPlain(Wrapped.self), var value = self else { return }
        withUnsafeMutablePointer(to: &value) { TensorTree.visit($0, path, body) }
        self = value
    }
}

extension Dictionary: TensorHolder {
    /// In the order of the keys' names, as the dictionary's own changes from run to run.
    fileprivate mutating func visitTensors(_ path: String, _ body: (String, inout Tensor) -> Void) {
        if !TensorTree.isPlain(Value.self) { return }
        for key in keys.sorted(by: { "\($0)" < "\($1)" }) {
            withUnsafeMutablePointer(to: &self[key]!) {
                TensorTree.visit($0, TensorTree.joined(path, "\(key)"), body)
            }
        }
    }
}
