"""Lets no command of nbgrader work on a course whose configuration cannot be loaded.

Where ``nbgrader_config.py`` fails, nbgrader logs that and goes on with its own defaults: it would
run submissions without sandbox and judge. This module is therefore named in
``nbgrader_config.json`` as well, a file without code that nbgrader reads beside the other one.

It imports only what nbgrader itself needs; everything else of the course is imported when the
configuration is known to be sound.
"""

import sys
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.apps.baseapp import NbGrader
from nbgrader.auth import NoAuthPlugin
from nbgrader.converters import NbGraderException
from traitlets.config import LoggingConfigurable

from grading.commandline import fault_of
from grading.configuration import cause_of, fault_in


class Guard(NoAuthPlugin):
    """nbgrader makes its authenticator at the start of every command, so this is the guard's post.

    It lets everybody in, as nbgrader's default does, if the course's configuration is sound.
    """

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        app = getattr(self.parent, "parent", None)
        if isinstance(app, NbGrader):
            fault = fault_in(app.coursedir.root, app.config) or fault_of(app)
            try:
                if not fault:
                    from grading.adapters.door import open_door

                    open_door(app)
            except Exception as error:
                fault = not_set_up(app, error)
            if fault:
                app.log.error(fault)
                sys.exit(1)


class GuardedExporter(NotebookExporter):
    """Makes the exporter of the course, also for formgrader, or refuses to grade."""

    def __new__(cls, parent: Any = None, **kw: Any) -> Any:
        if parent is None:
            return super().__new__(cls)
        fault = fault_in(parent.coursedir.root, parent.config)
        try:
            if not fault:
                from grading.adapters.autograde import SubmissionExporter
                from grading.adapters.turns import in_turn

                return in_turn(SubmissionExporter)(parent=parent, **kw)
        except NbGraderException:  # the reason is said already
            raise
        except Exception as error:
            fault = not_set_up(parent, error)
        parent.log.error(fault)
        raise NbGraderException(fault)


def not_set_up(parent: LoggingConfigurable, error: Exception) -> str:
    """What to say where the configuration is sound and the course cannot work all the same."""
    parent.log.debug("While setting up the course:", exc_info=True)
    return (
        f"The course could not be set up ({cause_of(error)}), so nothing was graded. Mend that, "
        "or install again what requirements.txt lists, and run the command again."
    )
