import Testing
import TrainingData

@Suite struct TarArchiveTests {
    let folder = TemporaryFolder()

    private func member(_ name: String, _ content: [UInt8], prefix: String = "") -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at start: Int) {
            for (offset, byte) in text.utf8.enumerated() { header[start + offset] = byte }
        }
        put(name, at: 0)
        let size = String(content.count, radix: 8)
        put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
        put("ustar", at: 257)
        put(prefix, at: 345)
        return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    @Test func wantedMembersComeOutWhole() throws {
        let long = (0..<1300).map { UInt8(truncatingIfNeeded: $0) }
        let archive =
            member("a/", []) + member("a/one", long) + member("a/two", [7]) + member("three", [1, 2], prefix: "a/deep")
            + [UInt8](repeating: 0, count: 1024)
        for bytes in [archive, gzipped(archive)] {
            let path = folder.write("a.tar", bytes)
            let found = try tarMembers(path, ["a/one", "a/deep/three", "a/none"], limit: 1 << 20)
            #expect(found == ["a/one": long, "a/deep/three": [1, 2]])
        }
    }

    @Test func damagedArchivesSayWhatIsWrong() {
        func problem(_ bytes: [UInt8], limit: Int = 1 << 20) -> String {
            dataError { try tarMembers(folder.write("a.tar", bytes), ["a"], limit: limit) }?.problem ?? "none"
        }
        let archive = member("a", [UInt8](repeating: 1, count: 600))
        #expect(problem(Array(archive.prefix(900))).contains("is cut off"))
        #expect(problem(Array(archive.prefix(300))).contains("is no tar archive"))
        #expect(problem([UInt8](repeating: 65, count: 600)).contains("is no tar archive"))
        #expect(problem(archive, limit: 500).contains("unpacks to more than 500 bytes"))
    }
}
