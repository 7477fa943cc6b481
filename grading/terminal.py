"""Lines for whoever runs a command, also where nobody reads them any more.

All that the course shows in a terminal goes through here, but for the bar and the log, which
`progress` writes.
"""

import contextlib
import io
import sys
from typing import Any

from grading.letters import visible

#: How many students a line names; the log names all.
MOST_NAMES = 20


class Patient(io.TextIOBase):
    """A stream that may have lost its reader."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream  # of text, or None where a program was started without one

    def write(self, text: str) -> int:
        """Write and show a text, or leave it out."""
        with contextlib.suppress(OSError, ValueError, AttributeError):  # a closed one is None
            # A terminal that has not all letters shows signs in their place.
            known = self.stream.encoding or "utf-8"
            self.stream.write(text.encode(known, "replace").decode(known))
            self.stream.flush()
        return len(text)

    def flush(self) -> None:
        """Show what was written, if anybody reads it."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            self.stream.flush()

    def fileno(self) -> int:
        """The system's number of the stream."""
        return self.stream.fileno()

    def isatty(self) -> bool:
        """Whether the stream leads to a terminal."""
        return self.stream is not None and self.stream.isatty()


def say(line: str) -> None:
    """Tell whoever runs a command what happens meanwhile, with no letter that steers a terminal."""
    print(visible(line), file=Patient(sys.stderr), flush=True)


def show(line: str) -> None:
    """Show what a command was called for, on the standard output, which may lead to a file."""
    print(visible(line), file=Patient(sys.stdout), flush=True)
