def streamed(text):
    return lambda m: m.type == "stream" and text in m.content["text"]


def test_stdout_and_stderr_arrive_under_their_names(kernel):
    outcome = kernel.succeed("import Glibc\nprint(\"to out\")\nfputs(\"to err\\n\", stderr)")
    assert outcome.stdout == "to out\n"
    assert outcome.stderr == "to err\n"


def test_output_written_below_swift_arrives_too(kernel):
    outcome = kernel.succeed("import Glibc\n_ = write(1, \"raw\\n\", 4)\nputs(\"buffered\")")
    assert outcome.stdout == "raw\nbuffered\n"


def test_a_partial_line_arrives_while_the_cell_runs(kernel):
    kernel.succeed("import Glibc")
    code = "print(\"working…\", terminator: \"\")\nsleep(2)\nprint(\" done\")"
    request = kernel.start(code)
    early = kernel.wait_for(streamed("working…"), request)
    outcome = kernel.finish(request, code)
    idle = outcome.messages[-1]
    assert idle.arrived - early.arrived > 1.5, "the first half of the line came with the rest"
    assert outcome.stdout == "working… done\n"


def test_lines_arrive_as_they_are_written(kernel):
    code = "import Glibc\nfor i in 0..<4 { print(\"line \\(i)\"); usleep(500_000) }"
    outcome = kernel.succeed(code)
    arrivals = [
        next(m.arrived for m in outcome.of_type("stream") if f"line {i}" in m.content["text"]) for i in range(4)
    ]
    gaps = [later - earlier for earlier, later in zip(arrivals, arrivals[1:])]
    assert all(0.25 < gap < 0.9 for gap in gaps), gaps


def test_text_and_displays_keep_their_order(kernel):
    kernel.succeed("import NotebookDisplay\nimport Glibc")
    code = "\n".join(
        ["print(\"one\")", "display(Markdown(\"**two**\"))", "print(\"three\", terminator: \"\")",
         "display(HTML(\"<b>four</b>\"))", "fputs(\"five\", stderr)", "display(6)", "print(\"seven\")", "8"]
    )
    for _ in range(10):
        outcome = kernel.succeed(code)
        assert outcome.order[2:-1] == [
            "stdout", "display_data", "stdout", "display_data", "stderr", "display_data", "stdout", "execute_result"
        ], outcome


def test_a_hundred_displays_between_lines_stay_between_them(kernel):
    kernel.succeed("import NotebookDisplay")
    outcome = kernel.succeed("for i in 0..<100 { print(\"line\", i); display(i) }")
    shown = [
        m.content["text"] if m.type == "stream" else m.content["data"]["text/plain"] for m in outcome.messages[2:-1]
    ]
    assert "".join(shown) == "".join(f"line {i}\n{i}" for i in range(100))


def test_all_output_comes_before_idle(kernel):
    outcome = kernel.succeed("for i in 0..<100_000 { print(i) }")
    assert outcome.stdout == "".join(f"{i}\n" for i in range(100_000))
    assert outcome.messages[-1].content == {"execution_state": "idle"}
    kernel.receive(0.5)
    late = [m for m in kernel.published if m.type == "stream"][-1]
    assert late in outcome.messages


def test_a_million_lines_arrive_complete_and_in_order_before_idle(kernel):
    outcome = kernel.succeed("for i in 0..<1_000_000 { print(\"line\", i) }", timeout=120)
    assert outcome.stdout == "".join(f"line {i}\n" for i in range(1_000_000))
    assert outcome.messages[-1].content == {"execution_state": "idle"}


def test_lines_on_both_streams_arrive_complete_and_each_in_order(kernel):
    outcome = kernel.succeed(
        "import Glibc\nfor i in 0..<100_000 { print(\"out\", i); if i % 3 == 0 { fputs(\"err \\(i)\\n\", stderr) } }", timeout=120
    )
    assert outcome.stdout == "".join(f"out {i}\n" for i in range(100_000))
    assert outcome.stderr == "".join(f"err {i}\n" for i in range(0, 100_000, 3))
    assert outcome.messages[-1].content == {"execution_state": "idle"}


def test_a_cell_that_prints_without_pause_stays_below_the_servers_rate_limit(kernel):
    # Jupyter Server drops the output of a kernel that sends more than 1,000 messages a second.
    outcome = kernel.succeed("for i in 0..<600_000 { print(i) }")
    texts = outcome.of_type("stream")
    seconds = texts[-1].arrived - texts[0].arrived
    assert len(texts) < 500 * max(seconds, 1), f"{len(texts)} messages in {seconds:.1f} s"


def test_characters_are_not_torn_apart(kernel):
    outcome = kernel.succeed("let birds = String(repeating: \"🐦é漢\", count: 50_000)\nprint(birds)")
    assert outcome.stdout == "🐦é漢" * 50_000 + "\n"


def test_bytes_that_are_not_text_do_no_harm(kernel):
    outcome = kernel.succeed("import Glibc\n_ = [UInt8](arrayLiteral: 0x61, 0xFF, 0xFE, 0x62, 0x0A).withUnsafeBytes "
                             "{ write(1, $0.baseAddress, 5) }")
    assert outcome.stdout == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b\n"
