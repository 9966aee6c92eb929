internal import Glibc

/// Prepares the batches of a pass on a thread of its own, at most so many ahead. When the last reference to it goes, as
/// when a loop over it is left, that thread ends after the batch at hand.
final class Prefetcher<Data: Dataset>: Sendable {
    private let queue: Queue

    init(_ pass: Pass<Data>, ahead: Int) {
        queue = Queue(pass, ahead)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(queue as AnyQueue)
        let status = pthread_create(
            &thread, &attributes,
            { context in
                Unmanaged<AnyQueue>.fromOpaque(context!).takeRetainedValue().fill()
                return nil
            }, context.toOpaque())
        if status != 0 {
            // Without another thread the batches are prepared when they are asked for.
            context.release()
            queue.fillsWhenAsked = true
        }
    }

    deinit { queue.stop() }

    func next() -> Data.Batch? { queue.take() }
}

/// What a thread's function, which cannot be generic, knows of a queue.
private class AnyQueue: @unchecked Sendable {
    func fill() {}
}

extension Prefetcher {
    /// The batches that are ready, in order; the lock guards all that changes.
    private final class Queue: AnyQueue, @unchecked Sendable {
        private let pass: Pass<Data>
        private let ahead: Int
        private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private var ready: [Data.Batch] = []
        private var taken = 0
        private var isStopped = false
        /// Set before anybody else knows of the queue.
        var fillsWhenAsked = false

        init(_ pass: Pass<Data>, _ ahead: Int) {
            self.pass = pass
            self.ahead = ahead
            pthread_mutex_init(lock, nil)
            pthread_cond_init(changed, nil)
        }

        deinit {
            pthread_cond_destroy(changed)
            pthread_mutex_destroy(lock)
            changed.deallocate()
            lock.deallocate()
        }

        /// Prepares all batches, waiting whenever enough are ready, until it is stopped.
        override func fill() {
            for number in 0..<pass.count {
                pthread_mutex_lock(lock)
                while ready.count >= ahead && !isStopped { pthread_cond_wait(changed, lock) }
                let ends = isStopped
                pthread_mutex_unlock(lock)
                if ends { return }
                let batch = pass.batch(number)
                pthread_mutex_lock(lock)
                ready.append(batch)
                pthread_cond_broadcast(changed)
                pthread_mutex_unlock(lock)
            }
        }

        /// The next batch as soon as it is ready; `nil` after the last.
        func take() -> Data.Batch? {
            if taken == pass.count { return nil }
            taken += 1
            if fillsWhenAsked { return pass.batch(taken - 1) }
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            while ready.isEmpty { pthread_cond_wait(changed, lock) }
            let batch = ready.removeFirst()
            pthread_cond_broadcast(changed)
            return batch
        }

        func stop() {
            pthread_mutex_lock(lock)
            isStopped = true
            ready = []
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(lock)
        }
    }
}
