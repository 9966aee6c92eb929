Foundation and the toolchain's other modules.

// %%
import Foundation

// %% seen by the cells that follow
let home = URL(string: "https://example.org/a/b.html?q=1#top")!
print(home.host!, home.pathExtension, home.lastPathComponent, home.query!)
//> example.org html b.html q=1

// %% dates
let epoch = Date(timeIntervalSince1970: 0)
var calendar = Calendar(identifier: .gregorian)
calendar.timeZone = TimeZone(secondsFromGMT: 0)!
let day = calendar.date(byAdding: .day, value: 59, to: epoch)!
calendar.dateComponents([.year, .month, .day], from: day).month!
//= 3

// %%
let formatter = DateFormatter()
formatter.locale = Locale(identifier: "en_US_POSIX")
formatter.timeZone = TimeZone(secondsFromGMT: 0)
formatter.dateFormat = "yyyy-MM-dd HH:mm"
formatter.string(from: day)
//= "1970-03-01 00:00"

// %%
ISO8601DateFormatter().string(from: epoch)
//= "1970-01-01T00:00:00Z"

// %% data
var data = Data([0x53, 0x77])
data.append(contentsOf: "ift".utf8)
print(String(decoding: data, as: UTF8.self), data.count, data.base64EncodedString())
//> Swift 5 U3dpZnQ=

// %% Codable
struct Layer: Codable, Equatable {
    enum Activation: String, Codable { case relu, tanh }
    var units: Int
    var activation: Activation?
    var name: String
    enum CodingKeys: String, CodingKey { case units, activation, name = "layer_name" }
}

// %%
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]
let json = try encoder.encode([Layer(units: 3, activation: .relu, name: "in"), Layer(units: 1, name: "out")])
print(String(decoding: json, as: UTF8.self))
//> [{"activation":"relu","layer_name":"in","units":3},{"layer_name":"out","units":1}]

// %%
let layers = try JSONDecoder().decode([Layer].self, from: json)
layers.map(\.units)
//= [3, 1]

// %% what does not decode
try JSONDecoder().decode(Layer.self, from: Data("{\"units\": 2}".utf8))
//! layer_name

// %% a conformance made by hand in a later cell
struct Celsius { var degrees: Double }

// %%
extension Celsius: Codable {
    init(from decoder: any Decoder) throws {
        self.init(degrees: try decoder.singleValueContainer().decode(Double.self))
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(degrees)
    }
}

// %%
let temperatures = try JSONDecoder().decode([Celsius].self, from: Data("[20.5, 3]".utf8))
temperatures.map(\.degrees)
//= [20.5, 3.0]

// %% files
let file = FileManager.default.temporaryDirectory.appendingPathComponent("swiftlet-corpus-\(ProcessInfo.processInfo.processIdentifier).txt")
try "line 1\nline 2\n".write(to: file, atomically: true, encoding: .utf8)

// %%
let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
try FileManager.default.removeItem(at: file)
print(lines.count, FileManager.default.fileExists(atPath: file.path))
//> 2 false

// %% text
let padded = "  swift  ".trimmingCharacters(in: .whitespaces)
print(padded, "a,b,,c".components(separatedBy: ","), "banana".replacingOccurrences(of: "an", with: "-"), padded.capitalized)
String(format: "%.3f|%5d|%@", Double.pi, 42, "x")
//> swift ["a", "b", "", "c"] b--a Swift
//= "3.142|   42|x"

// %% numbers
print(pow(2.0, 10.0), sqrt(2.0) * sqrt(2.0) > 2, sin(0.0), floor(-1.5), log(M_E), Double.pi.rounded(.up))
//> 1024.0 true 0.0 -2.0 1.0 4.0

// %% decimals
Decimal(string: "0.1")! + Decimal(string: "0.2")!
//= 0.3

// %% sets of characters, index sets, scanners
let vowels = CharacterSet(charactersIn: "aeiou")
print("education".unicodeScalars.filter(vowels.contains).count, IndexSet([1, 2, 5]).rangeView.count)
//> 5 2

// %% sorting as people do
["item 10", "item 9"].sorted { $0.compare($1, options: .numeric) == .orderedAscending }
//= ["item 9", "item 10"]

// %% predicates
let long = #Predicate<String> { $0.count > 3 }
["one", "three", "seven"].filter { try! long.evaluate($0) }
//= ["three", "seven"]

// %% a predicate over a type of an earlier cell
let wide = #Predicate<Layer> { layer in layer.units > 2 }
layers.filter { (try? wide.evaluate($0)) == true }.map(\.name)
//= ["in"]

// %% units
let distance = Measurement(value: 1.5, unit: UnitLength.kilometers)
distance.converted(to: .meters).value
//= 1500.0

// %% UUIDs, notifications, user info
let id = UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F")!
let name = Notification.Name("swiftlet.corpus")
let observer = NotificationCenter.default.addObserver(forName: name, object: nil, queue: nil) { note in
    print("got", note.userInfo!["n"]!)
}
NotificationCenter.default.post(name: name, object: nil, userInfo: ["n": 5])
id.uuidString.prefix(8)
//> got 5
//= "E621E1F8"

// %% JSON without types
let object = try JSONSerialization.jsonObject(with: Data(#"{"a": [1, 2.5, "x"]}"#.utf8)) as! [String: Any]
(object["a"] as! [Any]).count
//= 3

// %% property lists
let plist = try PropertyListEncoder().encode(["k": 1])
try PropertyListDecoder().decode([String: Int].self, from: plist)
//= ["k": 1]

// %% formatted numbers
print(1234567.formatted(.number.locale(Locale(identifier: "en_US"))), 0.256.formatted(.percent.locale(Locale(identifier: "en_US"))))
//> 1,234,567 25.6%

// %% attributed strings and regular expressions of old
let regex = try NSRegularExpression(pattern: "[0-9]+")
regex.numberOfMatches(in: "a1b22", range: NSRange(location: 0, length: 5))
//= 2

// %% the C library by name
import Glibc
print(getpid() > 0, strlen("four"), abs(-3), toupper(97))
//> true 4 3 65

// %%
var time = timespec()
clock_gettime(CLOCK_MONOTONIC, &time)
time.tv_sec > 0
//= true

// %% one declaration of a module
import struct Dispatch.DispatchTime
DispatchTime.now().uptimeNanoseconds > 0
//= true

// %% a module that does not exist
import Nonesuch
//! no such module 'Nonesuch'

// %% other modules
import Dispatch
import RegexBuilder
import Distributed
import _Differentiation
let semver = Regex { "v"; Capture { OneOrMore(.digit) } }
"v12".wholeMatch(of: semver)!.1
//= "12"
