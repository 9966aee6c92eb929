internal import Glibc
internal import Tensors

extension Datasets {
    /// Sine waves of random frequency and phase, to be continued: each input is a wave of `length` steps, and the target is
    /// the same wave one step later.
    ///
    /// - Parameter noise: The standard deviation of what is added to each step.
    /// - Returns: Inputs and targets [count, length, 1] in float32.
    public static func waves(
        count: Int = 100, length: Int = 50, noise: Double = 0, seed: UInt64 = 0
    ) -> RegressionData {
        checkSizes("waves", count, classes: 1)
        checkNoise(noise, "waves")
        if length < 1 { shapeError("waves", "a length of \(length); at least one step is wanted") }
        let generator = RandomGenerator(seed: seed)
        var scalars: [Double] = []
        for _ in 0..<count {
            let (frequency, phase) = (generator.uniform(0.1, 0.4), generator.uniform(0, 2 * .pi))
            scalars += (0...length).map { Glibc.sin(frequency * Double($0) + phase) + noise * generator.normal() }
        }
        let waves = Tensor(scalars, shape: [count, length + 1, 1])
        return RegressionData(
            inputs: waves[0..<count, 0..<length], targets: waves[0..<count, 1..<(length + 1)])
    }

    /// The adding problem, which asks a network to remember: each step of a sequence has a number in 0..<1 and a mark, two
    /// steps are marked with 1, one in each half, and the target is the sum of their numbers (Hochreiter and Schmidhuber,
    /// "Long short-term memory", 1997).
    ///
    /// - Returns: Inputs [count, length, 2] and targets [count, 1] in float32. To guess 1 each time has a mean squared error
    ///   of 1/6.
    public static func addingProblem(count: Int = 1000, length: Int = 50, seed: UInt64 = 0) -> RegressionData {
        checkSizes("addingProblem", count, classes: 1)
        if length < 2 { shapeError("addingProblem", "a length of \(length); at least two steps are wanted") }
        let generator = RandomGenerator(seed: seed)
        var (inputs, targets): ([Double], [Double]) = ([], [])
        for _ in 0..<count {
            let numbers = (0..<length).map { _ in generator.uniform(0, 1) }
            let first = generator.next(below: length / 2)
            let second = length / 2 + generator.next(below: length - length / 2)
            for (step, number) in numbers.enumerated() { inputs += [number, step == first || step == second ? 1 : 0] }
            targets.append(numbers[first] + numbers[second])
        }
        return RegressionData(
            inputs: Tensor(inputs, shape: [count, length, 2]), targets: Tensor(targets, shape: [count, 1]))
    }
}
