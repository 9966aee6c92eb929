import Tensors
import Testing

@Suite struct GradientOfStructuresTests {
    struct Layer {
        var weight: Tensor
        var bias: Tensor?
        let name: String
    }

    struct Network {
        var layers: [Layer]
        var scales: [String: Tensor]
        var rate = 0.1
    }

    let network = Network(
        layers: [
            Layer(weight: Tensor([1, 2]), bias: Tensor(3), name: "first"),
            Layer(weight: Tensor([4, 5]), bias: nil, name: "second"),
        ], scales: ["b": Tensor(2), "a": Tensor(10)])

    func value(_ network: Network) -> Tensor {
        let sum = (network.layers[0].weight * network.layers[1].weight).sum() + network.layers[0].bias!
        return sum * network.scales["a"]!
    }

    @Test func gradientsHaveTheFormOfTheParameters() {
        let (value, slope) = valueAndGradient(of: value, at: network)
        #expect(value.item() == 170)
        #expect(slope.layers[0].weight.scalars() == [40, 50])
        #expect(slope.layers[1].weight.scalars() == [10, 20])
        #expect(slope.layers[0].bias?.item() == 10)
        #expect(slope.layers[1].bias == nil)
        #expect(slope.scales["a"]!.item() == 17)
        #expect(slope.scales["b"]!.item() == 0)
        #expect(slope.layers[1].name == "second")
    }

    @Test func theParametersStayAsTheyWere() {
        let copy = network
        _ = gradient(of: value, at: network)
        #expect(!network.layers[0].weight.requiresGrad)
        #expect(copy.layers[0].weight.scalars() == [1, 2])
        #expect(network.layers[0].weight.grad == nil)
    }

    @Test func otherPropertiesAreLeftAlone() {
        final class Owner { let tensor = Tensor(1) }
        enum Mode {
            case plain
            case scaled(Double)
        }
        struct Mixed {
            var text = "a text that is too long to be stored inside of the string itself"
            weak var owner: Owner?
            unowned let sameOwner: Owner
            weak var anyOwner: AnyObject?
            let activation: (Tensor) -> Tensor = { $0.tanh() }
            var mode = Mode.scaled(2)
            var anything: any CustomStringConvertible = "anything"
            var seen: Set<String> = ["a", "b"]
            var counts: [String: [Int]] = ["a": [1, 2]]
            var range = 0..<3
            var weight: Tensor
            var nothing: Tensor??
            var nested: [(Tensor, label: String?)]
        }
        let owner = Owner()
        let mixed = Mixed(
            owner: owner, sameOwner: owner, anyOwner: owner, weight: Tensor(0), nothing: .some(.none),
            nested: [(Tensor(4), "four")])
        let slope = gradient(of: { $0.activation($0.weight) * $0.nested[0].0 }, at: mixed)
        #expect(slope.weight.item() == 4)
        #expect(slope.nested[0].0.item() == 0)
        #expect(slope.nested[0].label == "four")
        #expect(slope.owner === owner && slope.sameOwner === owner && slope.anyOwner === owner)
        #expect(slope.text == mixed.text && slope.seen == mixed.seen && slope.counts == mixed.counts)
        #expect("\(slope.anything)" == "anything")
        withExtendedLifetime(owner) {}
    }

    @Test func tuplesWork() {
        let slope = gradient(of: { ($0.w * 3 + $0.b).squared() }, at: (w: Tensor(2), b: Tensor(1)))
        #expect(slope.w.item() == 42)
        #expect(slope.b.item() == 14)
    }

    @Test func gradientsOfStructsNest() {
        struct Point {
            var x: Tensor
            var y: Tensor
        }
        let point = Point(x: Tensor(2, dtype: .float64), y: Tensor(3, dtype: .float64))
        // f = x² y: the gradient is (2xy, x²), and that of its first part (2y, 2x).
        let second = gradient(of: { gradient(of: { $0.x * $0.x * $0.y }, at: $0).x }, at: point)
        #expect(second.x.item() == 6)
        #expect(second.y.item() == 4)
    }

    @Test func aValueWithoutTensorsIsRefused() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gradient(of: { _ in Tensor(1) }, at: "text")
        }
        expectMessage(["gradient: String holds no tensor"], in: result)
    }
}
