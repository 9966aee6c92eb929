import CCellRuntime
import Dispatch
import Glibc

guard CommandLine.arguments.count == 3, let descriptor = Int32(CommandLine.arguments[1]) else {
    swiftlet_process_complain("swiftlet-cell-host is started by `swiftlet kernel`: it takes a socket and a library.")
    exit(2)
}
CellHost.start(descriptor: descriptor, library: CommandLine.arguments[2])
dispatchMain()
