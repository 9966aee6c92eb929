import Glibc

/// Turns the linker's names of Swift declarations into those of the source, with the toolchain's `libswiftDemangle`.
public struct Demangler: Sendable {
    private typealias Function =
        @Sendable @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<CChar>, Int) -> Int
    private let simplifiedName: Function?
    private let fullName: Function?
    private let moduleName: Function?

    public init(library: String) {
        let handle = dlopen(library, RTLD_NOW)
        func function(_ name: String) -> Function? {
            handle.flatMap { dlsym($0, name) }.map { unsafeBitCast($0, to: Function.self) }
        }
        simplifiedName = function("swift_demangle_getSimplifiedDemangledName")
        fullName = function("swift_demangle_getDemangledName")
        moduleName = function("swift_demangle_getModuleName")
    }

    /// As in "picky(_:)"; the name as it is where it is not Swift's.
    public func demangled(_ name: String) -> String {
        let text = text(of: name, by: simplifiedName) ?? name
        // A closure at top level is in no function.
        return text.hasSuffix(" in ") ? String(text.dropLast(4)) : text
    }

    /// With modules, types and labels, as in "Cell_3.picky(Swift.Int) -> Swift.Bool"; nothing where the name is not
    /// Swift's.
    func fullyDemangled(_ name: String) -> String? {
        name.hasPrefix("$s") ? text(of: name, by: fullName) : nil
    }

    /// The module that declares a function; nothing where the name is not Swift's.
    public func module(of name: String) -> String? {
        text(of: name, by: moduleName)
    }

    private func text(of name: String, by function: Function?) -> String? {
        guard let function else { return nil }
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = function(name, &buffer, buffer.count)
        guard length > 0, length < buffer.count else { return nil }
        return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
