import Foundation
import Glibc
import SessionLink
import Synchronization

extension HostConnection {
    /// Takes what comes from the host, until that ends.
    func pump(_ whenLost: (HostConnection) -> Void) {
        var streams = SessionStreams(pipes: pipes)
        var texts: [UInt32: GatheredText] = [0: GatheredText()]
        defer {
            for descriptor in pipes.values { close(descriptor) }
        }
        while true {
            let linkIsReadable = streams.wait(
                with: channel.fileDescriptor, timeout: texts.values.compactMap(\.timeout).min())
            streams.drain(into: &texts[0, default: GatheredText()], output: output(of: 0))
            for shell in texts.keys { texts[shell]?.publishDue(into: output(of: shell)) }
            guard linkIsReadable else { continue }
            do {
                try take(try channel.receive(), &texts)
            } catch {
                if error != .closed { log.error("The cell host cannot be understood: \(error).") }
                process.signal(SIGKILL)
                memoryWatch?.end()
                let status = process.wait()
                streams.drain(into: &texts[0, default: GatheredText()], output: output(of: 0))
                for shell in texts.keys { texts[shell]?.publishAll(into: output(of: shell)) }
                for content in comms.closeAll() { output(of: 0)?.publish(content) }
                let exceeded = memoryWatch?.isExceeded == true ? memoryLimit : nil
                let (loss, running, wasReady) = state.withLock { state in
                    let loss = SessionLoss(status: status, exceeded: exceeded, wasIdle: state.running.isEmpty)
                    state.loss = loss
                    return (loss, Array(state.running.keys), state.isReady)
                }
                if wasReady { whenLost(self) }
                for cell in running { finish(cell, .hostDied(loss)) }
                return
            }
        }
    }

    private func output(of shell: UInt32) -> CellOutput? { state.withLock { $0.output(of: shell) } }

    private func take(_ report: HostReport, _ texts: inout [UInt32: GatheredText]) throws(LinkError) {
        switch report {
        case .ready: state.withLock { $0.isReady = true }
        case .publish(let kind, let displayID, let json, let shell):
            let output = output(of: shell)
            texts[shell]?.publishAll(into: output)
            let isTold = state.withLock { state in
                guard kind == .inspection || kind == .executeResult && state.shells[shell]?.tellsResult == true else {
                    return false
                }
                state.shells[shell]?.told = json
                return true
            }
            if !isTold { output?.publish(kind, displayID: displayID, json: json) }
            try channel.send(.published)
        case .comm(let content, let shell):
            let output = output(of: shell)
            texts[shell]?.publishAll(into: output)
            comms.note(content, fromFrontEnd: false)
            output?.publish(content)
            try channel.send(.published)
        case .text(let bytes, let isError, let shell):
            texts[shell, default: GatheredText()].add(bytes, from: isError ? .stderr : .stdout, into: output(of: shell))
        case .readLine(let prompt, let isPassword, let shell):
            let output = output(of: shell)
            texts[shell]?.publish(into: output)
            let request = output?.requestInput(prompt: prompt, isPassword: isPassword)
            state.withLock { state in
                state.inputs.removeAll { $0.shell == shell }
                if let request { state.inputs.append((request, shell)) }
            }
            if request == nil { try channel.send(.input(nil, shell: shell)) }
        case .surroundings(let folder, let environment):
            let told = state.withLock { $0.surroundingsTold.isEmpty ? nil : $0.surroundingsTold.removeFirst() }
            told?(Surroundings(folder: folder, environment: environment))
        case .progress(let cells):
            let told = state.withLock { $0.progressTold.isEmpty ? nil : $0.progressTold.removeFirst() }
            told?(cells)
        case .unloaded(let cells): state.withLock { $0.unloaded += cells.map(Int.init) }
        case .ended(let cell, let outcome, let reached):
            let shell = state.withLock { $0.running[cell]?.shell } ?? 0
            var fatalMessage: String?
            if case .trapped = outcome {
                fatalMessage = texts[shell]?.takeFatalMessage() ?? texts[0]?.takeFatalMessage()
            }
            texts[shell]?.publishAll(into: output(of: shell))
            finish(cell, .ended(outcome, reached: reached, fatalMessage: fatalMessage))
        }
    }

    private func finish(_ cell: UInt32, _ ending: Ending) {
        let running = state.withLock { state in
            let running = state.running.removeValue(forKey: cell)
            if let running { state.inputs.removeAll { $0.shell == running.shell } }
            return running
        }
        running?.ended(ending)
    }
}
