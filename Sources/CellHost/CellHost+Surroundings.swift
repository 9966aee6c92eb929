import Glibc
import SessionLink

extension CellHost {
    /// Where cells work, as they may have changed it.
    var surroundings: HostReport {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let folder = getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? "/"
        return .surroundings(folder: folder, environment: environment)
    }

    private var environment: [String] {
        var values: [String] = []
        var next = environ
        while let entry = next.pointee {
            values.append(String(cString: entry))
            next += 1
        }
        return values
    }
}
