/// `elements` with a progress bar that follows the loop over them.
///
/// ```swift
/// for try await batch in progress(stream, description: "reading") { … }
/// ```
///
/// All is as it is for other sequences, but that the number of elements is known only where it is given.
///
/// - Parameter total: How many elements there will be. Without it the bar counts.
public func progress<Base: AsyncSequence>(
    _ elements: Base, description: String = "", total: Int? = nil
) -> AsyncProgressSequence<Base> {
    AsyncProgressSequence(base: elements, total: total, description: description)
}

/// An asynchronous sequence that shows how far the loop over it has come; made by `progress(_:description:total:)`.
public struct AsyncProgressSequence<Base: AsyncSequence>: AsyncSequence {
    public typealias Element = Base.Element
    public typealias Failure = Base.Failure

    let base: Base
    let total: Int?
    let description: String

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), loop: ProgressLoop(total: total, description: description))
    }

    public struct Iterator: AsyncIteratorProtocol {
        public typealias Failure = Base.Failure

        var base: Base.AsyncIterator
        let loop: ProgressLoop

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(Base.Failure) -> Base.Element? {
            loop.willAdvance()
            let element = try await base.next(isolation: actor)
            if element == nil { loop.end() }
            return element
        }
    }
}

extension AsyncProgressSequence: Sendable where Base: Sendable {}
