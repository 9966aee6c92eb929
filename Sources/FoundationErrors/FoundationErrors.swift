import Foundation

/// Describes an error in the words that Foundation has for it. The cell host loads this library, and with it nothing new,
/// when a cell that uses Foundation throws.
///
/// - Parameters:
///   - error: The error's object.
///   - take: Is called with the context for each line: the description, then what else there is to know.
/// - Returns: Whether Foundation knows more than the error's type.
@_cdecl("swiftlet_foundation_describe")
public func describeForHost(
    error: UnsafeRawPointer, context: UnsafeMutableRawPointer,
    take: @convention(c) (UnsafeMutableRawPointer, UnsafePointer<CChar>) -> Void
) -> Bool {
    guard let lines = lines(about: unsafeBitCast(error, to: (any Error).self)) else { return false }
    for line in lines { take(context, line) }
    return true
}

private func lines(about error: any Error) -> [String]? {
    if let error = error as? any LocalizedError, let description = error.errorDescription {
        return [description]
            + [error.failureReason.map { "reason: \($0)" }, error.recoverySuggestion.map { "advice: \($0)" }]
            .compactMap { $0 }
    }
    // Every error can be taken for an NSError; those that are made as one say more by that.
    guard error is any CustomNSError || type(of: error) is NSError.Type else { return nil }
    let known = error as NSError
    var description = known.localizedDescription
    for key in [NSFilePathErrorKey, NSURLErrorKey] {
        guard let place = known.userInfo[key].map({ ($0 as? URL)?.path ?? "\($0)" }), !description.contains(place)
        else {
            continue
        }
        description += " (\(place))"
    }
    let underlying = known.userInfo[NSUnderlyingErrorKey] as? any Error
    return [description, "domain: \(known.domain), code: \(known.code)"]
        + (underlying.map { ["caused by \(type(of: $0)): \($0.localizedDescription)"] } ?? [])
}
