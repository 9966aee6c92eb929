import CellCompiler

/// The calls that a failed cell was in, as they are told.
package struct Backtrace: Sendable {
    package enum Call: Hashable, Sendable {
        /// `function` is empty for a cell's top level.
        case cell(Diagnostic.Place, function: String)
        case library(function: String, module: String)
        case omitted(UInt64)

        var place: Diagnostic.Place? {
            if case .cell(let place, _) = self { place } else { nil }
        }

        /// Whether both are told in the same words.
        func isSame(as other: Call) -> Bool {
            guard case .cell(let place, let function) = self, case .cell(let otherPlace, function: function) = other
            else { return self == other }
            return place.file == otherPlace.file && place.line == otherPlace.line
        }

        fileprivate var module: String? {
            if case .library(_, let module) = self { module } else { nil }
        }
    }

    /// Innermost first.
    let calls: [Call]
    /// What the compiler notes of a trap that prints nothing, as in "arithmetic overflow".
    let runtimeFailure: String?

    /// - Parameter calls: All calls of the stack, innermost first.
    package init(_ calls: [Call], runtimeFailure: String? = nil) {
        // What called the cell is none of the learner's.
        let end = calls.lastIndex { $0.place != nil }.map { $0 + 1 } ?? 0
        // The message says more than the mere name of what was inlined into the innermost place.
        let known = calls[..<end].drop { $0.module?.isEmpty == true }
        self.calls = Backtrace.withoutRepetitions(Backtrace.withoutInnards(Array(known)))
        self.runtimeFailure = runtimeFailure
    }

    /// Where in the cells it was.
    var place: Diagnostic.Place? { calls.lazy.compactMap(\.place).first }

    /// Of neighbours in one module, the function that was called from outside and the innermost.
    private static func withoutInnards(_ calls: [Call]) -> [Call] {
        calls.enumerated().filter { index, call in
            guard let module = call.module else { return true }
            let isFirst = index == 0 || calls[index - 1].module != module
            let isLast = index == calls.count - 1 || calls[index + 1].module != module
            return isFirst || isLast
        }.map(\.element)
    }

    /// A recursion is told by its first round and the number of calls behind it.
    private static func withoutRepetitions(_ calls: [Call]) -> [Call] {
        var result: [Call] = []
        var index = 0
        while index < calls.count {
            guard let period = (1...8).first(where: { isRepeated(calls, index, period: $0) }) else {
                result.append(calls[index])
                index += 1
                continue
            }
            let round = calls[index..<index + period]
            result += round
            index += period
            var more: UInt64 = 0
            while index < calls.count {
                if case .omitted(let count) = calls[index] {
                    more += count
                } else if round.contains(where: { $0.isSame(as: calls[index]) }) {
                    more += 1
                } else {
                    break
                }
                index += 1
            }
            result.append(.omitted(more))
        }
        return result
    }

    /// Whether the calls from here on come in three equal rounds.
    private static func isRepeated(_ calls: [Call], _ start: Int, period: Int) -> Bool {
        guard start + 3 * period <= calls.count else { return false }
        return (start..<start + 2 * period).allSatisfy { calls[$0].isSame(as: calls[$0 + period]) }
    }
}

extension Backtrace {
    /// One entry for each call, with the line of a cell that it is in.
    package var lines: [String] {
        let innermost = calls.firstIndex { $0.place != nil }
        return calls.enumerated().map { index, call in
            switch call {
            case .omitted(let count): return "  … \(Backtrace.grouped(count)) more"
            case .library(let function, let module):
                return "  at \(function)" + (module.isEmpty ? "" : " in \(Style.place(module))")
            case .cell(let place, let function):
                let heading =
                    "  at \(Style.place("\(place.file):\(place.line)"))" + (function.isEmpty ? "" : " in \(function)")
                return place.text.isEmpty
                    ? heading
                    : DiagnosticText.excerpt(place, marksColumn: index == innermost).reduce(heading) { $0 + "\n" + $1 }
            }
        }
    }

    private static func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number))
        return digits.indices.map { index in
            (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digits[index])
        }.joined()
    }
}
