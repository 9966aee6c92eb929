internal import Glibc

/// What runs one statement after the other: a task, or a thread where there is none.
enum Flow: Equatable {
    /// Told by its hash, which unlike the task itself may be kept.
    case task(Int)
    case thread(pthread_t)

    static var current: Flow {
        withUnsafeCurrentTask { task in task.map { .task($0.hashValue) } ?? .thread(pthread_self()) }
    }
}
