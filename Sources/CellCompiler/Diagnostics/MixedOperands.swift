/// An operator between a number and a number of another type, or a text: the mistake that everyone makes who comes from a
/// language that converts them.
enum MixedOperands {
    private static let integers: Set<String> = ["Int", "Int8", "Int16", "Int32", "Int64", "UInt", "UInt8", "UInt32"]
    private static let fractions: Set<String> = ["Double", "Float"]

    /// Which operand is to be converted to which type; nothing where the message is about something else.
    static func conversion(in message: String) -> (operand: Int, type: String)? {
        let pattern = /^binary operator '.+' cannot be applied to operands of type '(\w+)' and '(\w+)'$/
        guard let match = message.firstMatch(of: pattern) else { return nil }
        let types = [String(match.1), String(match.2)]
        for (operand, other) in [(0, 1), (1, 0)] {
            let (from, to) = (types[operand], types[other])
            let isNumber = integers.contains(from) || fractions.contains(from)
            if to == "String" && isNumber || fractions.contains(to) && integers.contains(from) { return (operand, to) }
        }
        let areNumbers = types.allSatisfy { integers.contains($0) || fractions.contains($0) }
        return areNumbers && types[0] != types[1] ? (1, types[0]) : nil
    }
}
