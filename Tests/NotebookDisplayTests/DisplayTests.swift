import NotebookDisplay
import Synchronization
import Testing

private struct Chart: MIMERepresentable {
    var mimeBundle: MIMEBundle {
        var bundle = MIMEBundle()
        bundle[.svg] = .text("<svg/>")
        return bundle
    }
}

@Suite struct DisplayTests {
    @Test func aValueIsShownAndReplacedUnderOneID() throws {
        let shown = messages {
            let handle = display(1)
            handle.update(2)
            updateDisplay(3, id: handle.id)
        }
        #expect(shown.map(\.kind) == [.displayData, .updateDisplayData, .updateDisplayData])
        #expect(shown.map(\.bundle.plainText) == ["1", "2", "3"])
        #expect(Set(shown.map(\.id)).count == 1 && shown[0].id != nil)
    }

    @Test func displaysHaveIDsOfTheirOwnUnlessOneIsGiven() {
        let shown = messages {
            display(1)
            display(2)
            display(3, id: "mine")
        }
        #expect(Set(shown.map(\.id)).count == 3)
        #expect(shown[2].id == "mine")
    }

    @Test func aTypeChoosesItsPicture() {
        let shown = messages {
            display(Chart())
            display(Optional(Chart()) as Any)
            _showResult(Markdown("*hi*"))
        }
        #expect(shown[0].bundle[.svg] == .text("<svg/>"))
        #expect(shown[0].bundle.plainText?.hasSuffix("Chart") == true)
        #expect(shown[1].bundle == shown[0].bundle)
        #expect(shown[2].bundle[.markdown] == .text("*hi*") && shown[2].kind == .executeResult && shown[2].id == nil)
    }

    @Test func voidAndHandlesAreNoResults() {
        let action: (() -> Void)? = nil
        let shown = messages {
            _showResult(())
            _showResult(action?())
            _showResult(display(1))
            _showResult(Int?.none)
        }
        #expect(shown.map(\.kind) == [.displayData, .executeResult])
        #expect(shown[1].bundle.plainText == "nil")
    }

    @Test func clearingSaysWhetherToWait() {
        let shown = messages {
            clearOutput()
            clearOutput(wait: true)
        }
        #expect(shown.map(\.json) == ["{\"wait\":false}", "{\"wait\":true}"])
    }
}

private let received = Mutex<[(kind: Int32, id: String?, json: String)]>([])

@Suite struct HostTransportTests {
    @Test func theHostGetsKindIDAndJSON() {
        let transport = HostTransport { kind, id, json, length in
            let text = String(decoding: UnsafeBufferPointer(start: json, count: length), as: UTF8.self)
            received.withLock { $0.append((kind, id.map { String(cString: $0) }, text)) }
        }
        Display.$transport.withValue(transport) {
            display("é", id: "d1")
            updateDisplay(2, id: "d1")
            _showResult(3)
            clearOutput(wait: true)
        }
        let calls = received.withLock { $0 }
        #expect(calls.map(\.kind) == [0, 1, 2, 3])
        #expect(calls.map(\.id) == ["d1", "d1", nil, nil])
        #expect(calls[0].json == #"{"data":{"text/plain":"\"é\""},"metadata":{}}"#)
        #expect(calls[3].json == #"{"wait":true}"#)
    }

    @Test func symbolsOfTheProcessAreFoundByName() {
        #expect(HostTransport.symbol(named: "malloc") != nil)
        #expect(HostTransport.symbol(named: "swiftlet_no_such_symbol") == nil)
    }
}
