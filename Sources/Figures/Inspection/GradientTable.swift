internal import Glibc
public import NotebookDisplay

/// A table of parameters with the size and the distribution of their gradients.
///
/// | column | meaning |
/// |---|---|
/// | ‖∇‖ | the Euclidean norm of the gradient, √Σgᵢ² |
/// | ‖∇‖ / ‖w‖ | the same over the norm of the parameter: about how far a step of size one moves it |
/// | max \|g\| | the greatest magnitude of the entries |
/// | distribution | a histogram from −max \|g\| to max \|g\|, with a mark at zero |
///
/// Entries that are not finite are counted and named, and left out of the figures.
public struct GradientTable: MIMERepresentable, Sendable {
    /// A parameter and its gradient.
    public struct Entry: Sendable {
        public var name: String
        public var shape: [Int]
        /// The parameter's values in row-major order.
        public var values: [Float]
        /// The gradient's values in row-major order; `nil` where there is none.
        public var gradient: [Float]?

        public init(name: String, shape: [Int], values: [Float], gradient: [Float]?) {
            self.name = name
            self.shape = shape
            self.values = values
            self.gradient = gradient
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry]) { self.entries = entries }

    public var mimeBundle: MIMEBundle { table.bundle }

    /// Longer tables would make pages slow; their middle is left out.
    private static let mostRows = 200

    private var table: Table {
        var table = Table(
            title: "",
            columns: [
                .init(header: "parameter"), .init(header: "shape"), .init(header: "‖∇‖", isNumeric: true),
                .init(header: "‖∇‖ / ‖w‖", isNumeric: true), .init(header: "max |g|", isNumeric: true),
                .init(header: "distribution"),
            ])
        guard !entries.isEmpty else {
            table.footer = "no parameters"
            return table
        }
        let shown = entries.count <= Self.mostRows ? entries[...] : entries.prefix(Self.mostRows)
        table.rows = shown.map(row)
        let gradients = entries.compactMap(\.gradient)
        let norm = gradients.map { GradientStatistics($0).norm }.reduce(0) { hypot($0, $1) }
        let valueCount = grouped(entries.reduce(0) { $0 + $1.values.count })
        var notes = ["\(entries.count) parameters with \(valueCount) values", "‖∇‖ of all \(shortNumber(norm))"]
        if entries.count == 1 { notes = [] }
        if shown.count < entries.count { notes.insert("the first \(shown.count) are shown", at: 1) }
        if gradients.isEmpty { notes = ["no gradients yet: call backward() on a loss"] }
        table.footer = notes.joined(separator: ", ")
        return table
    }

    private func row(_ entry: Entry) -> [Table.Cell] {
        let shape = "[" + entry.shape.map(String.init).joined(separator: ", ") + "]"
        let head: [Table.Cell] = [.code(entry.name), .text(shape)]
        guard let gradient = entry.gradient else {
            return head + [.text("–"), .text("–"), .text("–"), .text("no gradient")]
        }
        let statistics = GradientStatistics(gradient)
        let parameterNorm = GradientStatistics(entry.values).norm
        let ratio = parameterNorm > 0 ? shortNumber(statistics.norm / parameterNorm) : "–"
        let numbers: [Table.Cell] = [
            .text(shortNumber(statistics.norm)), .text(ratio), .text(shortNumber(statistics.largest)),
        ]
        return head + numbers + [distribution(gradient, statistics)]
    }

    private func distribution(_ gradient: [Float], _ statistics: GradientStatistics) -> Table.Cell {
        if let warning = statistics.warning { return .warning(warning) }
        if gradient.isEmpty { return .text("no entries") }
        if statistics.largest == 0 { return .warning("all zero") }
        let blocks = Histogram(of: gradient, bins: 17).blocks
        let picture = Histogram(of: gradient, bins: 30).picture()
        guard let png = try? picture.encoded(dotsPerInch: 192) else { return .text(blocks) }
        return .picture(png: png, width: Histogram.pictureWidth, height: Histogram.pictureHeight, text: blocks)
    }
}

/// The size of a gradient's entries, in double precision so that many small ones are not lost.
struct GradientStatistics {
    private(set) var norm = 0.0
    private(set) var largest = 0.0
    private(set) var nanCount = 0
    private(set) var infiniteCount = 0

    init(_ values: [Float]) {
        var squares = 0.0
        for value in values {
            if value.isNaN {
                nanCount += 1
            } else if value.isInfinite {
                infiniteCount += 1
            } else {
                let magnitude = abs(Double(value))
                squares += magnitude * magnitude
                largest = max(largest, magnitude)
            }
        }
        norm = squares.squareRoot()
    }

    var warning: String? {
        let parts = [nanCount > 0 ? "\(nanCount) NaN" : nil, infiniteCount > 0 ? "\(infiniteCount) infinite" : nil]
        let text = parts.compactMap { $0 }.joined(separator: ", ")
        return text.isEmpty ? nil : text
    }
}
