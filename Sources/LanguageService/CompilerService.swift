import ChildProcesses
import Foundation
import Glibc
import SessionLink
import Synchronization

/// The toolchain's language service, in a process of its own that is started when it is needed, and again when it died
/// or did not answer in time.
package final class CompilerService: Sendable {
    private struct Running {
        var child: ChildProcess
        var channel: LinkChannel<ServiceRequest, ServiceReply>
    }

    private let executable: String
    private let library: String
    private let temporaryFolder: String
    private let running = Mutex<Running?>(nil)
    /// The process, for ending it in the middle of a request.
    private let process = Mutex(Process.none)

    private enum Process {
        case none
        case running(ChildProcess)
        /// There shall be none any more.
        case ended
    }

    /// - Parameters:
    ///   - executable: The path of `swiftlet-language-service`.
    ///   - library: The toolchain's `libsourcekitdInProc.so`.
    ///   - temporaryFolder: Where the compiler may leave files.
    package init(executable: String, library: String, temporaryFolder: String) {
        self.executable = executable
        self.library = library
        self.temporaryFolder = temporaryFolder
    }

    deinit { end() }

    /// Ends the process for good, also in the middle of a request.
    package func end() {
        process.withLock { process in
            if case .running(let child) = process { child.signal(SIGKILL) }
            process = .ended
        }
        running.withLock { running in
            _ = running?.child.wait()
            running = nil
        }
    }

    /// Sends requests one after the other, and returns the answers, which are JSON.
    ///
    /// A service that died since it was last asked is replaced first.
    ///
    /// - Parameter patience: How long the answers may take together. The service is stopped if they take longer.
    package func answers(to requests: [ServiceRequest], within patience: Duration) throws(ServiceError)
        -> [ServiceReply]
    {
        try running.withLock { running throws(ServiceError) in
            let deadline = ContinuousClock.now + patience
            let wasRunning = running != nil
            do throws(ServiceError) {
                return try self.answers(to: requests, fromOneIn: &running, until: deadline)
            } catch {
                // It may have died long before.
                guard error == .died, wasRunning else { throw error }
            }
            return try self.answers(to: requests, fromOneIn: &running, until: deadline)
        }
    }

    private func answers(
        to requests: [ServiceRequest], fromOneIn running: inout Running?, until deadline: ContinuousClock.Instant
    ) throws(ServiceError) -> [ServiceReply] {
        do throws(ServiceError) {
            if running == nil { running = try start() }
            return try answers(to: requests, from: running!, until: deadline)
        } catch {
            if let process = running { stop(process) }
            running = nil
            throw error
        }
    }

    private func answers(
        to requests: [ServiceRequest], from running: Running, until deadline: ContinuousClock.Instant
    ) throws(ServiceError) -> [ServiceReply] {
        var answers: [ServiceReply] = []
        for request in requests {
            do throws(LinkError) {
                try running.channel.send(request)
            } catch {
                throw .died
            }
            try wait(for: running.channel.fileDescriptor, until: deadline)
            do throws(LinkError) {
                answers.append(try running.channel.receive())
            } catch {
                throw .died
            }
        }
        return answers
    }

    private func wait(for descriptor: Int32, until deadline: ContinuousClock.Instant) throws(ServiceError) {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            let ready = poll(&polled, 1, Int32(max(0, left.rounded(.up))))
            if ready > 0 { return }
            if ready == 0 { throw .tookTooLong }
            if errno != EINTR { throw .died }
        }
    }

    private func start() throws(ServiceError) -> Running {
        do {
            let sockets = try SocketPair(SOCK_STREAM, for: executable)
            let channel = LinkChannel<ServiceRequest, ServiceReply>(fileDescriptor: sockets.own)
            let null = open("/dev/null", O_RDWR | O_CLOEXEC)
            defer {
                for descriptor in [sockets.child, null] { close(descriptor) }
            }
            let child = try ChildProcess(
                executable, ["3", library],
                environment: ProcessEnvironment.current(changing: [
                    "TMPDIR": temporaryFolder, "SWIFT_BACKTRACE": "enable=no",
                ]), descriptors: [0: null, 1: null, 2: null, 3: sockets.child], newGroup: true)
            let isWanted = process.withLock { process in
                if case .ended = process { return false }
                process = .running(child)
                return true
            }
            let started = Running(child: child, channel: channel)
            guard isWanted else {
                stop(started)
                throw ServiceError.notStarted("the session is over")
            }
            return started
        } catch let error as ServiceError {
            throw error
        } catch {
            throw .notStarted("\(error)")
        }
    }

    private func stop(_ running: Running) {
        process.withLock { process in
            if case .running = process { process = .none }
        }
        running.child.signal(SIGKILL)
        _ = running.child.wait()
    }
}

package enum ServiceError: Error, Equatable {
    case notStarted(String)
    case died
    case tookTooLong
}
