import Glibc

/// An error that left a cell's top level, as it is told.
struct ThrownError: Sendable {
    var type: String
    var description: String
    /// Further lines, as about the error that it was caused by.
    var details: [String]
    var isCancellation: Bool

    init(_ error: any Error) {
        type = String(describing: Swift.type(of: error))
        isCancellation = error is CancellationError
        var texts = FoundationErrors.texts(of: error) ?? [codingDescription(of: error) ?? "\(error)"]
        description = texts.removeFirst()
        details = texts + causes(of: error, toldIn: description)
    }
}

/// The errors that an error has in its properties, where its own description leaves them out.
private func causes(of error: any Error, toldIn description: String) -> [String] {
    guard let cause = Mirror(reflecting: error).children.lazy.compactMap({ $0.value as? any Error }).first else {
        return []
    }
    let type = String(describing: Swift.type(of: cause))
    let texts = FoundationErrors.texts(of: cause) ?? [codingDescription(of: cause) ?? "\(cause)"]
    if description.contains("\(cause)") || description.contains(texts[0]) { return [] }
    return ["caused by \(type): \(texts[0])"] + causes(of: cause, toldIn: texts[0])
}

/// What is wrong with the data that was decoded, or the value that was encoded, and where.
private func codingDescription(of error: any Error) -> String? {
    let context: (path: [any CodingKey], text: String, cause: (any Error)?)
    switch error {
    case DecodingError.keyNotFound(let key, let found):
        context = (found.codingPath, "there is no '\(key.stringValue)'", found.underlyingError)
    case DecodingError.typeMismatch(_, let found), DecodingError.valueNotFound(_, let found),
        DecodingError.dataCorrupted(let found):
        context = (found.codingPath, found.debugDescription, found.underlyingError)
    case EncodingError.invalidValue(_, let found):
        context = (found.codingPath, found.debugDescription, found.underlyingError)
    default: return nil
    }
    var path = ""
    for key in context.path {
        path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? "" : ".") + key.stringValue
    }
    let place = path.isEmpty ? "" : " at '\(path)'"
    let text = context.text.hasSuffix(".") ? String(context.text.dropLast()) : context.text
    return text + place + (context.cause.map { ": \(FoundationErrors.texts(of: $0)?[0] ?? "\($0)")" } ?? "")
}

/// Asks Foundation about errors, in a session that has loaded it: a host that always did would start later.
private enum FoundationErrors {
    private typealias Describe =
        @convention(c) (
            UnsafeRawPointer, UnsafeMutableRawPointer,
            @convention(c) (UnsafeMutableRawPointer, UnsafePointer<CChar>) -> Void
        ) -> Bool

    /// The description of an error that has one in Foundation's sense, and further lines.
    static func texts(of error: any Error) -> [String]? {
        guard let describe else { return nil }
        var texts: [String] = []
        let isDescribed = withUnsafeMutablePointer(to: &texts) { texts in
            describe(object(of: error), texts) { context, text in
                context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: text))
            }
        }
        return isDescribed && !texts.isEmpty ? texts : nil
    }

    private static var describe: Describe? {
        guard dlopen("libFoundationEssentials.so", RTLD_LAZY | RTLD_NOLOAD) != nil,
            let library = CellHost.current.withLock({ $0 })?.library,
            let slash = library.lastIndex(of: "/"),
            let handle = dlopen("\(library[...slash])libswiftlet-foundation-errors.so", RTLD_NOW | RTLD_LOCAL),
            let symbol = dlsym(handle, "swiftlet_foundation_describe")
        else { return nil }
        return unsafeBitCast(symbol, to: Describe.self)
    }
}
