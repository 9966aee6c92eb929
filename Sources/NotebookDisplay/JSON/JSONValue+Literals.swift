extension JSONValue: ExpressibleByNilLiteral, ExpressibleByStringInterpolation {
    public init(nilLiteral: ()) { self = .null }
}
