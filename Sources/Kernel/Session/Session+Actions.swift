/// What directives have the kernel do.
extension Session {
    func perform(_ action: CellAction, interruption: Interruption, output: CellOutput) throws(CellFailure) {
        try interruption.check()
        switch action {
        case .help: break
        case .reset:
            try reset()
            output.publishStream(.stdout, "A fresh session: all variables, functions and types are gone.\n")
        case .install(let requests):
            let folder = surroundings.folder
            try packages.install(
                requests.map { $0.located(from: folder) }, progress: InstallProgress(in: output),
                interruption: interruption)
            usePackages()
        case .bash(let script):
            try BashScript(script, name: "In[\(output.executionCount)]", in: surroundings)
                .run(interruption: interruption, output: output)
        }
    }
}
