"""What all pages that this course writes share: one style sheet, no script, no network."""

import base64
import hashlib
import re
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from markupsafe import Markup, escape

from grading.counts import counted, points


def escaping(loader: BaseLoader) -> Environment:
    """Templates that escape whatever they are given, and miss nothing silently."""
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def environment(folder: Path, style_sheet: str) -> Environment:
    """The templates of a folder, which escape whatever they are given.

    Parameters
    ----------
    folder : Path
    style_sheet : str
        Name of the file in it. `head.html` puts it into a page, and a policy that lets a browser
        use it, pictures that stand in the page, and nothing else.

    Returns
    -------
    jinja2.Environment
    """
    loader = ChoiceLoader([FileSystemLoader(folder), PackageLoader("grading.outputs", "pages")])
    found = escaping(loader)
    style = (folder / style_sheet).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    found.globals.update(
        style=Markup(style),
        policy=f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'",
    )
    found.filters.update(points=points, counted=counted, marked=marked)
    return found


def marked(text: object) -> Markup:
    """Text in which what stands between backticks is set as code; all of it escaped."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
