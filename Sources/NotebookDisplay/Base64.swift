/// `bytes` in Base64 with padding and without line breaks (RFC 4648, section 4).
package func base64Encoded(_ bytes: some Collection<UInt8>) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let padding = UInt8(ascii: "=")
    let input = ContiguousArray(bytes)
    let count = (input.count + 2) / 3 * 4
    return String(unsafeUninitializedCapacity: count) { output in
        var out = 0
        for start in stride(from: 0, to: input.count, by: 3) {
            let left = input.count - start
            let first = UInt32(input[start]) << 16
            let second = left > 1 ? UInt32(input[start + 1]) << 8 : 0
            let third = left > 2 ? UInt32(input[start + 2]) : 0
            let group = first | second | third
            output[out] = alphabet[Int(group >> 18)]
            output[out + 1] = alphabet[Int(group >> 12 & 63)]
            output[out + 2] = left > 1 ? alphabet[Int(group >> 6 & 63)] : padding
            output[out + 3] = left > 2 ? alphabet[Int(group & 63)] : padding
            out += 4
        }
        return count
    }
}
