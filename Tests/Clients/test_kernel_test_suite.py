"""Jupyter's own conformance tests of kernels, none of them skipped."""

import jupyter_kernel_test
from session import KERNEL


class SwiftletKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "swift"
    file_extension = ".swift"

    code_hello_world = "print(\"hello, world\")"
    code_stderr = "import Glibc\nfputs(\"oops\\n\", stderr)"
    code_generate_error = "struct Oops: Error {}\nthrow Oops()"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "let sum = (1...10).reduce(0, +)\nsum", "result": "55"},
    ]
    code_display_data = [
        {"code": "import NotebookDisplay\ndisplay(HTML(\"<i>hello</i>\"))", "mime": "text/html"},
        {"code": "display(Markdown(\"*hello*\"))", "mime": "text/markdown"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 ? 7"
    complete_code_samples = ["1", "print(\"hello\")", "func f(x: Int) -> Int {\n    x * 2\n}"]
    incomplete_code_samples = ["print(\"\"\"\nhello", "func f(x: Int) -> Int {", "let x = ["]
    invalid_code_samples = ["import = 7q", "}", "let let = let"]
    completion_samples = [
        {"text": "readLin", "matches": {"readLine"}},
        {"text": "let s = \"a\"\ns.upperc", "matches": {"uppercased"}},
    ]
    code_page_something = "?print"
    code_inspect_sample = "print"
    code_clear_output = "print(1)\nclearOutput()"


class SwiftletWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True
