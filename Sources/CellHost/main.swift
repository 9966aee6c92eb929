import CCellRuntime
import Glibc

guard CommandLine.arguments.count == 4, let descriptor = Int32(CommandLine.arguments[1]),
    let memoryLimit = UInt64(CommandLine.arguments[3])
else {
    swiftlet_process_complain(
        "swiftlet-cell-host is started by `swiftlet kernel`: it takes a socket, a library and a limit of memory.")
    exit(2)
}
swiftlet_memory_install(memoryLimit)
CellHost.start(descriptor: descriptor, library: CommandLine.arguments[2])
swiftlet_main_serve()
