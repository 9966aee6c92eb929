import NotebookDisplay
import Synchronization
import Testing

/// Keeps what comms send.
private final class RecordingCommTransport: CommTransport {
    private let recorded = Mutex<[CommPacket]>([])
    var packets: [CommPacket] { recorded.withLock { $0 } }
    func send(_ packet: CommPacket) { recorded.withLock { $0.append(packet) } }
}

private func packets(of body: () throws -> Void) rethrows -> [CommPacket] {
    let transport = RecordingCommTransport()
    try CommLink.$transport.withValue(transport) { try body() }
    return transport.packets
}

@Suite struct CommTests {
    @Test func aCommTellsOfItsOpeningItsMessagesAndItsEnd() {
        let sent = packets {
            let comm = Comm(target: "t", id: "one", data: ["a": 1], metadata: ["v": "1"], buffers: [[9]])
            comm.send(["b": 2])
            comm.close()
            comm.send(["too": "late"])
            comm.close()
        }
        #expect(sent.map(\.kind) == [.open, .message, .close])
        #expect(sent[0].message == CommMessage(data: ["a": 1], metadata: ["v": "1"], buffers: [[9]]))
        #expect(sent.allSatisfy { $0.id == "one" && $0.target == "t" })
    }

    @Test func aMessageGoesToTheCommThatItIsFor() throws {
        _ = try packets {
            let (one, other) = (Comm(target: "t"), Comm(target: "t"))
            var heard: [JSONValue] = []
            one.onMessage { heard.append($0.data) }
            try CommLink.receive(CommPacket(kind: .message, id: other.id, target: "", message: CommMessage(data: 1)))
            try CommLink.receive(CommPacket(kind: .message, id: one.id, target: "", message: CommMessage(data: 2)))
            one.onMessage { heard.append([$0.data]) }
            try CommLink.receive(CommPacket(kind: .message, id: one.id, target: "", message: CommMessage(data: 3)))
            #expect(heard == [2, [3]])
        }
    }

    @Test func aCommThatTheFrontEndClosesSendsNothingMore() throws {
        let sent = try packets {
            let comm = Comm(target: "t")
            var isClosed = false
            comm.onClose { _ in isClosed = true }
            try CommLink.receive(CommPacket(kind: .close, id: comm.id, target: ""))
            comm.send(1)
            #expect(isClosed && !comm.isOpen)
        }
        #expect(sent.map(\.kind) == [.open])
    }

    @Test func aRegisteredTargetIsOpened() throws {
        let sent = try packets {
            Comm.register("door") { comm, message in comm.send(["welcome": message.data]) }
            try CommLink.receive(CommPacket(kind: .open, id: "guest", target: "door", message: CommMessage(data: "me")))
            Comm.unregister("door")
            try CommLink.receive(CommPacket(kind: .open, id: "late", target: "door"))
        }
        #expect(sent.map(\.kind) == [.register, .message, .unregister])
        #expect(sent[1].id == "guest" && sent[1].message.data == ["welcome": "me"])
    }

    @Test func anErrorOfAHandlerIsPassedOn() {
        struct Wrong: Error {}
        _ = packets {
            let comm = Comm(target: "t")
            comm.onMessage { _ in throw Wrong() }
            #expect(throws: Wrong.self) { try CommLink.receive(CommPacket(kind: .message, id: comm.id, target: "")) }
        }
    }

    @Test func identifiersAreThirtyTwoDigitsAndDiffer() {
        let identifiers = Set((0..<100).map { _ in randomIdentifier() })
        #expect(identifiers.count == 100 && identifiers.allSatisfy { $0.count == 32 })
    }
}
