import Glibc
import Testing
import TrainingData

@Suite(.serialized) struct DownloadTests {
    let folder = TemporaryFolder()
    /// SHA-256 of "abc", from FIPS 180-2's examples.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    /// A proxy knows nothing of this machine's own servers. Nothing is set where there is none: other threads may be looking
    /// at the environment.
    init() {
        if getenv("http_proxy") != nil { setenv("no_proxy", "127.0.0.1", 1) }
    }

    @Test func checksumsAreThoseOfTheStandard() throws {
        let examples = [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), ("abc", abc),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ]
        for (text, sum) in examples {
            #expect(try Datasets.checksum(of: folder.write("a", Array(text.utf8))) == sum)
        }
    }

    @Test func aFileIsFetchedOnceAndThenFound() throws {
        let server = HTTPServer(["/a/abc.txt": .file(Array("abc".utf8))])
        defer { server.stop() }
        let path = folder.path + "/deep/er/abc.txt"
        #expect(try Datasets.download(server.url("/a/abc.txt"), sha256: abc.uppercased(), to: path) == path)
        #expect(try Datasets.checksum(of: path) == abc)
        #expect(try Datasets.download(server.url("/a/abc.txt"), sha256: abc, to: path) == path)
        #expect(server.requests == ["/a/abc.txt"])
        #expect(folder.names(in: folder.path + "/deep/er") == ["abc.txt"])
    }

    @Test func theCacheIsWhereXDGSaysAndKeepsAddressesApart() async {
        // In a process of its own, whose environment can be changed.
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let server = HTTPServer(["/1/x?v=1": .file(Array("one".utf8)), "/2/x": .unknownLength(Array("two".utf8))])
            setenv("XDG_CACHE_HOME", folder.path, 1)
            setenv("no_proxy", "127.0.0.1", 1)
            let first = try Datasets.download(server.url("/1/x?v=1"))
            let second = try Datasets.download(server.url("/2/x"))
            for path in [first, second] {
                try #require(path.hasPrefix(folder.path + "/swiftlet/datasets/") && path.hasSuffix("/x"))
            }
            try #require(first != second)
            try #require(try Datasets.download(server.url("/1/x?v=1")) == first)
            try #require(server.requests.count == 2)
        }
    }

    @Test func largeFilesComeWholeAndRedirectionsAreFollowed() throws {
        let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let server = HTTPServer(["/old": .redirection("/new"), "/new": .file(bytes)])
        defer { server.stop() }
        let path = try Datasets.download(server.url("/old"), to: folder.path + "/large")
        let direct = folder.write("direct", bytes)
        #expect(try Datasets.checksum(of: path) == (try Datasets.checksum(of: direct)))
    }

    @Test func whateverFailsLeavesNothingBehind() throws {
        let server = HTTPServer([
            "/abd": .file(Array("abd".utf8)), "/short": .cutOff(Array("ab".utf8)), "/silent": .silence,
            "/away": .redirection("file:///etc/passwd"),
            "/endless": .unknownLength(Array(repeating: 7, count: 100_000)),
        ])
        defer { server.stop() }
        func problem(_ path: String, limit: Int = 1 << 20) -> String {
            let error = dataError {
                try Datasets.download(server.url(path), sha256: abc, to: folder.path + "/x", limit: limit)
            }
            #expect(folder.names() == [])
            return error?.problem ?? "none"
        }
        #expect(
            problem("/abd").contains(
                "has the checksum a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9, not \(abc)"))
        #expect(problem("/short").contains("cannot be fetched"))
        #expect(problem("/silent").contains("cannot be fetched"))
        #expect(problem("/none").contains("the server answered 404"))
        #expect(problem("/away").contains("cannot be fetched"))
        #expect(problem("/endless", limit: 50_000).contains("has more than 50000 bytes"))
        #expect(problem("/abd", limit: 2).contains("has 3 bytes, more than the limit of 2"))
    }

    @Test func withoutANetworkTheErrorSaysWhereToPutTheFile() {
        let server = HTTPServer([:])
        server.stop()
        for url in [server.url("/x"), "http://no-such-host.invalid/x"] {
            let error = dataError { try Datasets.download(url, to: folder.path + "/x") }
            #expect(error?.path == url)
            #expect(
                error?.problem.contains("Without a network, put the file at \(folder.path)/x") == true,
                "\(error?.problem ?? "")")
        }
        #expect(folder.names() == [])
    }

    @Test func aFileThatIsThereButWrongIsNotUsed() throws {
        folder.write("x", [1])
        let error = dataError { try Datasets.download("http://127.0.0.1:1/x", sha256: abc, to: folder.path + "/x") }
        #expect(error?.problem.contains("delete it to fetch it again") == true)
        #expect(folder.names() == ["x"])
    }
}
