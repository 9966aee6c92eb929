import Glibc

/// A lock that processes hold on a file, and that ends with the process.
final class FileLock: Sendable {
    enum Kind: Sendable { case shared, exclusive }

    private let descriptor: Int32

    /// Takes the lock if it is free; makes the file if there is none.
    init?(_ path: String, _ kind: Kind) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        let operation = kind == .shared ? LOCK_SH : LOCK_EX
        guard flock(descriptor, operation | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    /// Lets others take the lock as a shared one, too.
    func share() {
        flock(descriptor, LOCK_SH)
    }

    /// Waits for the lock.
    ///
    /// - Parameter whileWaiting: Called again and again; it throws to give up.
    static func wait<Failure: Error>(
        for path: String, _ kind: Kind, whileWaiting: () throws(Failure) -> Void
    ) throws(Failure) -> FileLock {
        while true {
            if let lock = FileLock(path, kind) { return lock }
            try whileWaiting()
            usleep(50_000)
        }
    }

    deinit {
        close(descriptor)
    }
}
