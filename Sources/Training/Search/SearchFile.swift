internal import Glibc
internal import NotebookDisplay

/// Why a search could not begin or go on.
public struct SearchError: Error, Sendable, CustomStringConvertible {
    public let problem: String
    public var description: String { problem }
}

/// The trials that are done, a line of JSON each; the first line tells which search it is. A line appears whole, or its
/// missing end shows that it does not count.
struct SearchFile {
    let path: String
    let plan: SearchPlan

    /// What identifies the search: only the same one goes on from the file.
    private var header: JSONValue {
        [
            "search": .string("\(plan.strategy.kind)"), "seed": .string("\(plan.seed)"),
            "goal": plan.isMaximized ? "maximize" : "minimize",
            "space": .array(plan.space.map { .string("\($0.name): \($0.values.values)") }),
        ]
    }

    /// The results in the file, which is made if there is none.
    func open() throws(SearchError) -> [TrialResult] {
        guard let text = try read(), let end = text.lastIndex(of: "\n") else {
            try write("\(header)\n", flags: O_CREAT | O_TRUNC)
            return []
        }
        var lines = text[..<end].split(separator: "\n", omittingEmptySubsequences: false)
        if (try? JSONValue(parsing: String(lines.removeFirst()))) != header {
            throw SearchError(
                problem:
                    "\(path) is the file of another search (another space, strategy, goal or seed); give another name "
                    + "or remove it")
        }
        if text.index(after: end) != text.endIndex { try write(String(text[...end]), flags: O_TRUNC) }
        var results: [TrialResult] = []
        for (index, line) in lines.enumerated() {
            guard let result = (try? JSONValue(parsing: String(line))).flatMap(result) else {
                throw SearchError(problem: "\(path), line \(index + 2): no trial of this search")
            }
            results.append(result)
        }
        return results
    }

    func append(_ result: TrialResult) throws(SearchError) { try write("\(json(result))\n", flags: O_APPEND) }

    private func json(_ result: TrialResult) -> JSONValue {
        var values: [JSONValue] = []
        for (_, value) in result.trial.values {
            switch value {
            // As text, which keeps every bit and infinities.
            case .number(let number): values.append(["number": .string("\(number)")])
            case .integer(let number): values.append(.integer(number))
            case .text(let text): values.append(.string(text))
            }
        }
        return [
            "number": .integer(result.trial.number), "values": .array(values),
            "budget": .string("\(result.trial.budget)"),
            "score": result.score.map { .string("\($0)") } ?? .null,
            "failure": result.failure.map { .string($0) } ?? .null, "seconds": .number(result.seconds),
        ]
    }

    private func result(_ line: JSONValue) -> TrialResult? {
        guard let number = line["number"]?.integerValue, let values = line["values"]?.arrayValue,
            values.count == plan.space.count, let budget = line["budget"]?.stringValue.flatMap(Double.init)
        else { return nil }
        var named: [(name: String, value: HyperparameterValue)] = []
        for (parameter, value) in zip(plan.space, values) {
            switch value {
            case .integer(let number): named.append((parameter.name, .integer(number)))
            case .string(let text): named.append((parameter.name, .text(text)))
            default:
                guard let number = value["number"]?.stringValue.flatMap(Double.init) else { return nil }
                named.append((parameter.name, .number(number)))
            }
        }
        return TrialResult(
            trial: Trial(number: number, values: named, budget: budget),
            score: line["score"]?.stringValue.flatMap(Double.init), failure: line["failure"]?.stringValue,
            seconds: line["seconds"]?.numberValue ?? 0)
    }

    private func read() throws(SearchError) -> String? {
        guard let file = fopen(path, "re") else {
            if errno == ENOENT { return nil }
            throw failed("cannot be opened")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            bytes += buffer[..<count]
            if count < buffer.count { break }
        }
        if ferror(file) != 0 { throw failed("cannot be read") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(_ text: String, flags: Int32) throws(SearchError) {
        let file = Glibc.open(path, O_WRONLY | O_CLOEXEC | flags, 0o666)
        if file < 0 { throw failed("cannot be opened for writing") }
        defer { close(file) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress!, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw failed("cannot be written") }
            written += count
        }
    }

    private func failed(_ doing: String) -> SearchError {
        SearchError(problem: "\(path) \(doing): \(String(cString: strerror(errno)))")
    }
}
