internal import Tensors

extension Datasets {
    /// Sentences about a small world of people, animals and fruit, to learn from how words are used what they mean.
    ///
    /// A king does what kings and queens do and has what is his; a queen does the same and has what is hers; what a princess
    /// does is also what the young do. So words have meanings that add up: king - man + woman is about queen.
    ///
    /// ```swift
    /// let sentences = Datasets.sentences(count: 3)  // "the prince wears his crown", …
    /// ```
    ///
    /// - Returns: Sentences of small letters, their words apart by spaces.
    public static func sentences(count: Int = 2000, seed: UInt64 = 0) -> [String] {
        checkSizes("sentences", count, classes: 1)
        let generator = RandomGenerator(seed: seed)
        func pick<Element>(_ choices: [Element]) -> Element { choices[generator.next(below: choices.count)] }
        return (0..<count).map { _ in
            switch generator.next(below: 10) {
            case 0..<7:
                let person = pick(people)
                let (does, what) = pick(pick(person.ways))
                return "the \(person.name) \(does) \(person.isMale ? "his" : "her") \(what)"
            case 7: return "the \(pick(["cat", "dog", "horse", "cow"])) \(pick(animalWays))"
            case 8: return "the \(pick(["apple", "pear", "plum", "cherry"])) \(pick(fruitWays))"
            default: return "the \(pick(["car", "boat", "bus", "train"])) \(pick(vehicleWays))"
            }
        }
    }

    private typealias Way = (String, String)

    private static var people: [(name: String, isMale: Bool, ways: [[Way]])] {
        let royal: [Way] = [("wears", "crown"), ("rules", "kingdom"), ("guards", "castle"), ("sits on", "throne")]
        let common: [Way] = [("sweeps", "house"), ("bakes", "bread"), ("digs", "garden"), ("mends", "roof")]
        let old: [Way] = [("signs", "letter"), ("counts", "money"), ("plans", "work")]
        let young: [Way] = [("rides", "pony"), ("breaks", "toy"), ("forgets", "homework")]
        return [
            ("king", true, [royal, old]), ("queen", false, [royal, old]),
            ("prince", true, [royal, young]), ("princess", false, [royal, young]),
            ("man", true, [common, old]), ("woman", false, [common, old]),
            ("boy", true, [common, young]), ("girl", false, [common, young]),
        ]
    }

    private static var animalWays: [String] {
        ["eats grass and sleeps", "runs over the field", "sleeps in the barn", "drinks water and runs"]
    }

    private static var fruitWays: [String] {
        ["is ripe and sweet", "hangs on the tree", "falls from the tree", "is sweet and juicy"]
    }

    private static var vehicleWays: [String] {
        ["carries people to town", "stops at the station", "needs fuel and oil", "is late and full"]
    }

    /// Statements about things and their colours, each in several wordings: sentences that mean the same have the same label.
    ///
    /// A statement says of one of ten things that it is, or is not, of one of six colours; it is put in one of five ways:
    /// "the car is not blue", "blue is not the colour of the car". What one wording says differs from another by a word or
    /// its place.
    ///
    /// - Returns: All 600 sentences of the 120 statements, in random order.
    public static func statements(seed: UInt64 = 0) -> LabelledTexts {
        let things = ["car", "house", "door", "ball", "flower", "bird", "boat", "coat", "cup", "lamp"]
        let colours = ["red", "blue", "green", "white", "black", "yellow"]
        var (texts, labels): ([String], [Int]) = ([], [])
        for (position, thing) in things.enumerated() {
            for (place, colour) in colours.enumerated() {
                for isDenied in [false, true] {
                    let not = isDenied ? "not " : ""
                    let no = isDenied ? "no" : "a"
                    texts += [
                        "the \(thing) is \(not)\(colour)", "\(colour) is \(not)the colour of the \(thing)",
                        "here is \(no) \(colour) \(thing)", "that \(thing) does \(not)look \(colour) to me",
                        "we \(isDenied ? "never" : "always") saw a \(colour) \(thing)",
                    ]
                    let label = (position * colours.count + place) * 2 + (isDenied ? 1 : 0)
                    labels += [Int](repeating: label, count: 5)
                }
            }
        }
        return LabelledTexts(texts, labels: labels).shuffled(seed: seed)
    }
}
