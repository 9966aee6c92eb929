"""%install builds products of Swift packages, which cells can then import."""

import os
import re
import shutil
import time
from pathlib import Path

import packages
import psutil
import pytest
from session import Session


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A cache of the tests' own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def repositories(tmp_path_factory):
    folder = tmp_path_factory.mktemp("repositories")
    packages.counting(folder / "counting")
    packages.shapes(folder / "shapes", folder / "counting")
    return folder


@pytest.fixture
def session(cache, tmp_path):
    session = Session({"XDG_CACHE_HOME": str(cache)}, folder=tmp_path)
    yield session
    session.close()


def install(repositories, name, products, requirement='from: "1.0.0"'):
    return f'%install .package(url: "file://{repositories}/{name}", {requirement}) {products}\n'


def progress(outcome):
    """What the line below the cell said, one after the other."""
    displays = outcome.of_type("display_data") + outcome.of_type("update_display_data")
    ids = {m.content["transient"]["display_id"] for m in displays}
    assert len(ids) <= 1, "the line is updated in its place"
    return [m.content["data"]["text/plain"] for m in displays]


def builds(cache):
    """How many builds count as done."""
    return len(list(cache.glob("swiftlet/packages/*/*/built.json")))


def test_a_package_is_built_and_imported_by_one_cell(session, repositories):
    code = install(repositories, "shapes", "Shapes, Words") + "import Shapes\nimport Words\nCircle(radius: 2).area"
    outcome = session.succeed(code, timeout=300)
    assert outcome.result.startswith("12.566")
    said = progress(outcome)
    assert len(said) > 3 and any("Compiling" in text for text in said)
    assert re.fullmatch(r"Installed Shapes, Words \(counting 1\.1\.0, shapes 1\.0\.0\) in \d+ s", said[-1])
    assert session.value("try words()") == '"red green"'
    session.succeed("struct Square: Shape { var area: Double { 4 } }\nlet all: [any Shape] = [Circle(radius: 1), Square()]")
    assert session.value("all.map { Int($0.area) }") == "[3, 4]"
    assert "Circle" in session.fail("Circle(radius: \"x\")").traceback


def test_a_later_session_does_not_build(session, cache, repositories):
    before = builds(cache)
    code = install(repositories, "shapes", "Shapes, Words")
    begun = time.monotonic()
    outcome = session.succeed(code, timeout=300)
    took = time.monotonic() - begun
    assert progress(outcome) == ["Shapes, Words are ready (counting 1.1.0, shapes 1.0.0)"]
    assert took < 2 and builds(cache) == before
    assert session.succeed(code + "import Shapes\nCircle(radius: 1).radius").result == "1.0"
    assert session.succeed(code).displays, "a further time changes nothing"


def test_later_installations_share_what_is_loaded(session, repositories):
    session.succeed(install(repositories, "shapes", "Shapes") + "import Shapes\nlet circle = Circle(radius: 1)", timeout=300)
    session.succeed(install(repositories, "counting", "Counting") + "import Counting", timeout=300)
    assert session.value("Counter.shared.count") == "1"
    session.succeed("let another = Circle(radius: 2)\nlet counter: Counter = .shared")
    assert session.value("counter.count") == "2"


def test_several_lines_are_installed_together(session, repositories, tmp_path):
    packages.write(tmp_path / "greeting", {
        "Package.swift": packages.manifest("greeting", '.target(name: "Greeting")', packages.library("Greeting")),
        "Sources/Greeting/Greeting.swift": 'public func greet() -> String { "hello" }\n',
    })
    code = install(repositories, "counting", "Counting", 'exact: "1.0.0"') + '%install .package(path: "greeting") Greeting\n'
    outcome = session.succeed(code + "import Counting\nimport Greeting\n(greet(), version)", timeout=300)
    assert outcome.result == '("hello", 1)'
    assert len(outcome.displays) == 1


def test_a_folder_that_changed_is_built_again(session, tmp_path):
    source = packages.write(tmp_path / "deep" / "greeting", {
        "Package.swift": packages.manifest("greeting", '.target(name: "Greeting")', packages.library("Greeting")),
        "Sources/Greeting/Greeting.swift": 'public func greet() -> String { "hello" }\n',
    }) / "Sources/Greeting/Greeting.swift"
    code = '%install .package(path: "greeting") Greeting\nimport Greeting\ngreet()'
    session.succeed(f'import Glibc\nchdir("{tmp_path}/deep")')
    assert session.succeed(code, timeout=300).result == '"hello"'
    source.write_text('public func greet() -> String { "good evening" }\n')
    error = session.fail(code)
    assert "has changed since the session loaded it" in error.reply["evalue"] and "%reset" in error.reply["evalue"]
    session.succeed(f'%reset\nimport Glibc\nchdir("{tmp_path}/deep")')
    assert session.succeed(code, timeout=300).result == '"good evening"'


def test_packages_stay_when_the_session_is_lost(session, repositories):
    session.succeed(install(repositories, "counting", "Counting") + "import Counting\nlet counter = Counter()", timeout=300)
    for child in psutil.Process(session.process_id).children():
        if "cell-host" in child.cmdline()[0]:
            child.kill()
    session.run("1")
    session.run("1")
    assert session.value("import Counting\nversion") == "11"
    session.succeed("%reset")
    assert session.value("import Counting\nversion") == "11"


def test_a_macro_can_be_installed(session, tmp_path):
    toolchain = Path(shutil.which("swift")).resolve().parent.parent
    host = toolchain / "lib/swift/host"
    modules = ["SwiftSyntax", "SwiftSyntaxMacros", "SwiftSyntaxBuilder", "SwiftSyntaxMacroExpansion"]
    options = ", ".join(f'"-l{m}"' for m in modules + ["SwiftCompilerPluginMessageHandling"])
    packages.write(tmp_path / "stringify", {
        "Package.swift": packages.manifest(
            "stringify",
            f'.macro(name: "Macros", swiftSettings: [.unsafeFlags(["-I", "{host}"])], linkerSettings: [.unsafeFlags('
            f'["-L", "{host}", {options}, "-Xlinker", "-rpath", "-Xlinker", "{host}"])]),'
            '.target(name: "Stringify", dependencies: ["Macros"])',
            packages.library("Stringify"),
            imports="import CompilerPluginSupport",
        ),
        "Sources/Stringify/Stringify.swift": "@freestanding(expression)\npublic macro stringify<T>(_ value: T) -> (T, String)"
        ' = #externalMacro(module: "Macros", type: "Stringify")\n',
        "Sources/Macros/Macros.swift": """\
@_spi(PluginMessage) import SwiftCompilerPluginMessageHandling
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

struct Stringify: ExpressionMacro {
    static func expansion(
        of node: some FreestandingMacroExpansionSyntax, in context: some MacroExpansionContext
    ) -> ExprSyntax {
        let argument = node.arguments.first!.expression
        return "(\\(argument), \\(literal: argument.description))"
    }
}

struct Provider: PluginProvider {
    func resolveMacro(moduleName: String, typeName: String) -> any Macro.Type { Stringify.self }
}

@main struct Plugin {
    static func main() throws {
        try CompilerPluginMessageListener(connection: StandardIOMessageConnection(), provider: Provider()).main()
    }
}
""",
    })
    code = '%install .package(path: "stringify") Stringify\nimport Stringify\nlet x = 4\n#stringify(x + 2)'
    assert session.succeed(code, timeout=300).result == '(6, "x + 2")'


@pytest.mark.parametrize(
    "line, words",
    [
        ('%install .package(url: "file://{}/shapes", from: "7.0.0") Shapes', "no versions of 'shapes' match the requirement 7.0.0"),
        ('%install .package(url: "file://{}/nowhere", from: "1.0.0") Nowhere', "nowhere' does not exist"),
        ('%install .package(path: "{}/nowhere") Nowhere', "nowhere' cannot be accessed"),
        ('%install .package(url: "file://{}/shapes", from: "1.0.0") Shape', "shapes has no product 'Shape'. Its libraries are Shapes and Words."),
        ('%install .package(url: "file://{}/shapes", from: "one") Shapes', "Invalid semantic version string 'one'"),
        ('%install .package(url: "file://{}/shapes", branch: "wip") Shapes', "could not find a branch named"),
        ('%install .package(url: "file://{}/shapes", since: "1.0.0") Shapes', 'takes no "since:"'),
        ('%install .package(url: "file://{}/shapes", from: "1.0.0"', "expected ')'"),
    ],
)
def test_what_cannot_be_resolved_is_told_with_the_reason_alone(session, cache, repositories, line, words):
    before = builds(cache)
    error = session.fail(line.replace("{}", str(repositories)) + "\nprint(1)", timeout=120)
    assert error.reply["ename"] in ("InstallFailed", "DirectiveError")
    assert words in error.reply["evalue"]
    assert len(error.traceback.splitlines()) <= 3, error.traceback
    assert builds(cache) == before and error.stdout == ""
    assert session.value("6 * 7") == "42"


def test_a_failed_build_shows_the_compilers_errors_and_can_be_mended(session, cache, tmp_path):
    source = packages.write(tmp_path / "broken", {
        "Package.swift": packages.manifest("broken", '.target(name: "Broken")', packages.library("Broken")),
        "Sources/Broken/Broken.swift": 'func unused() { let nothing = 1 }\npublic func f() -> Int {\n    "x" + nope\n}\n',
    }) / "Sources/Broken/Broken.swift"
    code = '%install .package(path: "broken") Broken\nimport Broken\nf()'
    before = builds(cache)
    error = session.fail(code, timeout=300)
    assert error.reply["evalue"].endswith("Broken.swift:3:11: cannot find 'nope' in scope")
    assert "3 |     \"x\" + nope" in error.traceback and "never used" not in error.traceback
    assert builds(cache) == before
    assert progress(error)[-1] == "Installing Broken: failed"
    source.write_text("public func f() -> Int { 5 }\n")
    assert session.succeed(code, timeout=300).result == "5"


def test_another_version_than_the_loaded_one_is_refused(session, repositories):
    session.succeed(install(repositories, "counting", "Counting") + "import Counting\nversion", timeout=300)
    older = install(repositories, "counting", "Counting", 'exact: "1.0.0"') + "import Counting\nversion"
    error = session.fail(older, timeout=300)
    assert "has loaded counting 1.1.0, and this needs counting 1.0.0" in error.reply["evalue"]
    session.succeed("%reset")
    assert session.succeed(older, timeout=300).result == "1"


def test_an_interrupt_ends_a_build_and_leaves_nothing_half_done(session, cache, tmp_path):
    gate = tmp_path / "gate.h"
    os.mkfifo(gate)
    packages.write(tmp_path / "waiting", {
        "Package.swift": packages.manifest(
            "waiting", '.target(name: "CWaiting"), .target(name: "Waiting", dependencies: ["CWaiting"])',
            packages.library("Waiting")),
        "Sources/CWaiting/include/waiting.h": "int waited(void);\n",
        # The compiler waits until somebody writes into the pipe.
        "Sources/CWaiting/waiting.c": f'#include "{gate}"\nint waited(void) {{ return WAITED; }}\n',
        "Sources/Waiting/Waiting.swift": "import CWaiting\npublic func f() -> Int { Int(waited()) }\n",
    })
    code = '%install .package(path: "waiting") Waiting\nimport Waiting\nf()'
    before = builds(cache)
    session.succeed("let kept = 1")
    request = session.start(code)
    deadline = time.monotonic() + 60
    while not compilers(gate) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert compilers(gate), "the build never began"
    asked = time.monotonic()
    session.ask("interrupt_request", channel="control")
    outcome = session.finish(request, timeout=20)
    assert time.monotonic() - asked < 5
    assert outcome.reply["ename"] == "Interrupted"
    assert progress(outcome)[-1] == "Installing Waiting: interrupted"
    assert builds(cache) == before
    deadline = time.monotonic() + 5
    while compilers(gate) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not compilers(gate), "a compiler outlives the interrupt"
    gate.unlink()
    gate.write_text("#define WAITED 8\n")
    assert session.succeed(code, timeout=300).result == "8"
    assert session.value("kept") == "1"


def compilers(header):
    """The processes that wait for the header."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        command = process.info["cmdline"] or []
        if any(word.endswith("waiting.c") for word in command) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.pid)
    return found


def test_two_kernels_may_install_the_same_at_once(cache, tmp_path):
    packages.write(tmp_path / "shared", {
        "Package.swift": packages.manifest("shared", '.target(name: "Shared")', packages.library("Shared")),
        "Sources/Shared/Shared.swift": "public let answer = 42\n",
    })
    before = builds(cache)
    sessions = [Session({"XDG_CACHE_HOME": str(cache)}, folder=tmp_path) for _ in range(2)]
    try:
        code = '%install .package(path: "shared") Shared\nimport Shared\nanswer'
        requests = [session.start(code) for session in sessions]
        outcomes = [session.finish(request, timeout=300) for session, request in zip(sessions, requests)]
        assert [outcome.result for outcome in outcomes] == ["42", "42"]
        assert builds(cache) == before + 1
    finally:
        for session in sessions:
            session.close()


def test_run_all_waits_for_what_is_installed(session, repositories):
    cells = [
        "import Glibc\nlet first = 1\nusleep(500_000)",
        install(repositories, "counting", "Counting"),
        "import Counting\nlet counter = Counter()",
        "counter.count + first",
    ]
    requests = [session.start(code) for code in cells]
    outcomes = [session.finish(request, code, timeout=300) for request, code in zip(requests, cells)]
    assert [outcome.status for outcome in outcomes] == ["ok"] * 4, outcomes
    assert outcomes[3].result == "1"


def test_a_package_of_a_killed_build_is_built_again(cache, tmp_path):
    packages.write(tmp_path / "killed", {
        "Package.swift": packages.manifest("killed", '.target(name: "Killed")', packages.library("Killed")),
        "Sources/Killed/Killed.swift": "public let alive = true\n",
    })
    code = '%install .package(path: "killed") Killed\nimport Killed\nalive'
    first = Session({"XDG_CACHE_HOME": str(cache)}, folder=tmp_path)
    try:
        request = first.start(code)
        first.wait_for(lambda m: m.type == "update_display_data" and "[" in m.content["data"]["text/plain"], request, timeout=60)
    finally:
        first.close()
    second = Session({"XDG_CACHE_HOME": str(cache)}, folder=tmp_path)
    try:
        assert second.succeed(code, timeout=300).result == "true"
    finally:
        second.close()


def test_an_interrupt_stops_a_loop_in_a_package(session, tmp_path):
    packages.write(tmp_path / "spinning", {
        "Package.swift": packages.manifest("spinning", '.target(name: "Spinning")', packages.library("Spinning")),
        "Sources/Spinning/Spinning.swift": "public func spin(_ n: Int) -> Int {\n    var x = n\n"
        "    while n > 0 && x != 0 { x = (x &* 3) | 1 }\n    return x\n}\n",
    })
    session.succeed('%install .package(path: "spinning") Spinning\nimport Spinning\nlet kept = 7', timeout=300)
    request = session.start('print("started")\nspin(5)')
    session.wait_for(lambda m: m.type == "stream", request)
    time.sleep(0.3)
    asked = time.monotonic()
    session.ask("interrupt_request", channel="control")
    outcome = session.finish(request, timeout=20)
    assert time.monotonic() - asked < 5
    assert outcome.reply["ename"] == "Interrupted"
    assert session.value("kept") == "7" and session.value("spin(0)") is not None
