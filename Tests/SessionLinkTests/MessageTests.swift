import Glibc
import SessionLink
import Testing

@Suite struct MessageTests {
    static let frames = [
        StackFrame(image: "/session/Cell_3.so", offset: 0x1510, symbol: "$s6Cell_3"),
        StackFrame(image: "/lib/libc.so.6", offset: .max, symbol: ""),
    ]

    static let stack = CallStack(inner: frames, omitted: 1 << 40, outer: Array(frames.reversed()))

    static let reports: [HostReport] = [
        .ready,
        .readLine(prompt: "Name: ", isPassword: true, shell: 3),
        .text(Array("ü\n".utf8), isError: true, shell: 2), .progress([CellProgress(cell: 4, reached: 2)]),
        .progress([]),
        .publish(.displayData, displayID: nil, json: Array(#"{"data":{}}"#.utf8), shell: 0),
        .publish(.updateDisplayData, displayID: "ü🐦", json: [], shell: 7),
        .ended(cell: 7, .finished, reached: 3),
        .ended(cell: 7, .threw(type: "MyError", description: "line\nline", details: ["why", ""], stack), reached: 0),
        .ended(cell: 7, .trapped(signal: 11, address: 8, stackOverflow: true, CallStack(inner: [])), reached: .max),
        .ended(cell: 7, .exited(code: -1, stack), reached: 0),
        .ended(cell: 7, .interrupted(stack), reached: 0),
        .ended(cell: 7, .notLoaded(reason: "undefined symbol"), reached: 0),
        .surroundings(folder: "/home/ü", environment: ["A=1", "B=x=y", "C="]),
        .unloaded(cells: [1, 1 << 20]),
        .comm(CommContent(.register, id: "", target: "jupyter.widget"), shell: 0),
        .comm(CommContent(.open, id: "a1", target: "ü", data: Array("[1]".utf8), buffers: [[0, 255], []]), shell: 5),
    ]

    @Test(arguments: reports) func aReportArrivesAsItWasSent(_ report: HostReport) throws {
        #expect(try HostReport(decoding: report.encoded()) == report)
    }

    @Test(arguments: [
        HostRequest.run(
            CellRun(cell: 1, shell: 0, parent: "msg-1"), library: "/a b/Cell_1.so", entryPoint: "main", needed: [],
            rebindings: []),
        HostRequest.run(
            CellRun(cell: 2, shell: 4, parent: ""), library: "b", entryPoint: "m", needed: [1, 7],
            rebindings: [SymbolRebinding(earlier: ["a", "b"], symbol: "c", reached: 3)]),
        .deliver(CommContent(.message, id: "a1", buffers: [[7]]), CellRun(cell: 9, shell: 1, parent: "msg-2")),
        .published,
        .interrupt(cell: 8), .progress, .input("text\n", shell: 0), .input(nil, shell: 2), .surroundings,
        .unload(cells: [3, .max]),
    ])
    func aRequestArrivesAsItWasSent(_ request: HostRequest) throws {
        #expect(try HostRequest(decoding: request.encoded()) == request)
    }

    @Test(arguments: reports) func aReportCutShortIsRefused(_ report: HostReport) {
        let bytes = report.encoded()
        for length in bytes.indices {
            #expect(throws: LinkError.self) { try HostReport(decoding: Array(bytes[..<length])) }
        }
    }

    @Test func anUnknownKindIsNamed() {
        #expect(throws: LinkError.malformed("a report of unknown kind 99")) { try HostReport(decoding: [99]) }
    }
}

@Suite struct ChannelTests {
    @Test func messagesOfAnySizeKeepTheirOrder() async throws {
        let (kernel, host) = try channels()
        let sizes = [0, 1, 1 << 16, 3_000_000, 5]
        async let sent: Void = {
            for size in sizes {
                try host.send(.publish(.displayData, displayID: nil, json: .init(repeating: 7, count: size), shell: 0))
            }
        }()
        for size in sizes {
            guard case .publish(.displayData, nil, let json, shell: 0) = try kernel.receive() else {
                Issue.record("another kind of message came")
                return
            }
            #expect(json.count == size)
        }
        try await sent
    }

    @Test func theOthersEndIsAnErrorOfItsOwn() throws {
        let (kernel, _) = try channels()
        #expect(throws: LinkError.closed) { try kernel.receive() }
        #expect(throws: LinkError.closed) { try kernel.send(.progress) }
    }

    private func channels() throws -> (LinkChannel<HostRequest, HostReport>, LinkChannel<HostReport, HostRequest>) {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        return (LinkChannel(fileDescriptor: ends[0]), LinkChannel(fileDescriptor: ends[1]))
    }
}
