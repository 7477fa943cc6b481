"""Lines that ask nbgrader to write a check: carried out by nbgrader, or refused by cell and line.

``### AUTOTEST f(3)`` in a grade cell becomes checks of what the solution gives for ``f(3)``, by the
templates in ``autotests.yml``; ``### HASHED AUTOTEST f(3)`` hides the value.
"""

from pathlib import Path
from typing import Any

import yaml
from jupyter_client.manager import run_kernel
from nbformat import NotebookNode
from nbgrader.preprocessors import InstantiateTests
from nbgrader.utils import is_grade
from traitlets import Integer

from grading.course.gradecell import cell_name
from grading.release.refusals import CannotRelease, reason

#: A kernel of Python otherwise writes a remark on its transport, and keeps a history of its cells.
QUIET = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]


class AutoTests(InstantiateTests):
    """nbgrader's own step, with a time limit, and errors that say where they are.

    A notebook without such lines is left alone, and no kernel is started for it.
    """

    execute_result: Any  # nbgrader keeps here what a line of the source gives
    timeout = Integer(60, help="Seconds that the code before a line, or of it, may run.").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        kernel = nb.metadata.get("kernelspec", {}).get("name", "")
        self.comment = self.comment_strs.get(kernel, "#")
        asking = [
            (cell, f"{cell_name(cell, place)}, line {number}", line.strip())
            for place, cell in enumerate(nb.cells, 1)
            for number, line in self.lines(cell).items()
        ]
        if not asking:
            return nb, resources
        for cell, where, line in asking:
            self.check(cell, where, line)
        _, where, line = asking[0]
        places = resources["metadata"]["path"], "."
        if not any(Path(place, self.autotest_filename).exists() for place in places):
            raise CannotRelease(
                f"{where}: {line!r} needs {self.autotest_filename}, with templates of checks, "
                "beside the notebook or in the course folder, and there is none."
            )
        try:
            return self.written(nb, resources, kernel)
        except CannotRelease:
            raise
        except Exception as error:
            raise CannotRelease(f"{where}: {reason(error)}") from error

    def written(self, nb: NotebookNode, resources: dict, kernel: str) -> tuple[NotebookNode, dict]:
        """The notebook with its checks; as in nbgrader, but the kernel also ends after errors."""
        if kernel not in self.comment_strs or kernel not in self.sanitizers:
            raise CannotRelease(
                f"nbgrader can write checks for the kernels {', '.join(self.comment_strs)} only, "
                f"and this notebook's is {kernel!r}. Choose another one in its menu."
            )
        resources["kernel_name"] = kernel
        self._load_test_template_file(resources)
        self.global_tests_loaded = True
        self.sanitizer = self.sanitizers[kernel]
        folder = resources["metadata"]["path"]
        with run_kernel(kernel_name=kernel, cwd=folder, extra_arguments=QUIET) as self.kc:
            return super(InstantiateTests, self).preprocess(nb, resources)

    def lines(self, cell: NotebookNode) -> dict[int, str]:
        """The lines of a cell that ask for a check, by their numbers."""
        if cell.cell_type != "code":
            return {}
        return {
            number: line
            for number, line in enumerate(cell.source.split("\n"), 1)
            if self.autotest_delimiter in line
            and self.comment in line.partition(self.autotest_delimiter)[0]
        }

    def check(self, cell: NotebookNode, where: str, line: str) -> None:
        """Refuse a line that nbgrader would leave as it is, or that stands where none may."""
        if self.enforce_metadata and not is_grade(cell):
            raise CannotRelease(
                f"{where}: expected {self.autotest_delimiter} in a cell of kind 'Autograder tests' "
                f"only, found {line!r} in another. Change the kind of the cell, or move the line."
            )
        if not line.startswith(self.comment):
            raise CannotRelease(
                f"{where}: expected {self.autotest_delimiter} in a line of its own, found {line!r}."
            )

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        self.snippet, lines = "", self.lines(cell)
        try:
            return super().preprocess_cell(cell, resources, index)
        except Exception as error:
            where = cell_name(cell, index + 1)
            if self.snippet:
                number = next(number for number, line in lines.items() if self.snippet in line)
                where += f", line {number}, {self.snippet!r}"
            why = reason(error)
            if isinstance(error, TimeoutError):
                why = f"it runs longer than {self.timeout} s"
            raise CannotRelease(
                f"{where}: no check can be made of what the solution gives: {why}"
            ) from error

    def _load_test_template_file(self, resources: dict) -> None:
        try:
            super()._load_test_template_file(resources)
        except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
            why = error.__context__ or error  # nbgrader stumbles over some errors of YAML
            raise CannotRelease(
                f"{self.autotest_filename} has no templates for the kernel "
                f"{resources['kernel_name']!r} that can be read ({type(why).__name__}: "
                f"{reason(why)})."
            ) from error

    def _instantiate_tests(self, snippet: str, salt: str | None = None) -> str:
        self.snippet = snippet
        written = super()._instantiate_tests(snippet, salt)
        self.snippet = ""
        return written

    def _execute_code_snippet(self, code: str) -> Any:
        self.kc.execute_interactive(  # type: ignore[attr-defined]
            code, output_hook=self._execute_code_snippet_output_hook, timeout=self.timeout
        )
        result: Any = self.execute_result
        self.execute_result = None
        return result

    def _execute_code_snippet_output_hook(self, msg: dict) -> None:
        if msg["header"]["msg_type"] == "error":
            raise RuntimeError(f"{msg['content']['ename']}: {msg['content']['evalue']}")
        super()._execute_code_snippet_output_hook(msg)
