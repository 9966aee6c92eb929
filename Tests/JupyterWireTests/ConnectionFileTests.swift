import Foundation
import JupyterWire
import Testing

@Suite struct ConnectionFileTests {
    static let good = """
        {"transport": "tcp", "ip": "127.0.0.1", "shell_port": 5001, "control_port": 5002, "iopub_port": 5003,
         "stdin_port": 5004, "hb_port": 5005, "key": "abc", "signature_scheme": "hmac-sha256", "kernel_name": "x"}
        """

    @Test func everyFieldIsRead() throws {
        let connection = try read(Self.good)
        #expect(connection.shellPort == 5001 && connection.heartbeatPort == 5005 && connection.key == "abc")
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("[]", "it holds no JSON object"), ("{}", "is missing"),
        (good.replacingOccurrences(of: "5003", with: "\"x\""), "\"iopub_port\" should be of type Int"),
        (good.replacingOccurrences(of: "5004", with: "70000"), "70000 is not a port"),
        (good.replacingOccurrences(of: "tcp", with: "udp"), "neither tcp nor ipc"),
        (good.replacingOccurrences(of: "sha256", with: "md5"), "is not hmac-sha256"),
    ])
    func aBadFileSaysWhatIsWrong(_ text: String, _ problem: String) {
        let error = #expect(throws: ConnectionFileError.self) { try read(text) }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("\n") == false)
    }

    @Test func aMissingFileSaysSo() {
        let error = #expect(throws: ConnectionFileError.self) { try ConnectionFile(path: "/nowhere/kernel.json") }
        #expect(error?.description.contains("/nowhere/kernel.json") == true)
    }

    private func read(_ text: String) throws -> ConnectionFile {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".json")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try ConnectionFile(path: file.path)
    }
}
