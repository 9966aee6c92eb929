import Glibc

/// Turns the linker's names of Swift functions into those of the source, with the toolchain's `libswiftDemangle`.
public struct Demangler: Sendable {
    private typealias Function =
        @Sendable @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<CChar>, Int) -> Int
    private let simplifiedName: Function?

    public init(library: String) {
        let symbol = dlopen(library, RTLD_NOW).flatMap { dlsym($0, "swift_demangle_getSimplifiedDemangledName") }
        simplifiedName = symbol.map { unsafeBitCast($0, to: Function.self) }
    }

    /// As in "picky(_:)"; the name as it is where it is not Swift's.
    public func demangled(_ name: String) -> String {
        guard let simplifiedName else { return name }
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = simplifiedName(name, &buffer, buffer.count)
        guard length > 0, length < buffer.count else { return name }
        let text = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // A closure at top level is in no function.
        return text.hasSuffix(" in ") ? String(text.dropLast(4)) : text
    }
}
