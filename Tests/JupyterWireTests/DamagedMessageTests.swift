import Foundation
import JupyterWire
import Testing

/// What comes over the network may be anything: it is a message, or an error that says why not.
@Suite struct DamagedMessageTests {
    private static let texts = [
        #"{"msg_id":"1","session":"s","username":"u","date":"d","msg_type":"execute_request","version":"5.3"}"#,
        #"{"code":"print(1)","silent":false,"user_expressions":{"a":"1"},"cursor_pos":-3}"#,
        #"{"a":[1,2.5,1e400,null,true,"\\ud83d\\ude00"],"b":{"c":{"d":[]}}}"#, "{}", "", "null", "[]", "7", #""text""#,
        "{\"a\":" + String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    ].map { Data($0.utf8) }

    private static func damaged(_ data: Data, by random: inout some RandomNumberGenerator) -> Data {
        var bytes = Array(data)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where place < bytes.count: bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 2: bytes.removeSubrange(place...)
            default: bytes.insert(contentsOf: bytes.prefix(40), at: place)
            }
        }
        return Data(bytes)
    }

    @Test func damagedFramesAreAMessageOrAnError() {
        var random = SeededGenerator(seed: 55)
        var (messages, errors) = (0, 0)
        let signers = [Signer(key: ""), Signer(key: "key")]
        for _ in 0..<10_000 {
            let signer = signers.randomElement(using: &random)!
            let parts =
                [DamagedMessageTests.texts[0]]
                + (0..<3).map { _ in
                    DamagedMessageTests.texts.randomElement(using: &random)!
                }
            let sent = parts.map { Bool.random(using: &random) ? DamagedMessageTests.damaged($0, by: &random) : $0 }
            var frames = [Data("id".utf8), Data("<IDS|MSG>".utf8), signer.signature(of: sent)] + sent
            if Int.random(in: 0..<4, using: &random) == 0 {
                let index = frames.indices.randomElement(using: &random)!
                if Bool.random(using: &random) {
                    frames.remove(at: index)
                } else {
                    frames[index] = DamagedMessageTests.damaged(frames[index], by: &random)
                }
            }
            do {
                let message = try Message(frames: frames, signer: signer)
                _ = message.contentValue()["code"]?.stringValue
                messages += 1
            } catch {
                errors += 1
            }
        }
        #expect(messages > 100 && errors > 1_000, "\(messages) messages, \(errors) errors")
    }
}

/// SplitMix64, so that a failure can be found again.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
