import CellCompiler
import ChildProcesses
import Foundation

/// Looks at everything that the kernel needs, and says how to mend what is missing.
public struct Doctor {
    public struct Finding: Sendable {
        public var subject: String
        public var isWell: Bool
        /// What was found, or what is wrong and how to mend it.
        public var text: String
    }

    private let installation: Installation

    public init(installation: Installation) {
        self.installation = installation
    }

    public func findings() -> [Finding] {
        [toolchain, files, libraries, backend, git, jupyter, kernelspec, cell]
    }

    private var toolchain: Finding {
        do {
            let toolchain = try Toolchain.find()
            guard FileManager.default.fileExists(atPath: toolchain.languageLibrary) else {
                return Finding(
                    subject: "Toolchain", isWell: false,
                    text:
                        "Swift \(toolchain.version) at \(toolchain.root) has no \(toolchain.languageLibrary), without "
                        + "which nothing is completed or explained. Install the whole toolchain.")
            }
            return Finding(subject: "Toolchain", isWell: true, text: "Swift \(toolchain.version) at \(toolchain.root)")
        } catch {
            return Finding(subject: "Toolchain", isWell: false, text: error.description)
        }
    }

    private var files: Finding {
        let needed =
            [
                installation.cellHost, installation.languageService, installation.library, installation.zygoteLibrary,
                installation.foundationErrorsLibrary,
            ] + Installation.notebookModules.map { "\(installation.modules)/\($0).swiftmodule" }
        let missing = needed.filter { !FileManager.default.fileExists(atPath: $0) }
        return missing.isEmpty
            ? Finding(subject: "Swiftlet", isWell: true, text: "version \(Kernel.version) at \(installation.folder)")
            : Finding(
                subject: "Swiftlet", isWell: false,
                text: "\(missing.joined(separator: ", ")) is missing. Build it again: swift build -c release")
    }

    private var libraries: Finding {
        guard let (_, text) = try? output(of: "/usr/bin/env", ["ldd", installation.library, installation.executable])
        else { return Finding(subject: "Libraries", isWell: false, text: "`ldd` cannot be run.") }
        let missing = text.matches(of: /(\S+) => not found/).map { String($0.1) }
        return missing.isEmpty
            ? Finding(
                subject: "Libraries", isWell: true, text: "ZeroMQ, libsodium, OpenBLAS, Cairo and libpng are there")
            : Finding(
                subject: "Libraries", isWell: false,
                text: "\(Set(missing).sorted().joined(separator: ", ")) cannot be found. Install "
                    + "libzmq3-dev libsodium-dev libopenblas-dev libcairo2-dev libpng-dev with apt.")
    }

    private var backend: Finding {
        typealias Describe = @convention(c) () -> UnsafeMutablePointer<CChar>?
        guard let library = dlopen(installation.library, RTLD_NOW | RTLD_LOCAL),
            let symbol = dlsym(library, "swiftlet_backend_description"),
            let text = unsafeBitCast(symbol, to: Describe.self)()
        else {
            return Finding(
                subject: "Backend", isWell: false,
                text: "The library \(installation.library) cannot be loaded: \(String(cString: dlerror()))")
        }
        defer { free(text) }
        let description = String(cString: text)
        let hint = "; with libdnnl-dev installed and Swiftlet built again, large products take less time"
        return Finding(
            subject: "Backend", isWell: true, text: description + (description.contains("oneDNN") ? "" : hint))
    }

    private var git: Finding {
        guard let (status, text) = try? output(of: "/usr/bin/env", ["git", "--version"]), status == .exited(0) else {
            return Finding(
                subject: "Git", isWell: false, text: "`git` is not on the PATH. %install needs it: apt install git")
        }
        return Finding(subject: "Git", isWell: true, text: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private var jupyter: Finding {
        guard let (status, text) = try? output(of: "/usr/bin/env", ["jupyter", "--version"]), status == .exited(0)
        else {
            return Finding(
                subject: "Jupyter", isWell: false,
                text: "`jupyter` is not on the PATH. Install JupyterLab (pip install jupyterlab), or activate the "
                    + "environment that has it.")
        }
        let version = text.firstMatch(of: /jupyterlab\s*:\s*(\S+)/)?.1 ?? "of unknown version"
        return Finding(subject: "Jupyter", isWell: true, text: "JupyterLab \(version)")
    }

    private var kernelspec: Finding {
        let list = try? output(of: "/usr/bin/env", ["jupyter", "kernelspec", "list"]).1
        guard let match = list?.firstMatch(of: /\s(?:swiftlet)\s+(\S+)/) else {
            return Finding(
                subject: "Kernelspec", isWell: false,
                text: "Jupyter does not know the kernel \"swiftlet\". Run: swiftlet install")
        }
        return Finding(subject: "Kernelspec", isWell: true, text: String(match.1))
    }

    private var cell: Finding {
        do {
            try SessionWarmUp.run(installation: installation)
            return Finding(subject: "A cell", isWell: true, text: "compiles")
        } catch {
            return Finding(subject: "A cell", isWell: false, text: "does not compile: \(error)")
        }
    }
}
