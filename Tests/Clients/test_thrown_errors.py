"""What is told of an error that a cell does not catch."""

import pytest
from test_compile_errors import plain


@pytest.fixture(scope="module")
def foundation(kernel):
    kernel.succeed(
        "import Foundation\n"
        "enum Net: Error { case timeout(seconds: Int, host: String), offline }\n"
        "struct Item: Codable { var price: Int }\nstruct Order: Codable { var items: [Item] }\n"
        "func order(_ json: String) throws -> Order { try JSONDecoder().decode(Order.self, from: Data(json.utf8)) }"
    )
    return kernel


@pytest.mark.parametrize(
    "code, name, value",
    [
        ("struct Late: Error { let by: Int }\nthrow Late(by: 7)", "Late", "Late(by: 7)"),
        ("throw Net.timeout(seconds: 3, host: \"a\")", "Net", "timeout(seconds: 3, host: \"a\")"),
        ("struct Told: Error, CustomStringConvertible { var description: String { \"all is lost\" } }\nthrow Told()",
         "Told", "all is lost"),
        ("struct Local: LocalizedError { var errorDescription: String? { \"The file is full\" } }\nthrow Local()",
         "Local", "The file is full"),
        ("throw NSError(domain: \"org.a\", code: 5, userInfo: [NSLocalizedDescriptionKey: \"No luck\"])", "NSError", "No luck"),
        ("_ = try order(\"{\\\"items\\\": [{\\\"price\\\": 1}, {\\\"price\\\": \\\"x\\\"}]}\")", "DecodingError",
         "Expected to decode Int but found a string instead at 'items[1].price'"),
        ("_ = try order(\"{}\")", "DecodingError", "there is no 'items'"),
        ("_ = try order(\"{\")", "DecodingError", "The given data was not valid JSON"),
        ("enum Outer { struct Inner: Error {} }\nthrow Outer.Inner()", "Inner", "Inner()"),
    ],
)
def test_an_error_is_told_by_its_type_and_its_own_words(foundation, code, name, value):
    reply = foundation.fail(code).reply
    assert reply["ename"] == name
    assert reply["evalue"].startswith(value + " (In["), reply["evalue"]


def test_a_file_that_is_missing_is_named(foundation):
    outcome = foundation.fail("_ = try String(contentsOfFile: \"/no/such/file.txt\", encoding: .utf8)")
    assert outcome.reply["ename"] == "CocoaError"
    assert "/no/such/file.txt" in outcome.reply["evalue"]
    assert "caused by POSIXError" in plain(outcome.traceback)


def test_the_cause_of_an_error_is_told_where_its_own_words_leave_it_out(foundation):
    outcome = foundation.fail(
        "struct Wrapped: Error, CustomStringConvertible {\n    var cause: any Error\n"
        "    var description: String { \"loading failed\" }\n}\nthrow Wrapped(cause: Net.offline)"
    )
    assert "loading failed\n  caused by Net: offline" in plain(outcome.traceback)


def test_advice_of_an_error_is_shown(foundation):
    code = (
        "struct Advised: LocalizedError {\n    var errorDescription: String? { \"no data\" }\n"
        "    var failureReason: String? { \"the disk is gone\" }\n"
        "    var recoverySuggestion: String? { \"insert it\" }\n}\nthrow Advised()"
    )
    assert "no data\n  reason: the disk is gone\n  advice: insert it" in plain(foundation.fail(code).traceback)


def test_the_value_is_one_line_and_the_traceback_has_all(foundation):
    outcome = foundation.fail(
        "struct Long: Error, CustomStringConvertible { var description: String { \"first\\nsecond\" } }\nthrow Long()"
    )
    assert outcome.reply["evalue"].startswith("first (In[") and "\n" not in outcome.reply["evalue"]
    assert "Long: first\nsecond" in plain(outcome.traceback)


def test_a_session_without_foundation_tells_errors_too(fresh_kernel):
    fresh_kernel.succeed("struct Plain: Error { var inner = [1] }")
    assert fresh_kernel.fail("throw Plain()").reply["evalue"] == "Plain(inner: [1]) (In[2], line 1)"
