import CellCompiler
import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-info>
enum KernelInfoRequest: RequestHandler {
    static let type = "kernel_info_request"

    static func handle(_ request: Message, in kernel: Kernel) -> Reply {
        Reply([
            "status": "ok",
            "protocol_version": .string(Message.Header.protocolVersion),
            "implementation": "swiftlet",
            "implementation_version": .string(Kernel.version),
            "language_info": [
                "name": "swift",
                "version": .string(kernel.session.toolchainVersion ?? Toolchain.wantedVersion),
                "mimetype": "text/x-swift",
                "file_extension": ".swift",
                "pygments_lexer": "swift",
                "codemirror_mode": "swift",
                "nbconvert_exporter": "script",
            ],
            "banner": .string("Swiftlet \(Kernel.version): Swift for learning and doing deep learning"),
            "help_links": [
                ["text": "The Swift Programming Language", "url": "https://docs.swift.org/swift-book/"],
                ["text": "Swift standard library", "url": "https://developer.apple.com/documentation/swift"],
            ],
            "debugger": false,
        ])
    }
}

extension Kernel {
    public static let version = "0.1.0"
}
