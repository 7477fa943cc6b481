"""A real Chromium for tests: where it is, how it is started, and where its pictures are kept.

Pictures go to ``artefacts/`` for people to look at; no test compares them.
"""

import contextlib
import os
import shutil

import pytest

from grading.course.notebooks import ROOT

ARTEFACTS = ROOT / "artefacts"
PROGRAMS = ("chromium", "google-chrome")
#: Milliseconds that a page may take for one step; a busy machine starts kernels slowly.
PATIENCE = 60_000


@contextlib.contextmanager
def chromium():
    """Start the system's Chromium, or skip the tests that ask for it and say why.

    Yields
    ------
    playwright.sync_api.Browser
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("there is no Chromium (Debian: apt install chromium)")
    api = pytest.importorskip("playwright.sync_api")
    api.expect.set_options(timeout=PATIENCE)
    with api.sync_playwright() as playwright:
        # Chromium's own sandbox refuses root, as whom containers and CI run.
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=os.geteuid() != 0
        )
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser, width=1280, height=900):
    """A new page of a given size, which waits patiently."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE)
    return page


def picture(page, name, whole=False):
    """Keep a picture of what a page shows, or of the whole page."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=whole)
