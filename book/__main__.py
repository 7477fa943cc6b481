"""Builds the book: ``python -m book`` writes it to ``book/_build``, or to a folder that follows."""

import sys
from pathlib import Path

from sphinx.cmd.build import main as sphinx

from book.pages import write_sources

HERE = Path(__file__).resolve().parent


def build(folder):
    """Write sources and site into a folder; returns Sphinx's exit status."""
    write_sources(folder / "sources")
    options = ["--quiet", "--fail-on-warning", "--keep-going", "--jobs=auto", "--fresh-env"]
    where = [f"--conf-dir={HERE}", str(folder / "sources"), str(folder / "html")]
    return sphinx([*options, *where])


if __name__ == "__main__":
    folder = Path(*sys.argv[1:2] or [HERE / "_build"]).resolve()
    status = build(folder)
    if status == 0:
        print(f"The book is in {folder / 'html' / 'index.html'}")
    sys.exit(status)
