"""Swift packages that tests make for themselves."""

import subprocess
from pathlib import Path


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def manifest(name: str, targets: str, products: str, dependencies: str = "", imports: str = "") -> str:
    return f"""\
// swift-tools-version: 5.9
{imports}
import PackageDescription
let package = Package(
    name: "{name}", products: [{products}], dependencies: [{dependencies}], targets: [{targets}])
"""


def library(name: str) -> str:
    return f'.library(name: "{name}", targets: ["{name}"])'


def release(folder: Path, version: str) -> None:
    """Commits what is in the folder, and tags it."""
    git = ["git", "-C", str(folder), "-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", version], ["tag", version]):
        subprocess.run(git + command, check=True, capture_output=True)


def counting(folder: Path) -> Path:
    """A package that others depend on, in two versions."""
    write(folder, {
        "Package.swift": manifest("counting", '.target(name: "Counting")', library("Counting")),
        "Sources/Counting/Counter.swift": "public final class Counter {\n    public static let shared = Counter()\n"
        "    public var count = 0\n    public init() {}\n}\npublic let version = 1\n",
    })
    release(folder, "1.0.0")
    source = folder / "Sources/Counting/Counter.swift"
    source.write_text(source.read_text().replace("version = 1", "version = 11"))
    release(folder, "1.1.0")
    return folder


def shapes(folder: Path, dependency: Path) -> Path:
    """A package with a C target, a resource, two products and a dependency."""
    write(folder, {
        "Package.swift": manifest(
            "shapes",
            '.target(name: "CArea", linkerSettings: [.linkedLibrary("m")]),'
            '.target(name: "Shapes", dependencies: ["CArea", .product(name: "Counting", package: "counting")]),'
            '.target(name: "Words", resources: [.copy("words.txt")])',
            library("Shapes") + ", " + library("Words"),
            f'.package(url: "file://{dependency}", from: "1.0.0")',
        ),
        "Sources/CArea/include/area.h": "double circle_area(double radius);\n",
        "Sources/CArea/area.c": '#include "area.h"\n#include <math.h>\n'
        "double circle_area(double radius) { return acos(-1) * pow(radius, 2); }\n",
        "Sources/Shapes/Circle.swift": """\
import CArea
import Counting

public protocol Shape { var area: Double { get } }
public struct Circle: Shape {
    public var radius: Double
    public init(radius: Double) { self.radius = radius; Counter.shared.count += 1 }
    public var area: Double { circle_area(radius) }
}
""",
        "Sources/Words/Words.swift": "import Foundation\npublic func words() throws -> String {\n"
        '    try String(contentsOf: Bundle.module.url(forResource: "words", withExtension: "txt")!, encoding: .utf8)\n}\n',
        "Sources/Words/words.txt": "red green",
    })
    release(folder, "1.0.0")
    return folder
