import Foundation
import NotebookDisplay
import Testing

@Suite struct MIMEBundleTests {
    private func object(_ bundle: MIMEBundle) throws -> [String: [String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(bundle.json.utf8)) as? [String: [String: Any]])
    }

    @Test func textBinaryAndJSONAreEachCarriedAsJupyterWantsThem() throws {
        var bundle = MIMEBundle(plainText: "a \"figure\"\n")
        bundle[.png] = .binary([0x89, 0x50, 0x4E, 0x47])
        bundle[.vegaLite] = .json("{\"mark\": \"bar\"}")
        bundle.setSize(of: .png, width: 640, height: 480)
        bundle[.html, metadata: "isolated"] = .bool(true)

        let json = try object(bundle)
        #expect(json["data"]?["text/plain"] as? String == "a \"figure\"\n")
        #expect(json["data"]?["image/png"] as? String == "iVBORw==")
        #expect((json["data"]?["application/vnd.vegalite.v5+json"] as? [String: String]) == ["mark": "bar"])
        #expect((json["metadata"]?["image/png"] as? [String: Int]) == ["width": 640, "height": 480])
        #expect((json["metadata"]?["text/html"] as? [String: Bool]) == ["isolated": true])
    }

    @Test func contentThatIsNotJSONCannotBreakTheMessage() throws {
        var bundle = MIMEBundle()
        bundle[.json] = .json("{\"a\": 1}}, oops")
        #expect(try object(bundle)["data"]?["application/json"] as? String == "{\"a\": 1}}, oops")
    }

    @Test func anEmptyBundleIsStillAMessage() {
        #expect(MIMEBundle().json == "{\"data\":{},\"metadata\":{}}")
    }

    @Test func removingARepresentationRemovesItsMetadata() {
        var bundle = MIMEBundle(plainText: "x")
        bundle[.png] = .binary([])
        bundle.setSize(of: .png, width: 1, height: 1)
        bundle[.png] = nil
        #expect(bundle == MIMEBundle(plainText: "x"))
    }
}
