"""Names that would steer a terminal or turn a line round, and where they are shown."""

import ast
import io
import logging
import re
from types import SimpleNamespace

import pytest

from grading.adapters.exports import PlatformExport
from grading.adapters.logs import Console
from grading.autograde.ledger import Ledger
from grading.autograde.plan import CHANGED
from grading.autograde.vanished import vanished
from grading.course.notebooks import ROOT
from grading.engine.outputs import as_outputs
from grading.letters import places, plain, printable, visible
from grading.outputs import harmless
from grading.outputs.report.naming import full_name
from grading.terminal import say, show
from grading.times import read_time
from tests.homeworks import needs
from tests.small_course import SmallCourse, graded_notebooks

STEERING = {
    "right to left": "\u202e",
    "isolate": "\u2067",
    "arabic mark": "\u061c",
    "mark": "\u200f",
    "zero width": "\u200b",
    "joiner": "\u200d",
    "byte order": "\ufeff",
    "soft hyphen": "\xad",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "next line": "\x85",
    "escape": "\x1b[2J",
    "one-letter escape": "\x9b2J",
    "title": "\x1b]0;title\x07",
    "backspace": "\x08",
    "carriage return": "\r",
    "bell": "\x07",
    "tag": "\U000e0041",
    "no-break space": "\xa0",
    "half a letter": "\ud83d",
    "private": "\ue000",
}


@pytest.fixture(params=STEERING.values(), ids=STEERING)
def name(request):
    return f"ann{request.param}bob"


def shown(text):
    """A text is as it is shown, letter by letter, but for its lines."""
    return text.replace("\n", "").isprintable() and "ann\ufffd" in text


def test_a_name_is_shown_on_one_line(name):
    assert shown(printable(name)) and "\n" not in printable(f"{name}\n")


def test_names_of_every_script_stay_as_they_are():
    for name in ("Ångström", "李小龍", "Μαρία", "محمد", "नरेंद्र", "O'Neil-Żak", "👩"):
        assert printable(name) == visible(name) == name


def test_remarks_on_the_console_are_clean_and_keep_their_lines(name):
    stream = io.StringIO()
    Console(stream).emit(logging.makeLogRecord({"msg": f"first {name}\n\tsecond", "args": ()}))
    assert shown(stream.getvalue().replace("\t", "")) and "\n\tsecond\n" in stream.getvalue()


@pytest.mark.parametrize("speak", [say, show])
def test_lines_for_the_terminal_are_clean_and_keep_their_lines(name, speak, capsys):
    speak(f"first {name}\n\tsecond")
    out, err = capsys.readouterr()
    said = err if speak is say else out
    assert shown(said.replace("\t", "")) and "\n\tsecond\n" in said


def test_nothing_else_in_grading_writes_to_the_terminal():
    # `large` answers another process; the last ones run in sandboxes, where nobody's terminal is.
    own = ("terminal.py", "logs.py", "large.py", "jupyter.py", "link.py", "standins.py")
    calls = [
        f"{path.name} calls {ast.unparse(node.func)}"
        for path in (ROOT / "grading").rglob("*.py")
        if path.name not in own
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    ]
    speak = re.compile(r"calls (print|sys\.(stdout|stderr)\.write|tqdm\.write)$")
    assert calls and not list(filter(speak.search, calls))


def test_the_last_lines_of_a_run_are_clean(name, caplog):
    refused, untimed = {f"{name} refused": "why"}, {f"{name} untimed": "why"}
    ledger = Ledger("hw11", refused, untimed, logging.getLogger())
    for student in (name, f"[{name}]"):
        planned = SimpleNamespace(student=student, to_run={"problem1": CHANGED}, gone=["problem2"])
        ledger.book(planned, {"problem1": {"repaired": ["a"], "refused": "b"}})
    ledger.new_times, ledger.waiting = [f"{name} late"], [f"{name} waits"]
    ledger.ahead = {f"{name} ahead": read_time("2999-01-01 00:00")}
    time, ahead, counts, *others = ledger.lines()
    assert counts.startswith("hw11, 4 submissions: ") and len(others) == 8
    assert all(shown(line) for line in (time, ahead, *others, *caplog.messages))


def test_the_line_on_work_that_is_gone_is_clean(tmp_path):
    needs("hw11")
    course = SmallCourse.at(tmp_path, "hw11")
    course.put("ann\x1b[2Jbob", graded_notebooks("hw11"))
    directory = course.directory(course.configured())
    with course.gradebook() as gradebook:
        (line,) = vanished(gradebook, directory, "hw11")
    assert shown(line) and line.count("ann\ufffd[2Jbob") == 3


def test_lines_of_exports_are_clean(name, capsys):
    log = SimpleNamespace(warning=lambda line: None)
    PlatformExport.tell(SimpleNamespace(log=log), "hw11", [name], "nothing handed in")
    assert shown(capsys.readouterr().out)


def test_names_in_a_report_are_clean(name):
    assert shown(full_name(SimpleNamespace(id=name, first_name="A", last_name=None)))
    assert shown(full_name(SimpleNamespace(id=name, first_name=None, last_name=None)))


def test_colours_of_outputs_stay_and_nothing_else_that_steers():
    text = "\x1b[31mred\x1b[0m 50 %\r100 %\x08\t\n"
    assert plain(text) == text
    (output,) = as_outputs([["stream", "stdout", "a\u202eb\u2028c\x1b[2Jd\x1b]0;e\x07"]])
    assert output.text == "abc[2Jd]0;e"
    assert harmless.text("a\u202eb\u200fc") == "abc"


@pytest.mark.parametrize(
    "name, wide", [("Jürgen", 6), ("Ju\u0308rgen", 6), ("李小龙", 6), ("ｗ", 2)]
)
def test_a_name_takes_as_many_places_as_a_terminal_gives_it(name, wide):
    assert places(name) == wide
