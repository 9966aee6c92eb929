Modules and macros of the toolchain.

// %%
import FoundationEssentials
import FoundationInternationalization
import FoundationNetworking
import FoundationXML
import Foundation
let request = URLRequest(url: URL(string: "https://example.org")!, timeoutInterval: 5)
request.timeoutInterval
//= 5.0

// %%
let document = try XMLDocument(data: Data("<a><b n=\"1\">text</b></a>".utf8))
document.rootElement()!.elements(forName: "b")[0].stringValue
//= Optional("text")

// %%
import Observation
@Observable final class Score { var points = 0 }
let score = Score()
score.points = 3
score.points
//= 3

// %% an observed class of an earlier cell, subclassed by use
func watch(_ score: Score) -> Int { withObservationTracking { score.points } onChange: {} }
watch(score)
//= 3

// %%
import Synchronization
let counter = Atomic<Int>(1)
counter.add(4, ordering: .sequentiallyConsistent).newValue
//= 5

// %% in a later cell
counter.load(ordering: .relaxed)
//= 5

// %%
let state = Mutex(["a"])
state.withLock { $0.append("b") }
state.withLock { $0 }
//= ["a", "b"]

// %%
import Distributed
typealias DefaultDistributedActorSystem = LocalTestingDistributedActorSystem
distributed actor Greeter {
    distributed func greet(_ name: String) -> String { "hello \(name)" }
}
let greeter = Greeter(actorSystem: LocalTestingDistributedActorSystem())

// %%
try await greeter.greet("Ada")
//= "hello Ada"

// %%
import RegexBuilder
"k=v".firstMatch(of: Regex { Capture(OneOrMore(.word)); "=" })!.1
//= "k"

// %% macros of Foundation
let digits = #Expression<[Int], Int> { $0.filter { $0 < 10 }.count }
try digits.evaluate([5, 15, 7])
//= 2

// %% a task-local value, a macro of the library
enum Trace { @TaskLocal static var depth = 0 }
func nested() -> Int { Trace.$depth.withValue(Trace.depth + 1) { Trace.depth } }
(nested(), Trace.depth)
//= (1, 0)

// %% a macro for debuggers
@DebugDescription
struct Frame: CustomDebugStringConvertible {
    var n: Int
    var debugDescription: String { "frame \(n)" }
}
Frame(n: 2)
//= frame 2

// %% the library of Swift by name
import Swift
Swift.Array<Swift.Int>(repeating: 1, count: 2)
//= [1, 1]

// %% SIMD
let a = SIMD4<Float>(1, 2, 3, 4)
let b = SIMD4<Float>(repeating: 2)
(a * b).sum()
//= 20.0

// %%
(a .> b)
//= SIMDMask<SIMD4<Int32>>(false, false, true, true)

// %% processes
import Foundation
let process = Process()
process.executableURL = URL(fileURLWithPath: "/bin/echo")
process.arguments = ["from", "a", "process"]
let pipe = Pipe()
process.standardOutput = pipe
try process.run()
process.waitUntilExit()
String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
//= "from a process\n"

// %% the C library
import Glibc
var buffer = [CChar](repeating: 0, count: 16)
_ = withVaList([7, 2.5]) { vsnprintf(&buffer, 16, "%d %.1f", $0) }
String(cString: buffer)
//= "7 2.5"

// %% a C function pointer
let compare: @convention(c) (Int32) -> Int32 = { $0 + 1 }
compare(4)
//= 5

// %% text written by C
puts("from puts")
fflush(stdout)
fputs("to stderr\n", stderr)
//> from puts
//? to stderr
//= 1
