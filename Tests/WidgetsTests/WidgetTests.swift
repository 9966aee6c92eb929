import NotebookDisplay
import Synchronization
import Testing
import Widgets

/// Keeps what widgets send.
private final class RecordingCommTransport: CommTransport {
    private let recorded = Mutex<[CommPacket]>([])
    var packets: [CommPacket] { recorded.withLock { $0 } }
    func send(_ packet: CommPacket) { recorded.withLock { $0.append(packet) } }
}

/// The states that are sent by `update` while the body runs.
private func updates(of body: () throws -> Void) rethrows -> [JSONValue] {
    let transport = RecordingCommTransport()
    try CommLink.$transport.withValue(transport) { try body() }
    let messages = transport.packets.filter { $0.kind == .message }.map(\.message.data)
    return messages.filter { $0["method"] == "update" }.compactMap { $0["state"] }
}

private func change(_ widget: Widget, _ state: JSONValue) throws {
    try CommLink.receive(
        CommPacket(
            kind: .message, id: widget.id, target: "",
            message: CommMessage(data: ["method": "update", "state": state, "buffer_paths": []])))
}

@Suite struct WidgetTests {
    @Test func aValueOutsideOfItsRangeIsMovedIntoIt() {
        let slider = IntSlider(value: 70, in: -3...5)
        #expect(slider.value == 5 && slider.range == -3...5)
        slider.value = -9
        #expect(slider.value == -3)
        let fine = FloatSlider(value: -1, in: 0.5...2)
        #expect(fine.value == 0.5 && fine.range == 0.5...2)
    }

    @Test func onlyAChangeIsSent() {
        let slider = IntSlider(value: 1)
        let sent = updates {
            slider.value = 1
            slider.value = 2
            slider.value = 2
        }
        #expect(sent == [["value": 2]])
    }

    @Test func closuresAreCalledInTheOrderInWhichTheyWereGiven() throws {
        let box = Checkbox()
        var heard: [String] = []
        box.onChange { heard.append("first \($0)") }
        box.onChange { heard.append("second \($0)") }
        try change(box, ["value": true])
        #expect(heard == ["first true", "second true"])
    }

    @Test func aClosureCanChangeOtherWidgetsAndItsOwn() throws {
        let (low, high) = (IntSlider(in: 0...10), IntSlider(in: 0...10))
        low.onChange { high.value = max(high.value, $0) }
        high.onChange { if $0 == 7 { high.value = 8 } }
        try change(low, ["value": 7])
        #expect(low.value == 7 && high.value == 8)
    }

    @Test func theErrorOfAClosureReachesWhoeverHandsTheChangeOver() throws {
        struct Refused: Error {}
        let field = Text()
        field.onChange { _ in throw Refused() }
        #expect(throws: Refused.self) { try change(field, ["value": "new"]) }
        #expect(field.value == "new")
    }

    @Test func aDropdownIsWorthItsOption() throws {
        let list = Dropdown(["double": { $0 * 2 }, "square": { $0 * $0 }] as KeyValuePairs<String, (Int) -> Int>)
        #expect(list.value(5) == 10)
        try change(list, ["index": 1])
        #expect(list.value(5) == 25 && list.index == 1)
        try change(list, ["index": 2])
        #expect(list.index == 1)
    }

    @Test func aClosedWidgetSendsAndHearsNothing() throws {
        let slider = IntSlider()
        var heard = 0
        slider.onChange { heard = $0 }
        slider.close()
        let sent = updates { slider.value = 3 }
        try change(slider, ["value": 4])
        #expect(sent.isEmpty && heard == 0 && slider.value == 3)
    }

    @Test func aWidgetDescribesItselfToFrontEndsThatKnowNone() {
        let row = HBox([Checkbox(true), Text("a"), Dropdown([1, 2], index: 1), Button("Go"), FloatSlider(in: 0...1)])
        #expect(
            mimeBundle(of: row).plainText
                == #"HBox(Checkbox(true), Text("a"), Dropdown(2), Button("Go"), FloatSlider(value: 0.0, in: 0.0...1.0))"#
        )
    }

    @Test func interactCallsItsClosureAtOnceAndWithEachChange() throws {
        let (count, isLoud) = (IntSlider(value: 2), Checkbox())
        var calls: [String] = []
        interact(count, isLoud) { calls.append("\($0) \($1)") }
        try change(count, ["value": 3])
        try change(isLoud, ["value": true])
        #expect(calls == ["2 false", "3 false", "3 true"])
    }
}
