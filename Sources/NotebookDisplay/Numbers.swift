internal import Glibc

/// `value` with at most `count` significant digits: `0.333333`, `1e-07`.
func significantDigits(_ value: Double, count: Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
        let length = withVaList([Int32(count), value]) { vsnprintf(buffer.baseAddress!, 32, "%.*g", $0) }
        return String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(length)), as: UTF8.self)
    }
}
