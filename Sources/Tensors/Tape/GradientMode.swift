internal import CKernels

/// Runs `body` without recording operations on this thread: for measuring, and for changing parameters.
public func noGradient<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try withGradient(enabled: false, body)
}

/// Whether operations on this thread are recorded.
public var isGradientEnabled: Bool { sl_gradient_enabled() != 0 }

func withGradient<Result, Failure: Error>(
    enabled: Bool, _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    let before = sl_gradient_enabled()
    sl_set_gradient_enabled(enabled ? 1 : 0)
    defer { sl_set_gradient_enabled(before) }
    return try body()
}

/// Runs `body` with operations on this thread recorded, also inside `noGradient`.
package func withGradientEnabled<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    try withGradient(enabled: true, body)
}
