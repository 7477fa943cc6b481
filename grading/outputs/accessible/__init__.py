"""Formgrader's pages for those who use a keyboard, a screen reader or large letters.

nbgrader's templates name no language and no landmarks, its icons have no words, and some of its
greys are faint. `repaired` gives a page what is missing: a language, a style sheet and a script, as
most of what these pages show is put there by scripts after the page has come.
"""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
#: How a page begins. Some of nbgrader's pages have no tag of the document, others one that is bare.
BEGINNING = re.compile(r"\s*<!doctype html>\s*(?:<html>)?", re.IGNORECASE)
HEAD_ENDS = "</head>"
#: On a telephone the page is as wide as that, and not as a desk.
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def repaired(page: str) -> str:
    """A page of formgrader with what its readers miss; any other text as it is.

    Parameters
    ----------
    page : str

    Returns
    -------
    str
    """
    begins = BEGINNING.match(page)
    if begins is None:
        return page
    rest = page[begins.end() :].replace(HEAD_ENDS, additions() + HEAD_ENDS, 1)
    return f'<!DOCTYPE html>\n<html lang="en">{rest}'


@cache
def additions() -> str:
    """The style sheet and the script."""
    style, script = ((HERE / name).read_text() for name in ("style.css", "script.js"))
    return f"{VIEWPORT}\n<style>{style}</style>\n<script>{script}</script>\n"
