internal import Tensors

/// Up to a large rate and down to a tiny one, in cosines, once through the training (Smith and Topin, "Super-convergence",
/// 2018): from maximum / startDivisor to maximum in the first `risingPart` of the steps, then to
/// maximum / startDivisor / endDivisor. The optimizer's own rate plays no part.
///
/// Momentum, where the optimizer has one, goes the other way: from `maximumMomentum` down to `minimumMomentum` and back.
public struct OneCycleLR: LRSchedule {
    public let maximum: Double
    public let steps: Int
    public let risingPart: Double
    public let startDivisor: Double
    public let endDivisor: Double
    public let minimumMomentum: Double
    public let maximumMomentum: Double

    public init(
        maximum: Double, steps: Int, risingPart: Double = 0.3, startDivisor: Double = 25, endDivisor: Double = 1e4,
        minimumMomentum: Double = 0.85, maximumMomentum: Double = 0.95
    ) {
        checkCount(steps, "OneCycleLR", "steps")
        if !(0...1).contains(risingPart) {
            fatalError("OneCycleLR: risingPart is \(risingPart); a fraction in 0...1 is wanted")
        }
        self.maximum = maximum
        self.steps = steps
        self.risingPart = risingPart
        self.startDivisor = startDivisor
        self.endDivisor = endDivisor
        self.minimumMomentum = minimumMomentum
        self.maximumMomentum = maximumMomentum
    }

    public func learningRate(base: Double, step: Int) -> Double {
        let start = maximum / startDivisor
        return cycle(step, from: start, over: maximum, to: start / endDivisor)
    }

    public func momentum(base: Double, step: Int) -> Double {
        base == 0 ? 0 : cycle(step, from: maximumMomentum, over: minimumMomentum, to: maximumMomentum)
    }

    private func cycle(_ step: Int, from start: Double, over middle: Double, to end: Double) -> Double {
        let top = risingPart * Double(steps) - 1
        let last = Double(steps - 1)
        let step = min(Double(step), last)
        if step <= top { return between(start, middle, top > 0 ? step / top : 1) }
        return between(middle, end, last > top ? (step - top) / (last - top) : 1)
    }

    private func between(_ from: Double, _ to: Double, _ part: Double) -> Double {
        to + (from - to) / 2 * (1 + cos(Double.pi * part))
    }
}
