/// What one side of a ``Comm`` sends the other.
public struct CommMessage: Hashable, Sendable {
    /// What the two sides have agreed on.
    public var data: JSONValue
    /// An object with what is to be known about the data.
    public var metadata: JSONValue
    /// Bytes that need not be written as JSON.
    public var buffers: [[UInt8]]

    public init(data: JSONValue = [:], metadata: JSONValue = [:], buffers: [[UInt8]] = []) {
        self.data = data
        self.metadata = metadata
        self.buffers = buffers
    }
}
