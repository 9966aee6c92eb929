import Foundation
import Glibc

/// How much memory the cells of a session may come to use.
public struct MemoryLimit: Equatable, Sendable {
    /// Nothing for any amount.
    public let bytes: UInt64?

    public static let none = MemoryLimit(bytes: nil)

    init(bytes: UInt64?) {
        self.bytes = bytes
    }

    /// Reads "8GB", "512 MiB", "1.5G", "80%" of what this machine or container has, or "none".
    public init?(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespaces).lowercased()
        if text == "none" {
            self = .none
            return
        }
        guard let match = text.wholeMatch(of: /([0-9]+(?:\.[0-9]+)?)\s*(%|[kmgt]?i?b?)/),
            let number = Double(match.1), number > 0
        else { return nil }
        let unit = match.2
        let bytes: Double
        if unit == "%" {
            guard number <= 100 else { return nil }
            bytes = Double(MemoryLimit.available) * number / 100
        } else {
            let base: Double = unit.contains("i") ? 1024 : 1000
            let power = unit.first.flatMap { "bkmgt".firstIndex(of: $0) }.map {
                "bkmgt".distance(from: "bkmgt".startIndex, to: $0)
            }
            bytes = number * pow(base, Double(power ?? 0))
        }
        guard bytes >= Double(MemoryLimit.smallest), bytes < Double(UInt64.max) else { return nil }
        self.bytes = UInt64(bytes)
    }

    /// Four fifths of the memory of this machine or container: the compiler, Jupyter and the browser need some, too.
    public static var standard: MemoryLimit { MemoryLimit(bytes: available / 5 * 4) }

    /// With less than this no cell runs.
    private static let smallest: UInt64 = 64 << 20

    /// As in "19.3 GB".
    var description: String { bytes.map(MemoryLimit.text) ?? "none" }

    /// How to get another one.
    static let advice =
        "`swiftlet install --memory-limit 16GB` (or 90%, or none) sets another limit for kernels that start after it."

    static func text(_ bytes: UInt64) -> String {
        let (unit, name) = bytes >= 1_000_000_000 ? (1e9, "GB") : (1e6, "MB")
        return String(format: "%.4g \(name)", Double(bytes) / unit)
    }

    /// What the machine has, or less where this process is in a container with a limit.
    private static var available: UInt64 {
        let machine = UInt64(sysconf(Int32(_SC_PHYS_PAGES))) * UInt64(sysconf(Int32(_SC_PAGESIZE)))
        return ([machine] + controlGroupLimits).min()!
    }

    /// The limits of this process's control groups, of version 2 and 1, and of those that these are in.
    ///
    /// <https://docs.kernel.org/admin-guide/cgroup-v2.html>
    private static var controlGroupLimits: [UInt64] {
        guard let groups = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8) else { return [] }
        var files: [String] = []
        for line in groups.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, fields[1].isEmpty || fields[1].split(separator: ",").contains("memory") else {
                continue
            }
            let (root, name) =
                fields[1].isEmpty
                ? ("/sys/fs/cgroup", "memory.max") : ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            // In a container the path may be that outside of it, and the container's own group the root.
            var group = String(fields[2])
            while true {
                files.append("\(root)\(group == "/" ? "" : group)/\(name)")
                guard group.count > 1 else { break }
                group = String(group[..<group.lastIndex(of: "/")!])
                if group.isEmpty { group = "/" }
            }
        }
        return files.compactMap { file in
            (try? String(contentsOfFile: file, encoding: .utf8)).flatMap { UInt64($0.filter { !$0.isWhitespace }) }
        }
    }
}
