import Baselines
import Tensors
import Testing
import TrainingData

@Suite struct LinearRegressionTests {
    private let data = Golden("data")

    @Test func agreesWithScikitLearn() {
        let golden = Golden("linear")
        let model = LinearRegression(fitting: data["x"], targets: golden["targets"])
        expectClose(model.weights, golden["weights"])
        expectClose(model.bias, golden["bias"])
        expectClose(model.predict(data["testX"]), golden["predictions"])
        #expect(
            (model.score(data["x"], targets: golden["targets"]) - golden["score"].item()).magnitude < 1e-9)
    }

    @Test func oneTargetASampleGivesOneNumberASample() {
        let line = Datasets.linear(weights: [3, -1], bias: 2, noise: 0)
        let model = LinearRegression(fitting: line.inputs, targets: line.targets.squeezing(axis: 1))
        #expect(model.predict(line.inputs).shape == [100])
        #expect((model.bias.item() - 2).magnitude < 1e-4)
    }

    @Test func ofManySolutionsTheShortestIsTaken() {
        // Twice the same feature: each gets half the weight.
        let model = LinearRegression(fitting: Tensor([[1, 1], [2, 2], [3, 3]]), targets: Tensor([2, 4, 6]))
        expectClose(model.weights, Tensor([[1], [1]], dtype: .float64))
    }
}

@Suite struct PCATests {
    private let data = Golden("data")

    @Test func agreesWithScikitLearn() {
        let golden = Golden("pca")
        let model = PCA(fitting: data["x"])
        expectClose(model.components, golden["components"])
        expectClose(model.explainedVariance, golden["variance"])
        expectClose(model.explainedVarianceRatio, golden["ratio"])
        expectClose(model.transform(data["testX"]), golden["transformed"])
        let two = PCA(fitting: data["x"], components: 2)
        #expect(two.components.shape == [2, 4])
        expectClose(two.inverseTransform(two.transform(data["testX"])), golden["restored"])
    }

    @Test func tooManyComponentsAreNamed() async {
        expectMessage(
            ["PCA", "5 components of 3 samples with 4 features", "1...3"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = PCA(fitting: .ones([3, 4]), components: 5)
            })
    }
}

@Suite struct KMeansTests {
    private let x = Golden("data")["x"]
    private let golden = Golden("kmeans")

    @Test func fromTheSameCentresItAgreesWithScikitLearn() {
        let model = KMeans(fitting: x, centers: golden["start"])
        expectClose(model.centers, golden["centers"])
        #expect(model.labels == golden.labels("labels"))
        #expect((model.inertia - golden["inertia"].item()).magnitude < 1e-6)
        #expect(model.predict(Golden("data")["testX"]) == golden.labels("predictions"))
        #expect(model.predict(x) == model.labels)
    }

    @Test func centresOfItsOwnAreAsGoodAsTheBestOfScikitLearn() {
        let model = KMeans(fitting: x, clusters: 5, runs: 50)
        // These samples have many clusterings that are nearly as good as the best, and none found every time.
        #expect(model.inertia <= golden["best"].item() * 1.005)
        #expect(KMeans(fitting: x, clusters: 5, seed: 4).labels == KMeans(fitting: x, clusters: 5, seed: 4).labels)
    }

    @Test func noClusterStaysEmpty() {
        let points = Tensor([[0], [1], [10], [11], [50]])
        let model = KMeans(fitting: points, centers: Tensor([[0], [100], [200]]))
        #expect(Set(model.labels).count == 3)
        // As many clusters as samples, some of which are the same.
        let same = KMeans(fitting: Tensor([[1], [1], [2]]), clusters: 3)
        #expect(same.inertia == 0)
    }
}

@Suite struct TSNETests {
    private let x = Golden("data")["x"]
    private let y = Golden("data").labels("y")
    private let golden = Golden("tsne")

    @Test func probabilitiesAndGradientAgreeWithScikitLearn() {
        let near = neighborProbabilities(x, perplexity: 12)
        #expect((near.reduce(0, +) - 1).magnitude < 1e-9)
        let found = Tensor(Array(near[..<900]), shape: [10, 90], dtype: .float64)
        expectClose(
            found / golden["probabilities"].max(), golden["probabilities"] / golden["probabilities"].max(),
            tolerance: 1e-5)
        let cost = TSNECost(near, golden["places"].scalars(), 2)
        #expect((cost.divergence - golden["divergence"].item()).magnitude < 1e-5)
        expectClose(
            Tensor(cost.gradient(exaggeration: 1), shape: [90, 2], dtype: .float64), golden["gradient"], tolerance: 1e-6
        )
    }

    @Test func theDivergenceEndsAsLowAsThatOfScikitLearn() {
        let model = TSNE(fitting: x, perplexity: 12)
        #expect(model.embedding.shape == [90, 2])
        #expect(model.divergence < golden["final"].item() * 1.05)
        #expect(TSNE(fitting: x, perplexity: 12).embedding.scalars() == model.embedding.scalars())
    }

    @Test func clustersStayTogether() {
        let blobs = Datasets.blobs(count: 90, centers: 3, features: 5, standardDeviation: 0.5, seed: 3)
        let places = TSNE(fitting: blobs.inputs, perplexity: 10, steps: 500).embedding
        let nearest = KNeighborsClassifier(fitting: places, labels: blobs.labels, neighbors: 5)
        #expect(nearest.score(places, labels: blobs.labels) == 1)
    }

    @Test func aPerplexityOfMoreThanTheSamplesIsNamed() async {
        expectMessage(
            ["TSNE", "a perplexity of 30.0 with 5 samples"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = TSNE(fitting: .ones([5, 4]))
            })
    }
}
