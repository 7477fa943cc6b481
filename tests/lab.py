"""JupyterLab in a real browser, as a student works in it."""

import contextlib
import re

import pytest

from grading.course.gradecell import grade_id

expect = pytest.importorskip("playwright.sync_api").expect


class Lab:
    """A notebook that is open in JupyterLab, and what a student does with it and reads in it."""

    def __init__(self, page, address, notebook):
        self.page = page
        cells = notebook.cells
        self.ids = [grade_id(cell) if "nbgrader" in cell.metadata else "" for cell in cells]
        page.goto(address)
        # Cells come in little by little, and *Run* does nothing until the kernel is there.
        expect(page.locator(".jp-Cell")).to_have_count(len(cells))
        page.get_by_role("button", name=re.compile("Python.*Idle")).wait_for()

    def cell(self, name):
        """A cell by its grade id: the n-th on the page, as it is the n-th of the file."""
        return self.page.locator(".jp-Cell").nth(self.ids.index(name))

    def output(self, name):
        """What stands below a cell, scrolled into view."""
        output = self.cell(name).locator(".jp-Cell-outputWrapper")
        output.scroll_into_view_if_needed()
        return output

    def figure(self):
        """The picture below the figure cell, scrolled into view, as the page holds it."""
        image = self.output("figure").get_by_role("img")
        image.scroll_into_view_if_needed()
        return image.get_attribute("src")

    def write(self, name, source):
        """Replace what stands in a cell."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def run(self, name):
        """Run a cell."""
        self.cell(name).locator(".cm-content").click()
        with self.waiting_for(name):
            self.page.keyboard.press("Control+Enter")

    def run_all(self):
        """Run all cells, down to the first that fails."""
        with self.waiting_for("preamble"):
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    @contextlib.contextmanager
    def waiting_for(self, name):
        """Wait until a cell has a new number and no cell waits for the kernel any more."""
        prompt = self.cell(name).locator(".jp-InputPrompt")
        before = prompt.text_content()
        yield
        expect(prompt).not_to_have_text(before)
        expect(self.page.locator(".jp-InputPrompt", has_text="*")).to_have_count(0)

    def validate(self):
        """Press *Validate*; returns the box with its verdict."""
        self.page.get_by_role("button", name="Validate", exact=True).click()
        verdict = self.page.get_by_role("dialog")
        expect(verdict).to_contain_text("Validation Results")
        return verdict

    def close(self, verdict):
        verdict.get_by_role("button", name="Ok").click()
        verdict.wait_for(state="detached")
