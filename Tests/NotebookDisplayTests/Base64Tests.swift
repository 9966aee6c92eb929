import Foundation
import NotebookDisplay
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func givesTheVectorsOfTheStandard(text: String, encoded: String) {
        #expect(base64Encoded(text.utf8) == encoded)
    }

    @Test(arguments: 0..<20) func everyByteComesBack(length: Int) {
        let bytes = (0..<256 + length).map { UInt8(truncatingIfNeeded: $0 &* 167) }
        #expect(Data(base64Encoded: base64Encoded(bytes)) == Data(bytes))
    }
}
