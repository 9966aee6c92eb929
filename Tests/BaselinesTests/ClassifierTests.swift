import Baselines
import Tensors
import Testing
import TrainingData

@Suite struct ClassifierTests {
    private static let data = Golden("data")
    private let x = ClassifierTests.data["x"]
    private let y = ClassifierTests.data.labels("y")
    private let testX = ClassifierTests.data["testX"]
    private let testY = ClassifierTests.data.labels("testY")
    private let twoX = ClassifierTests.data["twoX"]
    private let twoY = ClassifierTests.data.labels("twoY")
    private let twoTest = ClassifierTests.data["twoTest"]

    @Test(arguments: [1, 4, 7]) func nearestNeighborsAgreeWithScikitLearn(count: Int) {
        let golden = Golden("neighbors")
        let model = KNeighborsClassifier(fitting: x, labels: y, neighbors: count)
        #expect(model.predict(testX) == golden.labels("predictions\(count)"))
        expectClose(model.predictProbabilities(testX), golden["probabilities\(count)"])
    }

    @Test func naiveBayesAgreesWithScikitLearn() {
        let golden = Golden("bayes")
        let model = GaussianNB(fitting: x, labels: y)
        expectClose(model.means, golden["means"])
        expectClose(model.variances, golden["variances"])
        #expect(model.predict(testX) == golden.labels("predictions"))
        expectClose(model.predictProbabilities(testX), golden["probabilities"])
    }

    @Test func treesAgreeWithScikitLearn() {
        let golden = Golden("tree")
        let trees = [
            ("depth1", DecisionTreeClassifier(fitting: x, labels: y, maxDepth: 1)),
            ("depth2", DecisionTreeClassifier(fitting: x, labels: y, maxDepth: 2)),
            ("leaf20", DecisionTreeClassifier(fitting: x, labels: y, minSamplesLeaf: 20)),
            ("split30", DecisionTreeClassifier(fitting: x, labels: y, minSamplesSplit: 30)),
        ]
        for (name, tree) in trees {
            expectClose(tree.predictProbabilities(testX), golden["\(name)-probabilities"])
            #expect(tree.leafCount == golden.labels("\(name)-leaves")[0])
            #expect(tree.depth == golden.labels("\(name)-depth")[0])
        }
    }

    @Test func fullTreesKnowTheirSamplesByHeart() {
        #expect(DecisionTreeClassifier(fitting: x, labels: y).score(x, labels: y) == 1)
        // No single question about one input of the exclusive or lowers the impurity; two do.
        let gate = Datasets.xor()
        let tree = DecisionTreeClassifier(fitting: gate.inputs, labels: gate.labels)
        #expect(tree.score(gate) == 1)
        #expect(
            "\(tree)" == """
                feature 0 ≤ 0.5?
                  yes: feature 1 ≤ 0.5?
                  yes:   yes: class 0
                  yes:   no:  class 1
                  no:  feature 1 ≤ 0.5?
                  no:    yes: class 1
                  no:    no:  class 0
                """)
        // Samples that do not differ cannot be told apart.
        let same = DecisionTreeClassifier(fitting: .ones([3, 2]), labels: [1, 0, 1])
        #expect(same.leafCount == 1 && same.predict(.ones([1, 2])) == [1])
    }

    @Test(arguments: [
        ("linear", SVMKernel.linear, 0.5), ("rbf", .rbf(), 2), ("gamma", .rbf(gamma: 0.05), 10),
    ])
    func supportVectorMachinesAgreeWithScikitLearn(name: String, kernel: SVMKernel, c: Double) {
        let golden = Golden("svm")
        let model = SVC(fitting: twoX, labels: twoY, kernel: kernel, c: c, tolerance: 1e-9)
        // LIBSVM, which scikit-learn uses, keeps the kernel in float32.
        expectClose(
            Tensor(model.decisionFunction(twoTest), dtype: .float64), golden["\(name)-decision"], tolerance: 1e-5)
        #expect(model.supportCounts == golden.labels("\(name)-supports"))
        let many = SVC(fitting: x, labels: y, kernel: kernel, c: c, tolerance: 1e-9)
        #expect(many.predict(testX) == golden.labels("\(name)-predictions"))
    }

    @Test func decisionsHaveTheSignOfTheClass() {
        let model = SVC(fitting: twoX, labels: twoY, kernel: .linear)
        #expect(model.predict(twoTest) == model.decisionFunction(twoTest).map { model.classes[$0 > 0 ? 1 : 0] })
    }

    @Test func logisticRegressionAgreesWithScikitLearn() {
        let golden = Golden("logistic")
        for (name, x, y, test) in [("two", twoX, twoY, twoTest), ("three", x, y, testX)] {
            for (text, c) in [("0.1", 0.1), ("10.0", 10)] {
                let model = LogisticRegression(fitting: x, labels: y, c: c)
                #expect(model.hasConverged)
                expectClose(model.weights, golden["\(name)-\(text)-weights"], tolerance: 1e-5)
                expectClose(
                    model.predictProbabilities(test), golden["\(name)-\(text)-probabilities"], tolerance: 1e-5)
                let wanted = golden["\(name)-\(text)-probabilities"].argmax(axis: 1).array(of: Int.self)
                #expect(model.predict(test) == wanted.map { model.classes[$0] })
            }
        }
    }

    @Test func digitsAreReadByAll() {
        let (train, test) = Datasets.digits()
        #expect(KNeighborsClassifier(fitting: train.inputs, labels: train.labels, neighbors: 3).score(test) > 0.97)
        #expect(SVC(fitting: train.inputs, labels: train.labels).score(test) > 0.97)
        #expect(LogisticRegression(fitting: train.inputs, labels: train.labels).score(test) > 0.93)
        #expect(GaussianNB(fitting: train.inputs, labels: train.labels).score(test) > 0.75)
        #expect(DecisionTreeClassifier(fitting: train.inputs, labels: train.labels).score(test) > 0.8)
    }

    @Test func noSamplesHaveNoClasses() {
        let none = Tensor.zeros([0, 4])
        #expect(KNeighborsClassifier(fitting: x, labels: y).predict(none) == [])
        #expect(GaussianNB(fitting: x, labels: y).predict(none) == [])
        #expect(SVC(fitting: x, labels: y).predict(none) == [])
        #expect(DecisionTreeClassifier(fitting: x, labels: y).score(none, labels: []).isNaN)
    }

    @Test func mistakesAreNamed() async {
        expectMessage(
            ["KNeighborsClassifier", "9 neighbors of 2 samples"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = KNeighborsClassifier(fitting: .zeros([2, 1]), labels: [0, 1], neighbors: 9)
            })
        expectMessage(
            ["SVC", "all labels are 3"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = SVC(fitting: .zeros([2, 1]), labels: [3, 3])
            })
        expectMessage(
            ["GaussianNB", "row 1, column 0", "nan"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = GaussianNB(fitting: Tensor([[1], [.nan]]), labels: [0, 1])
            })
        expectMessage(
            ["LogisticRegression", "fitted to 2 features"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LogisticRegression(fitting: Tensor([[1, 2], [3, 4]]), labels: [0, 1]).predict(.zeros([1, 3]))
            })
        expectMessage(
            ["DecisionTreeClassifier", "there are no samples"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = DecisionTreeClassifier(fitting: .zeros([0, 3]), labels: [])
            })
    }
}
