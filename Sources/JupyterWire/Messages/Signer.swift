import CSodium
import Foundation

/// Signs messages and checks their signatures: HMAC-SHA256 over the four JSON frames, in hexadecimal.
///
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#wire-protocol>
public struct Signer: Sendable {
    private let key: [UInt8]
    private let history = SignatureHistory()

    /// - Parameter key: The connection file's key; with an empty one nothing is signed or checked.
    public init(key: String) {
        self.key = Array(key.utf8)
    }

    public func signature(of frames: [Data]) -> Data {
        guard !key.isEmpty else { return Data() }
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        for frame in frames {
            frame.withUnsafeBytes { bytes in
                _ = crypto_auth_hmacsha256_update(
                    &state, bytes.bindMemory(to: UInt8.self).baseAddress, UInt64(bytes.count))
            }
        }
        var digest = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_bytes()))
        crypto_auth_hmacsha256_final(&state, &digest)
        return Data(digest.flatMap(hexadecimal))
    }

    /// Whether a signature that was found to be right comes for the first time. Copies of a signer know the same ones.
    func admits(_ signature: Data) -> Bool {
        key.isEmpty || history.admit(signature)
    }

    /// Compares in a time that does not depend on where the signatures differ.
    public func accepts(_ signature: Data, of frames: [Data]) -> Bool {
        let expected = self.signature(of: frames)
        guard expected.count == signature.count else { return false }
        return expected.isEmpty
            || expected.withUnsafeBytes { expected in
                signature.withUnsafeBytes { sodium_memcmp(expected.baseAddress, $0.baseAddress, expected.count) == 0 }
            }
    }
}

private func hexadecimal(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}
