"""Runs cells and visible checks as a student does, with whatever packages Python finds.

``python -m tests.in_process`` reads from standard input, as JSON, lists of steps: a source, and the
name of a check or nothing. Each list runs in the folder of a released assignment, which is the
argument. It prints the versions of numpy and torch, and for each named step the kind of the error
with which it ended, empty where it passed. It needs nothing of this course but what students get.
"""

import contextlib
import io
import json
import os
import sys

import numpy
import torch


def verdicts(steps: list) -> dict[str, str]:
    """What became of the checks among some steps that run one after the other."""
    space: dict = {"__name__": "__main__"}
    found = {}
    for source, check in steps:
        kind = ""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                exec(compile(source, "<cell>", "exec"), space)
            except BaseException as error:
                kind = type(error).__name__
        if check:
            found[check] = kind
    return found


def main() -> None:
    torch.set_num_threads(1)
    os.chdir(sys.argv[1])
    sys.path.insert(0, sys.argv[1])
    told = {}
    for steps in json.load(sys.stdin):
        told |= verdicts(steps)
    versions = {"numpy": numpy.__version__, "torch": torch.__version__}
    print(json.dumps({"versions": versions, "verdicts": told}))


if __name__ == "__main__":
    main()
