/// The line of a display where one bar stands.
struct ProgressPlace: Sendable {
    let display: ProgressDisplay
    /// 0 for the bar that the display was made for, 1 for those inside its loop.
    let depth: Int
    /// The bar's among all that stand on the display at one time or another.
    let number: Int

    init(showing state: ProgressState, inside outer: ProgressPlace?) {
        let outer = outer.flatMap { $0.display.isOpen ? $0 : nil }
        depth = outer.map { $0.depth + 1 } ?? 0
        if let outer {
            display = outer.display
            number = display.add(state, at: depth)
        } else {
            display = ProgressDisplay(showing: state)
            number = 0
        }
    }

    func show(_ state: ProgressState, at time: Duration) {
        display.show(state, ofBar: number, at: time)
    }
}
