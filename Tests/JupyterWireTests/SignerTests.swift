import Foundation
import JupyterWire
import Testing

@Suite struct SignerTests {
    /// RFC 4231, test case 2.
    @Test func theSignatureIsTheStandardsHMAC() {
        let frames = ["what do ya ", "want ", "for ", "nothing?"].map { Data($0.utf8) }
        let signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        #expect(Signer(key: "Jefe").signature(of: frames) == Data(signature.utf8))
    }

    @Test func onlyTheRightSignatureIsAccepted() {
        let signer = Signer(key: "key")
        let frames = [Data("{}".utf8)]
        let signature = signer.signature(of: frames)
        #expect(signer.accepts(signature, of: frames))
        #expect(!signer.accepts(signature, of: [Data("{ }".utf8)]))
        #expect(!signer.accepts(Data(signature.reversed()), of: frames))
        #expect(!signer.accepts(Data(), of: frames))
        #expect(!Signer(key: "other").accepts(signature, of: frames))
    }

    @Test func withoutAKeyNothingIsSigned() {
        #expect(Signer(key: "").signature(of: [Data("a".utf8)]).isEmpty)
        #expect(Signer(key: "").accepts(Data(), of: [Data("a".utf8)]))
    }
}
