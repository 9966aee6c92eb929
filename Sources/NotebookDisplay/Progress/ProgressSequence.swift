/// `elements` with a progress bar that follows the loop over them.
///
/// ```swift
/// for batch in progress(loader, description: "epoch 1") { … }
/// ```
///
/// The bar closes when the elements are used up or the loop is left.
///
/// - Parameter total: How many elements there are; by default what the sequence knows itself, through `count` or
///   `underestimatedCount`. Without any the bar counts.
public func progress<Base: Sequence>(
    _ elements: Base, description: String = "", total: Int? = nil
) -> ProgressSequence<Base> {
    let known =
        (elements as? any Collection)?.count ?? (elements.underestimatedCount > 0 ? elements.underestimatedCount : nil)
    return ProgressSequence(base: elements, total: total ?? known, description: description)
}

/// A sequence that shows how far the loop over it has come; made by ``progress(_:description:total:)``.
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
