"""What holds for every text that comes from outside: names, tables, times, letters, verdicts."""

import builtins
import contextlib
import csv
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from unittest.mock import MagicMock
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grading.course.names import declared, names_defined, names_needed
from grading.engine.verdicts import LONGEST, Verdict
from grading.engine.wire import OF_OUTPUTS, pack, unpack
from grading.letters import CONTROL, MOST_LETTERS, listed, plain, printable, visible
from grading.outputs.tables import write_table
from grading.times import FIRST_YEAR, LAST_YEAR, NoTime, read_time, written

#: What steers or hides, signs, parts of formulas, and the letters around them.
ODD_LETTERS = "\x00\x07\x08\t\n\v\r\x1b\x85\xa0\xad\u061c\u200b\u2028\u202e\u2066\u3164\ufeff\ud83d"
LETTERS = st.sampled_from(ODD_LETTERS + "=+-@＝＠⁺;,'\"[31m aZ9ß́🙂") | st.characters()
TEXTS = st.text(LETTERS, max_size=12)


# --- grading.course.names --------------------------------------------------------------------

#: Statements in which A, B and C stand for names.
STATEMENTS = [
    "A = B",
    "A, *B = C",
    "A += B",
    "A: B = C",
    "del A",
    "A.x = B",
    "A[B] = C",
    "print(A, B)",
    "if A: B = C",
    "if (A := B): pass",
    "for A in [B]: C = A",
    "while A: break\nelse: B = C",
    "with B as A: pass",
    "import math as A",
    "from math import pi as A",
    "def A(): return B\nA()",
    "def A(x=B): return x",
    "def A():\n    global B\n    B = C\nA()",
    "def A():\n    B = C\n    return lambda: B\nA()()",
    "class A: B = C",
    "class A:\n    def B(self): return C\nA().B()",
    "C = [A for A in [B]]",
    "C = {A: B for A in [1] if C}",
    "C = (lambda A: B)(1)",
    "C = [(B := A) for A in [1]]",
    "@A\ndef B(): pass",
    "try: A()\nexcept B as C: pass\nfinally: pass",
    "match A:\n    case [B, *C]: pass\n    case _: pass",
    "%matplotlib inline",
]


@st.composite
def cells(draw):
    """A cell of some statements about four names."""
    names, lines = st.sampled_from("pqrs"), []
    for statement in draw(st.lists(st.sampled_from(STATEMENTS), max_size=5)):
        lines.append(re.sub(r"\b[ABC]\b", lambda _: draw(names), statement))
    return "\n".join(lines)


class Notebook(dict):
    """A namespace that has anything that is asked for, and notes what it did not have."""

    def __init__(self):
        super().__init__(__builtins__=vars(builtins))
        self.missed = set()

    def __missing__(self, name):
        if hasattr(builtins, name):
            raise KeyError(name)
        self.missed.add(name)
        return MagicMock(name=name)


@given(cells())
def test_a_cell_that_runs_leaves_no_other_names_and_needs_no_others(cell):
    assume(not re.search(r"class (\w): \w = \1$", cell, re.M))  # as if it stood in a method
    notebook = Notebook()
    runs = re.sub(r"(?m)^%.*", "pass", cell)
    try:
        code = compile(runs, "<cell>", "exec")
    except SyntaxError:  # such as a name that is a parameter and global
        code = compile("", "<cell>", "exec")
    with contextlib.redirect_stdout(None), contextlib.suppress(Exception):
        exec(code, notebook)
    assert notebook.keys() - {"__builtins__", "__annotations__"} <= names_defined(cell)
    assert notebook.missed <= names_needed(cell)


@given(TEXTS | cells().flatmap(lambda cell: st.sampled_from([cell[1:], cell + "(", "\t" + cell])))
def test_names_in_any_text_are_names(text):
    for name in [*declared(text), *names_defined(text), *names_needed(text)]:
        assert name.isidentifier()


# --- grading.outputs.tables ------------------------------------------------------------------

RUNS = re.compile(r"[\s\x00-\x20\xad\u200b\u2066\u202e\u061c\u3164\ufeff]*[=+\-@＝＋－＠⁺]")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return tmp_path_factory.mktemp("tables") / "table.csv"


@given(rows=st.lists(st.tuples(TEXTS, TEXTS, st.integers() | st.floats(-1e9, 1e9)), max_size=4))
def test_no_cell_of_a_table_runs_and_all_are_read_back(table, rows):
    rows = [dict(zip(("name", "text", "number"), row, strict=True)) for row in rows]
    write_table(table, rows, ["name", "text", "number"], texts=["text"])
    with open(table, encoding="utf-8", newline="") as file:
        back = list(csv.DictReader(file))
    assert len(back) == len(rows)
    for row, found in zip(rows, back, strict=True):
        for part in [*found["name"].split(";"), *found["text"].splitlines()]:
            assert not RUNS.match(part) or part.strip() == "-"
        assert "".join(found["name"].splitlines()) == found["name"]
        assert without_signs(found["text"]) == without_signs(row["text"])
        assert without_signs(found["name"]) == without_signs(" ".join(row["name"].splitlines()))
        assert float(found["number"]) == pytest.approx(row["number"], abs=1e-9)


def without_signs(text):
    """A text without what may be put before a formula; half a letter is written as a sign."""
    return text.replace("'", "").replace("\ud83d", "?").encode(errors="replace").decode()


# --- grading.times ---------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(FIRST_YEAR, 1, 2), datetime(LAST_YEAR, 12, 30))
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Tokyo"]


@given(MOMENTS)
def test_a_time_that_was_written_is_read_back(moment):
    assert read_time(written(moment)) == moment


@given(MOMENTS, st.integers(-12 * 60, 14 * 60))
def test_a_time_with_any_offset_of_the_earth_is_the_same_moment(moment, minutes):
    local, size = moment + timedelta(minutes=minutes), abs(minutes)
    sign = "-" if minutes < 0 else "+"
    text = f"{local.isoformat()}{sign}{size // 60:02}:{size % 60:02}"
    assert read_time(text) == moment


@given(MOMENTS, st.sampled_from(ZONES))
def test_a_time_in_a_zone_is_its_moment_or_refused_where_clocks_are_changed(moment, zone):
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assume(FIRST_YEAR <= local.year <= LAST_YEAR)
    text = f"{local.replace(tzinfo=None)} {zone}"
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        assert read_time(text) == moment
    else:
        with pytest.raises(NoTime, match="clocks there show this time twice"):
            read_time(text)


NEARLY = st.from_regex(r"\A\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d{2,4}| \w{1,4})?\Z")


@given(st.one_of(TEXTS, st.text("0123456789-:+TZ /.", max_size=30), NEARLY))
def test_any_text_is_a_time_or_refused_in_one_line_that_can_be_shown(text):
    try:
        time = read_time(text)
    except NoTime as error:
        assert str(error).isprintable() and len(str(error)) < 400
    else:
        assert FIRST_YEAR <= time.year <= LAST_YEAR and time.tzinfo is None


# --- grading.letters -------------------------------------------------------------------------


@given(st.text(LETTERS, max_size=2 * MOST_LETTERS))
def test_a_name_is_shown_on_one_line_of_letters_that_are_seen(name):
    shown = printable(name)
    assert shown.isprintable() and len(shown) <= MOST_LETTERS and printable(shown) == shown
    assert visible(name).replace("\n", "").replace("\t", "").isprintable()
    assert len(visible(name)) == len(name)


@given(TEXTS | st.lists(st.sampled_from([*"\x1b[31m;\u202e\x07a"])).map("".join))
def test_an_output_keeps_colours_and_nothing_else_that_steers(text):
    shown = plain(text)
    rest = re.sub(r"\x1b\[[\d;]*m|[\x08\r]", "", shown)
    assert not CONTROL.search(rest) and plain(shown) == shown
    assert CONTROL.search(text) or shown == text


@given(st.lists(st.text("abc", min_size=1)), st.none() | st.integers(0, 5))
def test_a_list_says_how_many_it_leaves_out(names, most):
    said = listed(names, most)
    more = re.search(r" and (\d+) more$", said)
    named = said.removesuffix(more[0]) if more else said
    assert named == ", ".join(names[:most])
    assert int(more[1] if more else 0) == len(names) - len(names[:most])


# --- grading.engine.verdicts -----------------------------------------------------------------

PARTS = st.sampled_from(["kind", "what", "expected", "got", "likely", "error", "says", "given"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.just("passed"),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(PARTS | TEXTS, values),
    max_leaves=6,
)


@given(ANYTHING | st.dictionaries(PARTS, ANYTHING))
def test_data_of_any_origin_are_a_verdict_of_texts_that_may_be_shown(data):
    verdict = Verdict.of(data)
    assert all(type(text) is str and plain(text) == text for text in vars(verdict).values())
    told = data.get("kind") if isinstance(data, dict) else None
    assert not verdict.passed or (isinstance(told, str) and plain(told) == "passed")


@given(st.dictionaries(PARTS, TEXTS), st.sampled_from(["passed", "wrong", "error"]))
def test_a_verdict_crosses_the_gap_as_it_is(data, kind):
    verdict = Verdict.of(data | {"kind": kind})
    assert Verdict.of(unpack(pack(verdict.data()), OF_OUTPUTS)) == verdict


@given(st.integers(1, 3), LETTERS)
def test_a_part_of_a_verdict_has_a_length(times, letter):
    assert len(Verdict.of({"got": times * LONGEST * letter}).got) <= LONGEST
    assert unicodedata.normalize("NFC", Verdict.of({"got": "a"}).got) == "a"
