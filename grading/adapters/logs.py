"""What nbgrader logs, in letters that steer no terminal: in its file, and above the bar of a run.

Names of files and of students come from whoever hands in. nbgrader's formatter begins each record
at the left margin and moves further lines of it to the right, so no name can forge a record.
"""

import functools
import logging
import re

from nbgrader.apps.baseapp import NbGrader
from tornado.log import LogFormatter, app_log
from tqdm import tqdm

from grading.letters import visible
from grading.terminal import Patient, say

#: In an address such as that of a gradebook on a server, which nbgrader logs before it upgrades it.
PASSWORD = re.compile(r"(?<=://)([^\s:/@]*):[^\s@]+@")
NOWHERE = logging.NullHandler()


def shown(lines: str) -> str:
    """Lines of a log without passwords and without letters that steer a terminal."""
    return visible(PASSWORD.sub(r"\1:***@", lines))


class VisibleFormatter(LogFormatter):
    """The formatter that nbgrader uses, with signs in the place of what must not be shown."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines of a record."""
        return shown(super().format(record))


class Console(logging.StreamHandler):
    """A handler that writes its lines above the bar, not through it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        tqdm.write(shown(self.format(record)), file=Patient(self.stream))


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
    # Where it goes to no handler, Python prints it: nbgrader's database logs there with a traceback
    # the errors that it raises all the same.
    app_log.addHandler(NOWHERE)
