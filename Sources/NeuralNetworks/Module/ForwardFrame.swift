internal import Glibc
package import Tensors

/// A module whose forward pass runs on this thread, and the one that called it: what the dotted name in a message is found
/// by.
struct ForwardFrame {
    unowned(unsafe) let module: Module
    let caller: UnsafePointer<ForwardFrame>?

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        mistakePlace = { current.map { $0.pointee.module.messageName } }
        return key
    }()

    /// The innermost frame of this thread.
    static var current: UnsafePointer<ForwardFrame>? {
        UnsafePointer(pthread_getspecific(key)?.assumingMemoryBound(to: ForwardFrame.self))
    }

    @inline(__always)
    static func run<Result>(_ module: Module, _ body: () -> Result) -> Result {
        let caller = current
        let frame = ForwardFrame(module: module, caller: caller)
        return withUnsafePointer(to: frame) { pointer in
            pthread_setspecific(key, pointer)
            defer { pthread_setspecific(key, caller) }
            return body()
        }
    }

    /// The module that was called first: the names of those inside it start there.
    static var outermost: Module? {
        var frame = current
        while let caller = frame?.pointee.caller { frame = caller }
        return frame?.pointee.module
    }
}

extension Module {
    /// Runs `body` as the forward pass of this module, so that messages about what goes wrong in it name the module.
    ///
    /// Calling a module does so already; modules that take other arguments than one tensor do it in their own
    /// `callAsFunction`.
    public func withinForward<Result>(_ body: () -> Result) -> Result { ForwardFrame.run(self, body) }

    /// How messages call the module: `encoder.0 (Linear(3 → 4))`, with the name it has in the module that was called.
    var messageName: String {
        let root = ForwardFrame.outermost ?? self
        let name = root.namedModules.first { $0.module === self }?.name ?? ""
        return name.isEmpty ? layerDescription : "\(name) (\(layerDescription))"
    }

    /// Stops with the module's dotted name and `problem`: what it got and what it wanted.
    public func failure(_ problem: String) -> Never { fatalError("\(messageName): \(problem)") }

    /// Stops unless the input's axis has `length` entries.
    package func check(_ input: Tensor, axis: Int, has length: Int, _ what: String, rank: ClosedRange<Int>) {
        if !rank.contains(input.rank) {
            let wanted =
                rank.lowerBound == rank.upperBound ? "\(rank.lowerBound)" : "\(rank.lowerBound) to \(rank.upperBound)"
            failure("the input has shape \(input.shape), \(input.rank) axes; \(wanted) are wanted")
        }
        let position = axis < 0 ? axis + input.rank : axis
        if input.shape[position] != length {
            failure(
                "the input has shape \(input.shape), \(input.shape[position]) \(what) on axis \(position); "
                    + "\(length) are wanted")
        }
    }

    /// Stops with `problem` unless `condition` holds: for settings that make no layer.
    package static func require(_ condition: Bool, _ problem: @autoclosure () -> String) {
        if !condition { fatalError("\(Self.self): \(problem())") }
    }
}
