import CellCompiler
import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-info>
enum KernelInfoRequest: RequestHandler {
    static let type = "kernel_info_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        let version = kernel.session.toolchainVersion ?? Toolchain.wantedVersion
        return Reply([
            "status": "ok",
            "protocol_version": .string(Message.Header.protocolVersion),
            "implementation": "swiftlet",
            "implementation_version": .string(Kernel.version),
            "language_info": [
                "name": "swift",
                "version": .string(version),
                "mimetype": "text/x-swift",
                "file_extension": ".swift",
                "pygments_lexer": "swift",
                "codemirror_mode": "swift",
                "nbconvert_exporter": "script",
            ],
            "banner": .string(banner(version: version)),
            "help_links": [
                ["text": "The Swift Programming Language", "url": "https://docs.swift.org/swift-book/"],
                ["text": "Swift standard library", "url": "https://developer.apple.com/documentation/swift"],
                [
                    "text": "Swift API design guidelines",
                    "url": "https://www.swift.org/documentation/api-design-guidelines/",
                ],
            ],
            "supported_features": ["kernel subshells"],
        ])
    }

    /// What `jupyter console` greets with.
    private static func banner(version: String) -> String {
        """
        Swiftlet \(Kernel.version): Swift \(version) for learning and doing deep learning
        `?name` tells of a name, %help of directives.
        """
    }
}

extension Kernel {
    public static let version = "0.1.0"
}
