import SessionLink

/// What is known of a cell host, and who waits for what of it.
struct HostState {
    var shells: [UInt32: Shell] = [:]
    /// The cells that run.
    var running: [UInt32: (shell: UInt32, ended: @Sendable (HostConnection.Ending) -> Void)] = [:]
    /// Who waits for a line of the user's: the requests for it, and their shells.
    var inputs: [(request: String, shell: UInt32)] = []
    var isReady = false
    var loss: SessionLoss?
    /// The cells of which it was told that they are unloaded.
    var unloaded: [Int] = []
    /// Wait, each for one, for reports of the host's surroundings, and of how far cells have come.
    var surroundingsTold: [@Sendable (Surroundings) -> Void] = []
    var progressTold: [@Sendable ([CellProgress]) -> Void] = []

    /// Where the outputs of a shell's cells go. What nobody has asked for is shown with the main shell's.
    func output(of shell: UInt32) -> CellOutput? {
        shells[shell]?.output ?? shells[0]?.output ?? shells.values.lazy.compactMap(\.output).first
    }

    /// What is known of a place where cells run one after the other.
    struct Shell {
        var output: CellOutput?
        /// What code told that shows nothing: of a variable, or its value.
        var told: [UInt8]?
        /// Whether the code that runs tells its value instead of showing it.
        var tellsResult = false
        /// The cell that was interrupted last, perhaps before it was sent.
        var interrupted: Int?
    }
}
