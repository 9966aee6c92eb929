/// `elements` with a progress bar that follows the loop over them.
///
/// ```swift
/// for batch in progress(loader, description: "epoch 1") { … }
/// ```
///
/// The bar closes when the elements are used up; it says so when the loop is left before, by `break` or by an error.
/// The bar of a loop inside the body stands below this one and takes the place of the one before it.
///
/// - Parameter total: How many elements there are; by default what the sequence knows itself, through `count` or
///   `underestimatedCount`. Without any the bar counts.
public func progress<Base: Sequence>(
    _ elements: Base, description: String = "", total: Int? = nil
) -> ProgressSequence<Base> {
    let known =
        (elements as? any Collection)?.count ?? (elements.underestimatedCount > 0 ? elements.underestimatedCount : nil)
    return ProgressSequence(elements, description: description, total: total ?? known)
}

/// A sequence that shows how far the loop over it has come; made by ``progress(_:description:total:)``.
public struct ProgressSequence<Base: Sequence>: Sequence {
    let base: Base
    let total: Int?
    let description: String
    let now: @Sendable () -> Duration

    /// A sequence whose bar reads the time from `now`.
    package init(
        _ base: Base, description: String = "", total: Int?, now: @escaping @Sendable () -> Duration = ProgressBar.clock
    ) {
        self.base = base
        self.total = total
        self.description = description
        self.now = now
    }

    public func makeIterator() -> Iterator {
        Iterator(base: base.makeIterator(), loop: ProgressLoop(total: total, description: description, now: now))
    }

    public var underestimatedCount: Int { base.underestimatedCount }

    public struct Iterator: IteratorProtocol {
        var base: Base.Iterator
        let loop: ProgressLoop

        public mutating func next() -> Base.Element? {
            loop.willAdvance()
            let element = base.next()
            if element == nil { loop.end() }
            return element
        }
    }
}
