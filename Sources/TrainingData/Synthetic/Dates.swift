internal import Tensors

extension Datasets {
    /// Dates as people write them, and as the standard ISO 8601 does: "March 9, 1998" → "1998-03-09". A small language to
    /// translate into another.
    ///
    /// The dates are drawn evenly from 1950 to 2049, and each is written in one of eight ways. No pair comes twice.
    ///
    /// - Parameter count: How many pairs there are, up to 100,000.
    public static func dates(count: Int = 2000, seed: UInt64 = 0) -> TranslationData {
        checkSizes("dates", count, classes: 1)
        if count > 100_000 { shapeError("dates", "\(count) pairs; there are no more than 100,000") }
        let generator = RandomGenerator(seed: seed)
        var (pairs, seen): ([TranslationData.Pair], Set<String>) = ([], [])
        while pairs.count < count {
            let year = 1950 + generator.next(below: 100)
            let month = 1 + generator.next(below: 12)
            let day = 1 + generator.next(below: days(in: month, year))
            let source = written(year, month, day, style: generator.next(below: 8))
            if !seen.insert(source).inserted { continue }
            pairs.append(.init(source: source, target: "\(year)-\(twoDigits(month))-\(twoDigits(day))"))
        }
        // The whole alphabet, so that every seed and every count has the same.
        let months = names + names.map { String($0.prefix(3)) } + weekdays
        return TranslationData(
            pairs, sourceVocabulary: Vocabulary(charactersOf: months + ["the of 0123456789 ,./"]),
            targetVocabulary: Vocabulary(charactersOf: ["0123456789-"]))
    }

    private static var names: [String] {
        [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November",
            "December",
        ]
    }

    private static var weekdays: [String] {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    }

    private static func written(_ year: Int, _ month: Int, _ day: Int, style: Int) -> String {
        let name = names[month - 1]
        let short = String(name.prefix(3))
        return switch style {
        case 0: "\(name) \(day), \(year)"
        case 1: "\(day) \(name) \(year)"
        case 2: "\(day) \(short) \(year)"
        case 3: "\(short) \(day), \(year)"
        case 4: "\(weekday(year, month, day)), \(day) \(name) \(year)"
        case 5: "\(twoDigits(day)).\(twoDigits(month)).\(year)"
        case 6: "\(day)/\(short)/\(year)"
        default: "the \(day) of \(name) \(year)"
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func days(in month: Int, _ year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// After Sakamoto's rule.
    private static func weekday(_ year: Int, _ month: Int, _ day: Int) -> String {
        let shifts = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
        let y = month < 3 ? year - 1 : year
        let sunday = (y + y / 4 - y / 100 + y / 400 + shifts[month - 1] + day) % 7
        return weekdays[(sunday + 6) % 7]
    }
}
