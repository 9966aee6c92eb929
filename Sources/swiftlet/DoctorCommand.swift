import ArgumentParser
import Kernel

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the toolchain, the libraries and Jupyter, and say how to mend them.")

    func run() throws {
        let findings = Doctor(installation: .current).findings()
        for finding in findings {
            print("\(finding.isWell ? "ok     " : "MISSING") \(finding.subject): \(finding.text)")
        }
        if findings.contains(where: { !$0.isWell }) { throw ExitCode(1) }
    }
}
