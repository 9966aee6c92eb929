"""Data sets, loaders and metrics in cells."""

import hashlib
import http.server
import threading
import time

import pytest
from test_compile_errors import plain


@pytest.fixture
def learning(kernel):
    kernel.succeed(
        "import DeepLearning\n"
        "let numbers = LabelledData(inputs: Tensor.arange(40).reshape(40, 1), labels: (0..<40).map { $0 % 4 })"
    )
    return kernel


THREADS = """
import Glibc
func threads() -> Int {
    guard let folder = opendir("/proc/self/task") else { return -1 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
}
"""


def test_a_loop_over_prefetched_batches_that_is_left_early_leaves_no_thread(learning):
    learning.succeed(THREADS)
    before = int(learning.value("threads()"))
    learning.succeed(
        "var factor: Float = 2\n"
        "for _ in 0..<30 { for _ in numbers.batches(of: 4, prefetch: 2, "
        "transform: { batch, _ in (batch.inputs * factor, batch.labels) }) { break } }"
    )
    learning.succeed("usleep(300_000)")
    assert int(learning.value("threads()")) <= before


def test_a_trap_on_the_thread_that_prefetches_ends_the_cell_alone(learning):
    outcome = learning.fail(
        "for _ in numbers.batches(of: 4, prefetch: 2, transform: { batch, _ in\n"
        "    (batch.inputs, batch.labels.map { [1, 2, 3][$0] })\n"
        "}) {}"
    )
    assert "Index out of range" in plain(outcome.traceback), outcome
    assert learning.value("numbers.batches(of: 4, prefetch: 2).map { $0.labels.count }.reduce(0, +)") == "40"


def test_an_endless_loop_over_prefetched_batches_can_be_stopped(learning):
    code = "while true { for _ in numbers.batches(of: 4, prefetch: 2) {} }"
    started = learning.start(code)
    threading.Timer(1, learning.manager.interrupt_kernel).start()
    outcome = learning.finish(started, code, 20)
    assert outcome.status == "error", outcome
    assert learning.value("numbers.batches(of: 4, prefetch: 2).map { $0.labels.count }.reduce(0, +)") == "40"


def test_a_mistake_in_a_file_is_shown_with_its_place(learning, tmp_path):
    file = tmp_path / "flowers.csv"
    file.write_text("length,kind\n1.5,rose\nlong,tulip\n")
    outcome = learning.fail(f'try CSVTable(contentsOf: "{file}").labelled(by: "kind")')
    assert f"{file}, line 3, column 1: length: “long” is no number" in plain(outcome.traceback), outcome


def test_a_confusion_matrix_is_shown_as_a_table(learning):
    outcome = learning.succeed('ConfusionMatrix(of: [0, 1, 1], labels: [0, 1, 0], classNames: ["cat", "dog"])')
    (result,) = outcome.of_type("execute_result")
    assert "<table" in result.content["data"]["text/html"]
    assert "dog" in result.content["data"]["text/plain"]


def test_classical_models_are_there(learning):
    value = learning.value(
        "let digits = Datasets.digits()\n"
        "KNeighborsClassifier(fitting: digits.train.inputs, labels: digits.train.labels, neighbors: 3)"
        ".score(digits.test) > 0.97"
    )
    assert value == "true"


def test_a_download_shows_its_progress_and_is_kept(learning, tmp_path):
    content = bytes(range(256)) * 4000

    class Handler(http.server.BaseHTTPRequestHandler):
        asked = 0

        def do_GET(self):
            Handler.asked += 1
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        learning.succeed('import Glibc\nsetenv("no_proxy", "127.0.0.1", 1)')
        call = (
            f'try Datasets.download("http://127.0.0.1:{server.server_port}/bytes.bin", '
            f'sha256: "{hashlib.sha256(content).hexdigest()}", to: "{tmp_path}/bytes.bin")'
        )
        outcome = learning.succeed(call)
        assert outcome.displays and "bytes.bin" in outcome.displays[0]["text/plain"], outcome
        assert (tmp_path / "bytes.bin").read_bytes() == content
        assert not learning.succeed(call).displays
        assert Handler.asked == 1
    finally:
        server.shutdown()


def test_a_download_that_is_stopped_leaves_nothing_behind(learning, tmp_path):
    begun = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(bytes(1000))
            begun.set()
            time.sleep(8 if self.path == "/slow" else 0)
            if self.path != "/slow":
                self.wfile.write(bytes(999_000))

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        learning.succeed('import Glibc\nsetenv("no_proxy", "127.0.0.1", 1)')
        code = f'try Datasets.download("{address}/slow", to: "{tmp_path}/slow")'
        started = learning.start(code)
        assert begun.wait(20)
        time.sleep(0.5)
        learning.manager.interrupt_kernel()
        assert learning.finish(started, code, 20).status == "error"
        assert list(tmp_path.iterdir()) == []
        learning.succeed(f'try Datasets.download("{address}/quick", to: "{tmp_path}/quick")')
        assert (tmp_path / "quick").stat().st_size == 1_000_000
    finally:
        server.shutdown()
