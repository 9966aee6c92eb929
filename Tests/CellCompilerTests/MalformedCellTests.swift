import CellCompiler
import Foundation
import Testing

/// Whatever a learner types goes through planning and rewriting inside the kernel, which must not fall over it.
@Suite struct MalformedCellTests {
    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../Clients/corpus").standardizedFileURL

    private static func cells() throws -> [String] {
        try FileManager.default.contentsOfDirectory(at: corpus, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
            .flatMap { try String(contentsOf: $0, encoding: .utf8).components(separatedBy: "\n// %%") }
    }

    /// One text, damaged in a way that people damage texts.
    private static func damaged(_ text: String, by random: inout some RandomNumberGenerator) -> String {
        var characters = Array(text)
        let place = Int.random(in: 0...characters.count, using: &random)
        let length = min(Int.random(in: 1...12, using: &random), characters.count - place)
        let strays = [
            "}", ")", "]", "{", "(", "\"", "\"\"\"", "/*", "`", "#", "@", "\\(", ",", "=", "let ", "\u{FEFF}", "“",
            "é🐦", "\0", "\r\n",
        ]
        switch Int.random(in: 0..<4, using: &random) {
        case 0: characters.removeSubrange(place..<place + length)
        case 1: characters.insert(contentsOf: strays.randomElement(using: &random)!, at: place)
        case 2: characters.removeSubrange(place...)
        default: characters.insert(contentsOf: characters[place..<place + length], at: characters.startIndex)
        }
        return String(characters)
    }

    @Test func aDamagedCellIsPlannedAndRewritten() throws {
        var random = SeededGenerator(seed: 20)
        var scope = SessionScope()
        var number = 0
        for cell in try MalformedCellTests.cells() {
            for text in [cell] + (0..<6).map({ _ in MalformedCellTests.damaged(cell, by: &random) }) {
                number += 1
                let plan = CellPlan(
                    CellSyntax(text), number: number, file: "In[\(number)]", cellID: "cell \(number % 40)", scope: scope
                )
                #expect(!plan.source.text.isEmpty)
                if number % 5 == 0 { scope = plan.scopeAfter }
            }
        }
        #expect(number > 5_000)
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
