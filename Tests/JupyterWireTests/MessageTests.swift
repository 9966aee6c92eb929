import Foundation
import JupyterWire
import Testing

@Suite struct MessageTests {
    let signer = Signer(key: "secret")

    func message() -> Message {
        Message(
            identities: [Data([0, 255]), Data("router".utf8)], header: .init(type: "execute_request", session: "s"),
            metadata: ["cellId": "a"], content: Data(#"{"code":"1"}"#.utf8), buffers: [Data([1, 2, 3])])
    }

    @Test func aMessageArrivesAsItWasSent() throws {
        let sent = message()
        let received = try Message(frames: sent.frames(signer: signer), signer: signer)
        #expect(received.identities == sent.identities)
        #expect(received.header == sent.header)
        #expect(received.metadata == sent.metadata)
        #expect(received.content == sent.content)
        #expect(received.buffers == sent.buffers)
        #expect(received.rawHeader == sent.rawHeader)
    }

    @Test func aForgedMessageIsRefused() {
        var frames = message().frames(signer: signer)
        frames[6] = Data(#"{"code":"2"}"#.utf8)
        #expect(throws: WireError.wrongSignature) { try Message(frames: frames, signer: signer) }
    }

    @Test func aMessageThatIsSentAgainIsRefused() throws {
        let frames = message().frames(signer: signer)
        _ = try Message(frames: frames, signer: signer)
        #expect(throws: WireError.repeatedSignature) { try Message(frames: frames, signer: signer) }
        _ = try Message(frames: message().frames(signer: signer), signer: signer)
        let plain = Signer(key: "")
        for _ in 0..<2 { _ = try Message(frames: message().frames(signer: plain), signer: plain) }
    }

    @Test func aTextThatIsTooLargeIsRefusedAndALargeBufferIsNot() throws {
        var large = message()
        large.buffers = [Data(count: 40_000_000)]
        #expect(try Message(frames: large.frames(signer: signer), signer: signer).buffers[0].count == 40_000_000)
        large.content = Data(#"{"code":""#.utf8) + Data(repeating: 32, count: 100_000_000) + Data(#""}"#.utf8)
        #expect(throws: WireError.tooLarge(frame: "content", bytes: large.content.count)) {
            try Message(frames: large.frames(signer: signer), signer: signer)
        }
    }

    @Test func missingFramesAreRefused() {
        let frames = message().frames(signer: signer)
        #expect(throws: WireError.noDelimiter) { try Message(frames: [], signer: signer) }
        #expect(throws: WireError.noDelimiter) { try Message(frames: Array(frames[..<2]), signer: signer) }
        for count in 3..<8 {
            #expect(throws: WireError.missingFrames(count: count - 3)) {
                try Message(frames: Array(frames[..<count]), signer: signer)
            }
        }
    }

    @Test(arguments: [("header", 4), ("metadata", 6), ("content", 7)])
    func malformedJSONIsRefusedByTheFramesName(_ name: String, _ index: Int) {
        for text in ["", "{", "[]", "1", "\u{0}", "{\"a\":}"] {
            let plain = Signer(key: "")
            var frames = message().frames(signer: plain)
            frames[index] = Data(text.utf8)
            #expect(throws: WireError.malformedJSON(frame: name)) { try Message(frames: frames, signer: plain) }
        }
    }
}

@Suite struct JSONValueTests {
    @Test(arguments: [
        "null", "true", "0", "1", "-9007199254740993", "1.5", #""ü\n\"🐦""#, "[]", #"[1,[2],{"a":null}]"#,
        #"{"k":false}"#,
    ])
    func valuesSurviveARoundTrip(_ text: String) throws {
        let value = try JSONValue(parsing: Data(text.utf8))
        #expect(try JSONValue(parsing: value.encoded()) == value)
    }

    @Test func numbersAndTruthValuesAreToldApart() throws {
        #expect(try JSONValue(parsing: Data("[1, true, 1.0, 0]".utf8)) == [1, true, 1, 0])
        #expect(try JSONValue(parsing: Data("true".utf8)).integerValue == nil)
        #expect(try JSONValue(parsing: Data("1".utf8)).boolValue == nil)
    }
}
