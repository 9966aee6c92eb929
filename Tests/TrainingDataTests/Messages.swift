import Testing

/// Expects `body` to end its process with a message that holds every one of `parts`.
func expectMessage(
    _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation, in result: ExitTest.Result?
) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in parts { #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation) }
}
