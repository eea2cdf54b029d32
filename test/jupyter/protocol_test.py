"""Jupyter's own tests of a kernel, with what cells of paperlab's kernel answer to them. protocol.test.ts runs it."""

import unittest

import jupyter_kernel_test

display = '({ [Symbol.for("Jupyter.display")]: { "text/html": "<b>6</b>", "text/plain": "6" } })'


class PaperlabKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "paperlab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    completion_samples = [
        {"text": "process.versio", "matches": {"version", "versions"}},
        {"text": "clearOut", "matches": {"clearOutput"}},
        {"text": "noSuchNameAtAll", "matches": set()},
    ]
    complete_code_samples = ["1", "const a = 5;", "function f() { return 1; }"]
    incomplete_code_samples = ["function f() {", "[1, 2,", "`open"]
    invalid_code_samples = ["'open"]
    code_generate_error = 'throw new Error("wrong")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2].map((x) => x * 2)", "result": "[ 2, 4 ]"},
        {"code": "'te' + 'xt'", "result": "'text'"},
    ]
    code_display_data = [
        {"code": f"display({display})", "mime": "text/html"},
        {"code": "display({ data: [{ y: [1, 2] }], layout: {} })", "mime": "application/vnd.plotly.v1+json"},
    ]
    code_history_pattern = "6 *?"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "process.version"
    code_clear_output = 'console.log("gone"); clearOutput()'


if __name__ == "__main__":
    unittest.main()
