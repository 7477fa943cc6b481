"""Pages of feedback in a real Chromium: nothing in them runs, and they fit on a phone."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests import payloads
from tests.axe import barriers
from tests.browser import chromium, open_page, picture
from tests.drawn import png as drawn_png
from tests.small_course import SmallCourse, cell_of, graded_notebooks
from tests.test_feedback import CHECK, FAILED, PROBLEM, error, figure, judged, png

pytestmark = pytest.mark.slow

#: What a reader could set off with mouse and keyboard, at every element of a page.
TOUCH_ALL = """async () => {
    document.querySelectorAll("details").forEach(part => { part.open = true });
    const events = ["click", "mouseover", "focus", "keydown", "toggle", "pointerdown", "load"];
    for (const element of document.querySelectorAll("main *"))
        if (!element.closest("nav, table a, li a"))
            for (const name of events) element.dispatchEvent(new Event(name, {bubbles: true}));
    await new Promise(resolve => setTimeout(resolve, 300));
}"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def server():
    """A server on this machine that notes what it is asked for."""

    class Note(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Note) as server:
        server.asked = []
        server.host = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory, server):
    """Pages of a student with all payloads, and with everything else that a page can show."""
    course = SmallCourse.at(tmp_path_factory.mktemp("pages"), "hw11")
    notebooks = graded_notebooks("hw11")
    notebooks[PROBLEM].cells[3:3] = payloads.cells(server.host)
    wide = notebooks["problem2_kmeans"]
    cell_of(wide, "figure").outputs = [figure(png(2000, 500))]
    wide.cells[3:3] = [
        new_markdown_cell(f"# {'long' * 60}\n\n{'word' * 90} $${'x + ' * 60}y$$"),
        new_markdown_cell(f"|{'a | ' * 40}|\n|{'- | ' * 40}|\n|{'wide | ' * 40}|"),
        new_code_cell(
            f"{'name' * 80} = 1",
            outputs=[
                new_output("stream", name="stdout", text="out" * 300),
                error("E" * 200, "text" * 200),
                new_output("display_data", {"text/html": "<table>" + "<td>cell" * 90}),
            ],
        ),
    ]
    wide.metadata.grading.update(
        repaired=["The file " + "name" * 50 + ".ipynb was renamed."],
        stopped=[{"cell": "code" * 40, "why": "It ran too long."}],
    )
    judged(wide, "run_kmeans_repeats_both_steps", replace(FAILED, got="mean" * 60))
    cell_of(notebooks["problem3_distance"], "nearest_center_distance2").source = "x = 1"
    judged(notebooks[PROBLEM], CHECK, FAILED)
    course.put("eve", notebooks, first_name="Eve" * 40)
    course.generate("eve", solutions_from={"hw11": "2001-02-03"})
    return course.root / "feedback" / "eve" / "hw11"


def opened(browser, server, path, **options):
    """What happened in a page: its title, and what it asked the server for."""
    del server.asked[:]
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(path.as_uri())
    page.evaluate(TOUCH_ALL)
    title = page.title()
    context.close()
    return title, list(server.asked)


@pytest.mark.parametrize("payload", payloads.BY_ITSELF)
def test_a_payload_acts_in_a_page_that_does_not_guard(browser, server, tmp_path, payload):
    page = tmp_path / "page.html"
    text = payloads.HTML[payload].format(host=server.host)
    page.write_text(f"<!DOCTYPE html><title>quiet</title><body><main><div>{text}</div></main>")
    title, asked = opened(browser, server, page)
    assert title == "ran" or asked, "a payload that does nothing proves nothing"


def test_nothing_in_a_hostile_page_runs_or_asks_for_anything(browser, server, folder):
    for name in (PROBLEM, "index"):
        title, asked = opened(browser, server, folder / f"{name}.html")
        assert title.endswith("your feedback") and asked == []


def test_the_sanitiser_alone_would_be_enough(browser, server, folder):
    title, asked = opened(browser, server, folder / f"{PROBLEM}.html", bypass_csp=True)
    assert title.endswith("your feedback") and asked == []


def test_the_policy_alone_would_be_enough(browser, server, folder, tmp_path):
    page = (folder / "index.html").read_text()
    for number, payload in enumerate(payloads.BY_ITSELF):
        text = payloads.HTML[payload].format(host=server.host)
        raw = tmp_path / f"{number}.html"
        raw.write_text(page.replace("<main>", f"<main><div>{text}</div>"))
        title, asked = opened(browser, server, raw)
        assert title.endswith("your feedback") and asked == [], payload


def test_pages_fit_on_a_phone_and_in_print(browser, folder):
    pages = sorted(folder.glob("*.html"))
    assert len(pages) == 6
    for width, media in ((360, "screen"), (1280, "screen"), (680, "print")):
        page = open_page(browser, width=width)
        page.emulate_media(media=media)
        for path in pages:
            page.goto(path.as_uri())
            page.evaluate(
                "document.querySelectorAll('details').forEach(part => { part.open = true })"
            )
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (path.name, width, media)
            assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
            if path.stem in ("index", "problem2_kmeans"):
                picture(page, f"feedback_{path.stem}_{width}_{media}", whole=True)
        page.close()


def test_nobody_is_shut_out_of_a_page(browser, folder):
    page = open_page(browser)
    for name in ("index", "problem2_kmeans", "problem3_distance"):
        page.goto((folder / f"{name}.html").as_uri())
        assert barriers(page, 360) == [] and barriers(page, 1280) == [], name
    page.close()


def test_what_is_missing_on_a_page_is_found(browser):
    page = open_page(browser)
    page.set_content(
        "<title>x</title><img src='data:,'><a href='#'></a><p style='color: #bbb'>faint"
    )
    rules = {line.partition(":")[0] for line in barriers(page)}
    assert {"html-has-lang", "image-alt", "link-name", "color-contrast"} <= rules
    page.close()


def test_the_style_sheet_is_in_force(browser, folder):
    page = open_page(browser)
    page.goto((folder / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('header')).maxWidth") != "none"
    page.close()


def test_a_page_with_as_many_pixels_as_it_may_have_opens_in_time(browser, tmp_path):
    course = SmallCourse.at(tmp_path, "hw11")
    notebooks = graded_notebooks("hw11")
    shown = [figure(drawn_png(5000, 5000))] * 30
    notebooks[PROBLEM].cells[3:3] = [new_code_cell("show()", outputs=shown) for _ in range(9)]
    course.put("ann", {PROBLEM: notebooks[PROBLEM]})
    course.generate("ann")
    page = open_page(browser)
    page.goto((course.root / "feedback" / "ann" / "hw11" / f"{PROBLEM}.html").as_uri())
    page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    assert page.evaluate("document.images.length") == 4
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    picture(page, "feedback_at_the_limit_of_pixels")
    page.close()
