/// `elements` with a progress bar that follows the loop over them.
///
/// ```swift
/// for batch in progress(loader, description: "epoch 1") { … }
/// ```
///
/// The total is known for collections. The bar closes when the elements are used up or the loop is left.
public func progress<Base: Sequence>(_ elements: Base, description: String = "") -> ProgressSequence<Base> {
    ProgressSequence(base: elements, total: (elements as? any Collection)?.count, description: description)
}

/// A sequence that shows how far the loop over it has come; made by ``progress(_:description:)``.
public struct ProgressSequence<Base: Sequence>: Sequence {
    let base: Base
    let total: Int?
    let description: String

    public func makeIterator() -> Iterator {
        Iterator(base: base.makeIterator(), bar: ProgressBar(total: total, description: description))
    }

    public var underestimatedCount: Int { base.underestimatedCount }

    public struct Iterator: IteratorProtocol {
        var base: Base.Iterator
        let bar: ProgressBar
        var hasStarted = false

        public mutating func next() -> Base.Element? {
            // The step that counts is the loop's body, which has run once the next element is asked for.
            if hasStarted { bar.advance() }
            hasStarted = true
            guard let element = base.next() else {
                hasStarted = false
                bar.close()
                return nil
            }
            return element
        }
    }
}
