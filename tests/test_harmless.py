"""What becomes of a student's texts, code, HTML, formulas and pictures before a page shows them."""

import re

import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from grading.adapters.formgrader import FILTERS, WithinLimits
from grading.outputs import harmless
from tests import payloads
from tests.drawn import jpeg, png
from tests.pages import Tags
from tests.small_course import configuration

HOST = "http://127.0.0.1:9"


@pytest.mark.parametrize("payload", payloads.HTML)
def test_html_keeps_plain_tags_and_no_attribute(payload):
    text = payloads.HTML[payload].format(host=HOST)
    for cleaned in (harmless.html(text), harmless.markdown(text)[0]):
        for tag, attributes in re.findall(r"<(\w+)((?:\s[^>]*)?)>", cleaned):
            assert tag in harmless.TAGS | harmless.MATH and attributes == "", cleaned


@pytest.mark.parametrize("payload", payloads.MARKDOWN)
def test_markdown_keeps_plain_tags_and_formulas(payload):
    cleaned, pictures = harmless.markdown(payloads.MARKDOWN[payload].format(host=HOST))
    assert pictures == []
    for tag, attributes in re.findall(r"<(\w+)((?:\s[^>]*)?)>", cleaned):
        assert tag in harmless.TAGS | harmless.MATH
        names = set(re.findall(r'([\w:-]+)="', attributes))
        assert names <= harmless.MATH_ATTRIBUTES | {"display"}, cleaned


def test_tables_and_emphasis_survive():
    table = "<table border=1><tr><th>E</th><td><b>1</b></td></tr></table>"
    kept = "<table><tbody><tr><th>E</th><td><b>1</b></td></tr></tbody></table>"
    assert harmless.html(table) == kept


def test_links_are_written_out_and_lead_nowhere():
    text, _ = harmless.markdown("[notes](https://example.org/a) and https://example.org/b")
    assert text == "<p>notes (https://example.org/a) and https://example.org/b</p>\n"


def test_terminal_codes_and_control_letters_leave_the_text():
    coloured = "\x1b[31mred\x1b[0m \x1b]8;;http://127.0.0.1/\x07link\x1b]8;;\x07 \x9b1mbold"
    assert harmless.text(coloured) == "red link bold"
    assert harmless.text("left\u202eright\x00\x07\ud800") == "leftright\ufffd"


def test_of_a_progress_bar_the_last_state_is_shown():
    assert harmless.text("  0 %\r 50 %\r100 %\ndone\r\n") == "100 %\ndone\n"


def test_long_texts_keep_their_ends_and_say_what_is_missing():
    text = harmless.text("\n".join(map(str, range(1000))))
    assert text.startswith("0\n1\n") and text.endswith("998\n999")
    assert "… 900 lines are left out here …" in text
    text = harmless.text("a" * 50_000 + "z")
    assert text.endswith("z") and "40001 letters are left out" in text
    assert "… 1 line is left out here …" in harmless.text("\n".join("x" * 101))


def test_code_is_coloured_and_otherwise_as_it_was():
    source = 'def f(x):\n    """<b>"""\n    return x & 1  # <script>\n\n'
    shown = harmless.code(source)
    assert '<span class="keyword">def</span>' in shown
    assert shown.striptags() != "" and "<b>" not in shown and "<script>" not in shown
    assert re.sub("<[^>]*>", "", shown).replace("&lt;", "<").replace("&gt;", ">").replace(
        "&amp;", "&"
    ) == source.replace('"', "&#34;")


@pytest.mark.parametrize(
    "formula",
    [
        r"\def\a{xx}\def\b{\a\a}\b",
        r"\newcommand{\a}{xx}\a",
        "{" * 900,
        r"\frac" * 200,
        "x" * 5000,
        r"\begin{matrix",
    ],
)
def test_a_formula_that_cannot_be_drawn_is_shown_as_it_was_typed(formula):
    text, _ = harmless.markdown(f"a ${formula}$ b")
    assert formula in text and len(text) < 2 * len(formula) + 100


@pytest.mark.parametrize("kind", ["text", "texttt"])
def test_words_in_a_formula_are_shown_without_the_backslash_that_tex_wants(kind):
    text, _ = harmless.markdown(rf"$x_{{\{kind}{{input\_dim}}}} + \text{{5\%}}$")
    assert ">input_dim</mtext>" in text and ">5%</mtext>" in text


def test_every_formula_of_the_homework_is_drawn(release):
    for notebook in release.values():
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and "$" in cell.source:
                text, _ = harmless.markdown(cell.source, most=len(cell.source))
                assert "<math" in text
                assert "\\_" not in text and "$" not in text and "<code>\\" not in text, cell.source


def test_pictures_in_a_text_are_taken_out_of_it_with_their_words():
    attached = {"a.png": {"image/png": png()}}
    url = f"data:image/jpeg;base64,{jpeg()}"
    source = f"![one](attachment:a.png) ![two]({url}) ![three](attachment:b.png) ![](c.png)"
    text, pictures = harmless.markdown(source, attached)
    assert [words for _, words in pictures] == ["one", "two"]
    assert text == (
        "<p><em>[picture: one]</em> <em>[picture: two]</em> "
        "<em>[picture: three, not shown]</em> <em>[picture, not shown]</em></p>\n"
    )


@pytest.mark.parametrize(
    "source", ["[" * 9000, ">" * 9000, "*a_" * 3000, r"\\[" * 3000, "- " * 4000, "<b>" * 3000]
)
def test_text_that_is_made_to_be_slow_comes_out_as_text(source):
    text, _ = harmless.markdown(source)
    assert 0 < len(text) < 100_000


def shown_by_formgrader(source, attachments, **limits):
    return shown_by_formgrader_of(new_markdown_cell(source, attachments=attachments), **limits)


def shown_by_formgrader_of(*cells, **limits):
    exporter = HTMLExporter(
        filters=FILTERS,
        preprocessors=[WithinLimits],
        sanitize_html=True,
        config=Config(Limits=limits),
    )
    return exporter.from_notebook_node(new_notebook(cells=list(cells)))[0]


def test_formgrader_shows_pictures_in_texts_and_no_other_data():
    pictures = {"drawn.png": {"image/png": png()}}
    page = shown_by_formgrader(
        "![drawn](attachment:drawn.png) [run](data:text/html,<script>alert(1)</script>)", pictures
    )
    assert f'<img alt="drawn" src="data:image/png;base64,{png()}"' in page
    assert "data:text/html" not in page.split("<body")[1]


def test_formgrader_opens_a_text_whose_picture_is_not_there():
    page = shown_by_formgrader("![drawn](attachment:gone.png)", {})
    assert "[A picture is left out here: drawn]" in page


@pytest.mark.parametrize(
    "source",
    [
        "![{words}](attachment:gone.png)",
        '<img src="attachment:gone.png" title="a > b" alt="{words}">',
        "<img alt='{words}' src=\"data:text/html,<script>alert(1)</script>\">",
    ],
)
def test_formgrader_puts_words_in_the_place_of_a_picture_however_it_was_written(source):
    page = shown_by_formgrader(source.format(words="x > 2 & y"), {}).split("<body")[1]
    assert re.search(r"\[A picture is left out here: x (&gt;|>) 2 &amp; y\]", page)
    assert "<img" not in page


@pytest.mark.parametrize("address", [f"{HOST}/seen.png", "//127.0.0.1:9/seen.png", "seen.png"])
def test_formgrader_asks_no_host_for_a_picture_of_a_student(address):
    written = f'![me]({address}) <img alt="me" src="{address}"> [a link]({HOST}/read)'
    texts = new_markdown_cell(written)
    output = new_output("display_data", {"text/html": f'<img alt="me" src="{address}">'})
    page = shown_by_formgrader_of(texts, new_code_cell("show()", outputs=[output]))
    assert not [image for image in Tags(page).named("img") if "seen" in image["src"]]
    assert page.count("[A picture is left out here: me]") == 3
    assert f"{HOST}/read" in [link.get("href") for link in Tags(page).named("a")]


@pytest.mark.parametrize("pixels, width", [(640, None), (2000, "1000")])
def test_formgrader_draws_a_picture_no_wider_than_its_column(pixels, width):
    output = new_output("display_data", {"image/png": png(pixels, 100)})
    page = shown_by_formgrader_of(new_code_cell("show()", outputs=[output]))
    (image,) = Tags(page).named("img")
    assert image.get("width") == width


def test_the_course_gives_formgrader_its_limits():
    assert WithinLimits in configuration().HTMLExporter.preprocessors


@pytest.mark.parametrize(
    ("limits", "kept"), [({}, 3), ({"picture_pixels": 220}, 2), ({"notebook_pixels": 200}, 1)]
)
def test_formgrader_shows_as_many_pixels_as_the_course_allows(limits, kept):
    drawn = {f"{n}.png": {"image/png": png(20, 10 + n)} for n in range(3)}
    source = " ".join(f"![](attachment:{name})" for name in drawn)
    page = shown_by_formgrader(source, drawn, **limits).split("<body")[1]
    assert page.count("data:image/png") == kept
    assert page.count("[A picture is left out here") == 3 - kept
