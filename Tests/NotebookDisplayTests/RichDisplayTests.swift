import Foundation
import NotebookDisplay
import Testing

private let png: [UInt8] = Array(
    Data(
        base64Encoded:
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAEklEQVR4nGP4z8DAwMDAxAADAAcJAQGd3xS2AAAAAElFTkSuQmCC")!)
private let gif: [UInt8] = Array("GIF89a".utf8) + [5, 0, 1, 1, 0, 0, 0]
/// The start of a picture with an application segment before the frame header.
private let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 0x01, 0x02, 0x03, 0x04, 1, 1, 0x11, 0]

@Suite struct RichDisplayTests {
    private func bundle(_ value: some MIMERepresentable) throws -> [String: [String: Any]] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(mimeBundle(of: value).json.utf8)) as? [String: [String: Any]])
    }

    @Test func aPictureIsSentUnderItsTypeWithTheSizeItIsShownAt() throws {
        let json = try bundle(Picture(png, width: 320, height: 480))
        #expect(json["data"]?["image/png"] as? String == Data(png).base64EncodedString())
        #expect(json["metadata"]?["image/png"] as? [String: Int] == ["width": 320, "height": 480])
        #expect(json["data"]?["text/plain"] as? String == "PNG picture, 2 × 3 pixels")
    }

    @Test func aPictureWithoutASizeLeavesItToTheFrontEnd() throws {
        #expect(try bundle(Picture(Data(png)))["metadata"]?.isEmpty == true)
        #expect(try bundle(Picture(png, width: 9))["metadata"]?["image/png"] as? [String: Int] == ["width": 9])
    }

    @Test(arguments: [
        (gif, "image/gif", "GIF picture, 5 × 257 pixels"), (jpeg, "image/jpeg", "JPEG picture, 772 × 258 pixels"),
        (Array("RIFF....WEBPVP8 ".utf8), "image/webp", "WebP picture"),
        (Array(png.prefix(12)), "image/png", "PNG picture"), ([0xFF, 0xD8, 0xFF], "image/jpeg", "JPEG picture"),
    ])
    func theFormatIsFoundInTheFirstBytes(bytes: [UInt8], type: String, text: String) throws {
        let data = try #require(try bundle(Picture(bytes))["data"])
        #expect(data[type] != nil && data["text/plain"] as? String == text)
    }

    @Test func whatIsNoPictureIsRefused() {
        #expect(throws: PictureError.unknownFormat) { try Picture(Array("<svg/>".utf8)) }
        #expect(throws: PictureError.unknownFormat) { try Picture([]) }
        #expect(
            throws: PictureError.unreadable(path: "/no/such.png", reason: "No such file or directory")
        ) { try Picture(contentsOfFile: "/no/such.png") }
    }

    @Test func aPictureIsReadFromAFile() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".png")
        try Data(png).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try Picture(contentsOfFile: file.path) == Picture(png))
    }

    @Test func aTreeOfJSONSaysWhetherItIsOpen() throws {
        let json = try bundle(JSONTree(["a": [1, nil]], root: "settings", isExpanded: true))
        #expect(json["data"]?["application/json"] as? NSDictionary == ["a": [1, NSNull()]])
        #expect(json["metadata"]?["application/json"] as? NSDictionary == ["expanded": true, "root": "settings"])
        #expect((json["data"]?["text/plain"] as? String)?.contains("\n  \"a\"") == true)
    }

    @Test func aChartCarriesItsSchemaAndItsRows() throws {
        struct Point { var x = 1, y: Double? = 2.5 }
        let chart = VegaLite(["mark": "bar", "title": "Scores"], data: [Point(), Point(x: 2, y: nil)])
        let json = try bundle(chart)
        let specification = json["data"]?["application/vnd.vegalite.v5+json"] as? NSDictionary
        #expect(specification?["$schema"] as? String == "https://vega.github.io/schema/vega-lite/v5.json")
        #expect(
            specification?["data"] as? NSDictionary == ["values": [["x": 1, "y": 2.5], ["x": 2, "y": NSNull()]]])
        #expect(json["data"]?["text/plain"] as? String == "Vega-Lite chart \"Scores\": bar, 2 rows")
    }

    @Test func aChartKeepsTheSchemaAndTheDataItNames() {
        let specification: JSONValue = [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.20.json", "data": ["url": "cars.json"],
        ]
        #expect(VegaLite(specification).specification == specification)
    }
}
