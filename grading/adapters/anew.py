"""Has formgrader open the gradebook anew in each request.

nbgrader's server opens it once and keeps the session for good. Where a database server is started
again meanwhile, each request would fail until JupyterLab is started again as well; and what others
have written since would not be seen wherever the session remembers what it read.
"""

import sys
from typing import Any

from grading.adapters.forms import PAGES

#: Under which name nbgrader's server keeps its gradebook.
KEPT = "nbgrader_gradebook"


def open_anew() -> None:
    """Have formgrader close the gradebook after each request, where this process is its server.

    Called by nbgrader_config.py, which the server reads again and again.
    """
    if (module := sys.modules.get(PAGES)) is not None:
        vars(module)["BaseHandler"].on_finish = close_gradebook


def close_gradebook(handler: Any) -> None:
    """Close the gradebook of a request that is answered; the next one opens it when it needs it."""
    gradebook, handler.settings[KEPT] = handler.settings.get(KEPT), None
    if gradebook is not None:
        gradebook.close()
