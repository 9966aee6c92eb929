public import NotebookDisplay
public import Tensors

extension Tensor: MIMERepresentable {
    /// The elements as NumPy prints them, and a line with shape, type, range and what the tape knows.
    public var mimeBundle: MIMEBundle { MIMEBundle(plainText: description + "\n" + facts.joined(separator: " · ")) }

    private var facts: [String] {
        var facts = ["shape \(shape)", dtype.description]
        // The elements of a small tensor are all to be seen.
        if count > 20 { facts += extent }
        if let operationName {
            facts.append("from \(operationName)")
        } else if requiresGrad {
            facts.append("requires grad")
        }
        return facts
    }

    private var extent: [String] {
        var low = Double.infinity
        var high = -Double.infinity
        var sum = 0.0
        var finiteCount = 0
        for value in scalars() where value.isFinite {
            low = Swift.min(low, value)
            high = Swift.max(high, value)
            sum += value
            finiteCount += 1
        }
        var facts: [String] = []
        if finiteCount > 0 {
            let mean = sum / Double(finiteCount)
            facts.append("from \(shortNumber(low)) to \(shortNumber(high)), mean \(shortNumber(mean))")
        }
        if finiteCount < count { facts.append("\(grouped(count - finiteCount)) not finite") }
        return facts
    }
}

extension Tensor: Plottable {
    /// The elements in row-major order.
    public var plotValues: [Double] { scalars() }
}
