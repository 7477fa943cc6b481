"""What nbgrader logs, in letters that steer no terminal: in its file, and above the bar of a run.

Names of files and of students come from whoever hands in. nbgrader's formatter begins each record
at the left margin and moves further lines of it to the right, so no name can forge a record.
"""

import functools
import logging

from nbgrader.apps.baseapp import NbGrader
from tornado.log import LogFormatter
from tqdm import tqdm

from grading.letters import visible
from grading.terminal import Patient, say


class VisibleFormatter(LogFormatter):
    """The formatter that nbgrader uses, with signs in the place of what cannot be shown."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines of a record."""
        return visible(super().format(record))


class Console(logging.StreamHandler):
    """A handler that writes its lines above the bar, not through it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        tqdm.write(visible(self.format(record)), file=Patient(self.stream))


@functools.cache  # the configuration is read several times
def log_file(name: str) -> str:
    """The name of a log file, or nothing where it cannot be written: grading needs none.

    nbgrader would end with a traceback, before any part of the course could say why.
    """
    try:
        open(name, "a").close()
    except OSError as error:
        say(f"{name} cannot be written ({error.strerror}), so this command keeps no log.")
        return ""
    return name


def log_visibly() -> None:
    """Have the log file of every command written so; called by nbgrader_config.py."""
    NbGrader._log_formatter_cls = VisibleFormatter
