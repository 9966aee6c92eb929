internal import Glibc

/// What a cell asks its front end to do, in the words of Jupyter's messages.
package struct DisplayMessage: Sendable {
    package enum Kind: Int32, Sendable {
        case displayData = 0
        case updateDisplayData = 1
        case executeResult = 2
        case clearOutput = 3
        /// What is told of a variable to somebody who looks at it; not shown in the notebook.
        case inspection = 4
    }

    package var kind: Kind
    package var id: DisplayID?
    package var bundle = MIMEBundle()
    /// For `clearOutput`: whether the old output stays until the next one arrives.
    package var wait = false
    /// Whether another update of the same display will soon replace this one.
    package var isIntermediate = false
    /// For `inspection`: JSON.
    package var inspection = ""

    package var json: String {
        switch kind {
        case .clearOutput: "{\"wait\":\(wait)}"
        case .inspection: inspection
        case .displayData, .updateDisplayData, .executeResult: bundle.json
        }
    }
}

/// Where displayed values go.
package protocol DisplayTransport: Sendable {
    func publish(_ message: DisplayMessage)
}

package enum Display {
    /// The session process where there is one, else standard output. Tests bind another.
    @TaskLocal package static var transport: any DisplayTransport = HostTransport.ofThisProcess ?? ConsoleTransport()
}

/// Hands messages to the process that runs a notebook's session.
///
/// That process exports the C function `swiftlet_publish`, which is all that the two know of each other.
package struct HostTransport: DisplayTransport {
    /// The kind of message, the display's id or `NULL`, and the content as UTF-8 JSON with its length in bytes.
    package typealias Publish = @convention(c) (Int32, UnsafePointer<CChar>?, UnsafePointer<UInt8>?, Int) -> Void

    let publishFunction: Publish

    package init(_ publish: Publish) { publishFunction = publish }

    package static let ofThisProcess = symbol(named: "swiftlet_publish").map {
        HostTransport(unsafeBitCast($0, to: Publish.self))
    }

    /// The address of an exported symbol of this process; a null handle is `RTLD_DEFAULT`.
    package static func symbol(named name: String) -> UnsafeMutableRawPointer? { dlsym(nil, name) }

    package func publish(_ message: DisplayMessage) {
        var json = message.json
        json.withUTF8 { bytes in
            if let id = message.id {
                id.rawValue.withCString { publishFunction(message.kind.rawValue, $0, bytes.baseAddress, bytes.count) }
            } else {
                publishFunction(message.kind.rawValue, nil, bytes.baseAddress, bytes.count)
            }
        }
    }
}
