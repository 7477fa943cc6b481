"""Has formgrader's pages reach those who do not see them or use no mouse.

`grading.outputs.accessible` says what is repaired.
"""

import sys
from typing import Any

from tornado.web import RequestHandler

from grading.adapters.forms import PAGES
from grading.outputs.accessible import repaired


def make_accessible() -> None:
    """Have formgrader send repaired pages, where this process is its server.

    Called by nbgrader_config.py, which the server reads again and again.
    """
    if (module := sys.modules.get(PAGES)) is not None:
        vars(module)["BaseHandler"].write = write


def write(handler: Any, chunk: Any) -> None:
    """Send a part of an answer; a page comes in one part, and data for scripts are no text."""
    RequestHandler.write(handler, repaired(chunk) if isinstance(chunk, str) else chunk)
