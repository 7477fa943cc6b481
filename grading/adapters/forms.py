"""Has formgrader's forms show why the server refused what they sent.

nbgrader's pages have nothing that listens to a refusal: a form stays at *Saving...* for ever. Its
pages are made by one method, which `show_refusals` lets add a script to them.
"""

import functools
import sys
from collections.abc import Callable
from typing import Any

#: Where nbgrader's server has that method; other commands never import it.
PAGES = "nbgrader.server_extensions.formgrader.base"
#: Of the pages with forms.
WITH_FORMS = "manage_"
#: The server answers with a page of its own, in which its sentence stands in this place.
SCRIPT = """
<script>
$(document).ajaxError(function (event, answer) {
    var form = $(".modal:has(.save)").last();
    var page = new DOMParser().parseFromString(answer.responseText || "", "text/html");
    var sentence = $(page).find("pre.traceback").text() || answer.statusText;
    form.find(".refusal").remove();
    form.find(".modal-body").prepend(
        $("<div/>").addClass("alert alert-danger refusal").attr("role", "alert").text(sentence));
    form.find(".save").text("Save");
});
</script>
"""


def show_refusals() -> None:
    """Have formgrader's pages show refusals, where this process is its server.

    Called by nbgrader_config.py, which the server reads again and again.
    """
    if (module := sys.modules.get(PAGES)) is not None:
        handler: Any = vars(module)["BaseHandler"]
        if handler.render.__module__ != __name__:
            handler.render = listening(handler.render)


def listening(render: Callable[..., str]) -> Callable[..., str]:
    """The method that makes a page, with the script on pages that have forms."""

    @functools.wraps(render, assigned=("__name__", "__doc__"))
    def rendered(handler: Any, name: str, **shown: Any) -> str:
        page = render(handler, name, **shown)
        return page + SCRIPT if name.startswith(WITH_FORMS) else page

    return rendered
