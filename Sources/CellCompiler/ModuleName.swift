import Foundation

/// Makes the module of a linked cell nameless for the Swift runtime, so that `print`, `dump`, `String(reflecting:)` and
/// the messages of failed casts call the types of a cell as its author does: `Point`, not `Cell_3.Point`.
///
/// The runtime finds the name through the module's context descriptor: 32 bits of flags, 32 bits for its parent, then the
/// distance to the name. That is moved to the name's end. Types stay apart, as they are told apart by their descriptors.
func eraseModuleName(_ name: String, inLibrary path: String) throws {
    let url = URL(fileURLWithPath: path)
    var data = try Data(contentsOf: url)
    let descriptor = "$s\(name.utf8.count)\(name)MXM"
    guard let file = ELFFile(data), let symbol = file.symbols.first(where: { $0.name == descriptor }),
        let field = file.offset(ofAddress: symbol.address + 8)
    else { return }  // A cell without types has no descriptor.
    let distance = Int(Int32(truncatingIfNeeded: file.integer(field, 4)))
    guard let text = file.offset(ofAddress: symbol.address + 8 + distance), file.string(at: text) == name else {
        return
    }
    let moved = Int32(distance + name.utf8.count)
    withUnsafeBytes(of: moved.littleEndian) { data.replaceSubrange(field..<field + 4, with: $0) }
    try data.write(to: url)
}
