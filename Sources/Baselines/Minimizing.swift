/// Where a smooth convex function is least, by L-BFGS: Newton's method with a Hessian that is guessed from the last ten steps
/// (Nocedal and Wright, "Numerical optimization", 2006, algorithm 7.4).
///
/// - Parameters:
///   - tolerance: How small each entry of the gradient must become.
///   - function: The value and the gradient at a point.
/// - Returns: The point, and whether the gradient became as small.
func minimized(
    _ start: [Double], tolerance: Double, maxSteps: Int, _ function: ([Double]) -> (value: Double, gradient: [Double])
) -> (point: [Double], converged: Bool) {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    var point = start
    var (value, gradient) = function(point)
    var history: [(step: [Double], change: [Double], scale: Double)] = []
    for _ in 0..<maxSteps {
        if gradient.allSatisfy({ $0.magnitude <= tolerance }) { return (point, true) }
        var direction = gradient
        var shares: [Double] = []
        for pair in history.reversed() {
            let share = pair.scale * dot(pair.step, direction)
            for index in direction.indices { direction[index] -= share * pair.change[index] }
            shares.append(share)
        }
        if let last = history.last {
            let scale = 1 / (last.scale * dot(last.change, last.change))
            for index in direction.indices { direction[index] *= scale }
        }
        for (pair, share) in zip(history, shares.reversed()) {
            let correction = share - pair.scale * dot(pair.change, direction)
            for index in direction.indices { direction[index] += correction * pair.step[index] }
        }
        var slope = -dot(gradient, direction)
        if !(slope < 0) {
            // Rounding has made it no way down.
            history = []
            direction = gradient
            slope = -dot(gradient, gradient)
        }
        // Without history the first step has the length 1 at most.
        var length = history.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1.0
        var (low, high) = (0.0, Double.infinity)
        var found: (point: [Double], value: Double, gradient: [Double])?
        // Bisection until the weak Wolfe conditions hold: far enough down, and less steep.
        for _ in 0..<60 {
            let next = zip(point, direction).map { $0 - length * $1 }
            let (nextValue, nextGradient) = function(next)
            if !(nextValue <= value + 1e-4 * length * slope + 1e-15 * value.magnitude) {
                high = length
            } else if -dot(nextGradient, direction) < 0.9 * slope {
                low = length
                found = (next, nextValue, nextGradient)
            } else {
                found = (next, nextValue, nextGradient)
                break
            }
            length = high.isInfinite ? 2 * low : (low + high) / 2
        }
        guard let found else { return (point, false) }
        let step = zip(found.point, point).map { $0 - $1 }
        let change = zip(found.gradient, gradient).map { $0 - $1 }
        let curvature = dot(step, change)
        if curvature > 1e-300 {
            history.append((step, change, 1 / curvature))
            if history.count > 10 { history.removeFirst() }
        }
        (point, value, gradient) = found
    }
    return (point, gradient.allSatisfy { $0.magnitude <= tolerance })
}
