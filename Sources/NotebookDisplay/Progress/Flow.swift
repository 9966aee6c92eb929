internal import Glibc

/// What runs one statement after the other: a task, or a thread where there is none.
enum Flow: Equatable {
    /// Told by its hash, which unlike the task itself may be kept.
    case task(Int)
    /// With the cell that it runs: the thread of a later one may be the same to the system.
    case thread(pthread_t, cell: UInt32)

    static var current: Flow {
        withUnsafeCurrentTask { task in
            task.map { .task($0.hashValue) } ?? .thread(pthread_self(), cell: CurrentCell.number)
        }
    }
}
