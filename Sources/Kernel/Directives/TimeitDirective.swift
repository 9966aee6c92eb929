import CellCompiler

/// `%timeit` and `%%timeit`.
enum TimeitDirective: Directive {
    static let name = "timeit"
    static let usages = [
        DirectiveUsage(
            "%timeit [-n LOOPS] [-r RUNS] STATEMENT", "runs the statement many times and prints how long once takes",
            example: "%timeit matmul(a, b)"),
        DirectiveUsage(
            "%%timeit [-n LOOPS] [-r RUNS] [SETUP]", "does so with the cell; the setup runs once and is not measured",
            example: "%%timeit let x = sample()\nsorted(x)"),
    ]
    static let details = """
        Prints the mean and the standard deviation of 7 runs (`-r`), each of as many loops as take 0.2 s (`-n`). The \
        code is compiled with -O. What it declares is gone afterwards; what it changes stays changed.
        """

    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError) {
        var rest = line.arguments[...]
        var repetition = CellMark.Repetition(loops: nil, runs: 7)
        while let option = rest.prefixMatch(of: /-([a-z])\s*(\S*)\s*/) {
            let number = Int(option.2)
            guard ["n", "r"].contains(option.1) else {
                throw line.error("%timeit knows no option -\(option.1), only -n LOOPS and -r RUNS", at: rest)
            }
            guard let number, number > 0 else {
                let found = option.2.isEmpty ? "nothing" : "\"\(option.2)\""
                throw line.error("-\(option.1) wants a number above 0, and there is \(found) behind it", at: rest)
            }
            if option.1 == "n" { repetition.loops = number } else { repetition.runs = number }
            rest = rest[option.range.upperBound...]
        }
        if line.isCell {
            cell.add(line.mark(.timeit(repetition, .cell), upTo: rest))
            return
        }
        guard !rest.isEmpty else {
            throw line.error("%timeit needs a statement on its line, as in %timeit f(); %%timeit takes the whole cell")
        }
        cell.add(line.mark(.timeit(repetition, .line), upTo: rest))
    }
}
