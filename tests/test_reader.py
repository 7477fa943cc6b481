"""Texts that are made to be slow: how formgrader and pages of feedback read them all the same."""

import threading
import time

import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from grading.adapters.formgrader import FILTERS, FewCells
from grading.engine import pictures
from grading.outputs import harmless, reader
from grading.outputs.formgrader import AS_TYPED, MOST_TEXT
from grading.outputs.reader import Patience, TooSlow
from tests.drawn import png

#: Each keeps nbconvert's own filters busy for longer the longer it is, mostly with its square.
SLOW = {
    "environments": r"\begin{a}",
    "displayed formulas": r"\\[",
    "formulas in lines": r"\\(",
    "formulas and quotes": r"_> 1. \\[",
    "brackets": "[",
    "pictures": "![](",
    "links": "[a]: [",
    "emphasis": "a*",
    "both emphases": "*a_",
    "quotes": "> ",
    "lists": "- ",
    "deeper lists": "  - ",
    "backticks": "`a``",
    "dollars": "$a$$",
    "tags": "<div>",
    "tags that close others": "<b></p>",
    "table": "|a|b|\n|-|-|\n",
    "notes": "[^1]",
    "headings": "# a\n",
    "entities": "&",
}


def shown(*cells):
    page, _ = HTMLExporter(filters=FILTERS).from_notebook_node(new_notebook(cells=list(cells)))
    return page


@pytest.fixture
def never(monkeypatch):
    """No time for any text."""
    monkeypatch.setattr(reader, "FOR_ALL", 0)


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
@pytest.mark.parametrize("letters", [MOST_TEXT - 10, 100_000])
def test_formgrader_ends_soon_with_a_text_that_is_made_to_be_slow(text, letters):
    source = (text * letters)[:letters]
    patience = Patience()
    spent = time.process_time()
    page = shown(new_markdown_cell(source))
    assert time.process_time() - spent < 10, "the server itself reads nothing that is slow"
    assert len(page) < 4_000_000
    assert (AS_TYPED in page) or letters < MOST_TEXT
    assert patience.read(len, "still there") == 11


def test_formgrader_reads_an_ordinary_text():
    page = shown(new_markdown_cell(r"A *good* **idea**: $\sigma$ and `code`"))
    assert "<em>good</em>" in page and AS_TYPED not in page


@pytest.mark.parametrize(
    "cell",
    [
        new_code_cell("  \n" * 7000 + "*" * 20_000),
        new_code_cell(" " * 3_000_000 + "x"),
        new_raw_cell("<div>" * 500_000),
        new_code_cell(
            "1", outputs=[new_output("stream", name="stdout", text="\x1b[1m\x1b[0m" * 60_000)]
        ),
        new_markdown_cell("x\n" * 1_000_000),
        new_code_cell(
            "1", outputs=[new_output("display_data", {"text/markdown": r"\begin{a}" * 11_000})]
        ),
    ],
    ids=["blanks", "one blank line", "raw", "colours", "long", "output"],
)
def test_formgrader_ends_soon_with_other_cells_that_are_made_to_be_slow(cell):
    spent = time.process_time()
    shown(cell)
    assert time.process_time() - spent < 20


def test_code_and_output_stay_when_there_is_no_time_for_colours(never):
    code = new_code_cell("x < 1", outputs=[new_output("stream", text="\x1b[31mred & more\x1b[0m")])
    page = shown(code, new_markdown_cell("*a* <b>"), new_raw_cell("<i>raw"))
    for text in ("<pre>x &lt; 1</pre>", "red &amp; more", "*a* &lt;b&gt;", "&lt;i&gt;raw"):
        assert text in page
    assert "\x1b" not in page and page.count(AS_TYPED) == 2


def test_all_texts_of_a_page_share_its_time():
    cells = [new_markdown_cell(r"\begin{a}" * 5000 + str(n)) for n in range(30)]
    started = time.process_time()
    page = shown(*cells, new_markdown_cell("*late*"))
    assert time.process_time() - started < 20
    assert page.count(AS_TYPED) >= 25


def test_a_picture_is_put_into_formgraders_page_as_often_as_it_has_room():
    attached = {"a.png": {"image/png": png(5000, 5000)}}
    page = shown(new_markdown_cell("![](attachment:a.png)\n\n" * 100, attachments=attached))
    assert page.count("<img") == 4
    inside = f"![](data:image/png;base64,{png(5000, 5000)})\n\n"
    page = shown(*[new_markdown_cell(inside) for _ in range(10)])
    assert page.count("<img") == 4
    tags = f'<img src="data:image/png;base64,{png(5000, 5000)}">' * 10
    assert shown(new_markdown_cell(tags)).count("<img") == 4
    page = shown(new_markdown_cell('<img alt="hello" src="data:image/png;base64,aGVsbG8=">'))
    assert "<img" not in page and "[A picture is left out here: hello]" in page


def test_formgrader_leaves_out_cells_where_there_are_thousands_and_says_so():
    asked = new_markdown_cell("*asked*", metadata={"nbgrader": {"grade_id": "asked"}})
    cells = [new_code_cell(f"own_{n} = 1") for n in range(3000)]
    exporter = HTMLExporter(filters=FILTERS, preprocessors=[FewCells])
    page, _ = exporter.from_notebook_node(new_notebook(cells=[*cells, asked]))
    assert "2000 more cells, which are not of the homework" in page
    assert "own_999" in page and "own_1000" not in page and "<em>asked</em>" in page


def test_a_question_can_be_asked_in_any_thread():
    said = []
    thread = threading.Thread(target=lambda: said.append(ask(r"\\[" * 60_000)))
    thread.start()
    thread.join()
    assert said == ["too slow"]


def ask(text):
    try:
        return Patience().read(harmless.markdown, text, {}, len(text))
    except TooSlow:
        return "too slow"


def test_errors_of_a_reader_and_its_end_cost_one_text_only():
    patience = Patience()
    with pytest.raises(TooSlow):
        patience.read(int, "no number")
    reader.READER.process.kill()
    reader.READER.process.wait()
    assert patience.read(int, "5") == 5


def test_memory_has_an_end():
    with pytest.raises(TooSlow):
        Patience().read(bytes, 4 << 30)
    assert Patience().read(int, "5") == 5


def test_what_is_read_comes_back_as_it_is_made():
    text, found = Patience().read(
        harmless.markdown, "![b](attachment:a.png)", {"a.png": {"image/png": png()}}
    )
    assert text == harmless.markdown("![b](attachment:x)")[0].replace(", not shown", "")
    assert found == [(pictures.read("image/png", png()), "b")]
