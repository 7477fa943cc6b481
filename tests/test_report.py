"""The report on a class: what it names, what it counts, and what it must not give away."""

import csv
import json
import re
import shutil
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigList, DeferredConfigString

from benchmarks.likeness import WAYS, found_in
from grading.adapters.exports import ClassReport
from grading.engine.outcomes import CellTimeout, KernelDied
from grading.engine.verdicts import Verdict
from grading.outputs.mistakes import cause, is_blocked, is_unwritten
from grading.outputs.report.figures import columns_of, draw_heat_map, drawn
from grading.outputs.report.items import Item, correlation, items, remark
from grading.outputs.report.likeness import LONG, STRIKING, alike, can_tell
from grading.outputs.report.naming import Names, Numbers
from grading.outputs.report.passages import read as passages
from grading.outputs.report.summary import summary
from grading.outputs.results import GradedCell, GradedNotebook, note, read_results
from tests.axe import barriers
from tests.browser import open_page
from tests.homeworks import needs
from tests.pages import Tags, words
from tests.simulated_class import ASSIGNMENT, FUNCTIONS, STUB, SimulatedClass, Work, answer, write

ALL = {name: True for functions in FUNCTIONS.values() for name in functions}
HARD = ("update", "threshold")


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The folder of the report on a class of 200, in which two functions are hard."""
    room = write(tmp_path_factory.mktemp("large"), 200, HARD)
    with room:
        room.export(ClassReport, to=str(room.root / "reports"))
    return room.root / "reports" / ASSIGNMENT


NASTY = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A class of eight with all that can be remarkable, and an absent student."""
    room = SimulatedClass(tmp_path_factory.mktemp("small"))
    alice = Work(
        passed=ALL | {"fit_scale": False, "assign": False},
        verdicts={
            "fit_scale": own_error("ValueError", "I am alice@uni.example"),
            "assign": own_error("alice", "alice was here"),
        },
        receipts={
            "problem1_scale": {"repaired": ["`alice-liddell.ipynb` was read as problem1_scale."]},
            "problem2_groups": {"repaired": ["The cell `assign` of alice was put back."]},
        },
    )
    room.add("alice", alice, first_name="Alice", last_name="Liddell", email="alice@uni.example")
    limited = {
        "stopped": [
            {"cell": "update", "why": "This cell was stopped: it ran longer than 60 s."},
            {"cell": "bobs own cell", "why": "Python ended while this cell ran."},
            {"cell": "update_is_right", "why": "Python ended while this cell ran."},
        ],
        "restarts": 2,
    }
    bob = Work(
        passed=ALL | {"update": False},
        verdicts={"update": Verdict.ended(KernelDied(), "Python ended while this cell ran.")},
        receipts={"problem2_groups": limited},
    )
    room.add("bob", bob)
    room.add("carol", Work(passed=ALL, receipts={"problem3_score": {"sandbox": False}}))
    refused = {"problem4_network": {"refused": "It is no notebook."}}
    room.add("dave", Work(passed=ALL | {"forward": False}, receipts=refused))
    room.add("erin", Work(passed=ALL, receipts={"problem5_decision": None}))
    room.add(NASTY.replace("/", "∕"), Work(passed=ALL), first_name=NASTY, last_name="$x_$")
    room.add('=1+1,"ü"', Work(notebooks=("problem1_scale",), passed={"fit_scale": True}))
    room.add("heidi", Work(passed={}))
    room.add("absent-one", None)
    with room:
        room.path("heidi", "problem5_decision").write_text('{"cells": [')
        for names in (False, True):
            room.export(ClassReport, to=str(room.root / "reports"), names=names)
        yield room


def own_error(kind, text):
    return Verdict(
        "stops",
        what="title",
        expected="f(array (3, 2)) runs through and returns its result",
        got=f"{kind}: {text}, in f, line 3 of its cell: raise Oops('alice')",
        error=kind,
    )


def test_the_report_names_the_two_hard_functions_and_no_other(large):
    found = json.loads((large / "report.json").read_text())
    assert {callout["function"] for callout in found["callouts"]} == set(HARD)
    text = words((large / "report.html").read_text())
    for name in HARD:
        assert re.search(rf"good students fail {name} \(\w+\): only \d+ of the \d+ students", text)


def test_the_report_counts_what_the_gradebook_holds(large):
    found = json.loads((large / "report.json").read_text())
    assert (found["handed_in"], found["absent"], found["points"]) == (196, 4, 100)
    rows = table(large / "students.csv")
    assert [float(row["total"]) for row in rows] == [s["total"] for s in found["students"]]
    for cell in found["cells"]:
        column = [row[f"{cell['notebook']}: {cell['cell']}"] for row in rows]
        assert sum(value == "" for value in column) == cell["missing"]
        assert (
            sum(value != "" and float(value) == cell["points"] for value in column)
            == (cell["passed"])
        )
        parts = ("passed", "failed", "unwritten", "waiting", "missing")
        assert sum(cell[part] for part in parts) == 196


def test_messages_that_differ_in_numbers_are_one_mistake(large):
    first, *_ = table(large / "mistakes.csv")
    assert first["function"] in HARD and int(first["students"]) > 100
    assert first["text"] == "the mean of all … events is taken: each feature needs its own"


@pytest.mark.parametrize("names", [False, True])
def test_the_page_holds_no_script_and_loads_nothing(small, names):
    source = (report_of(small, names) / "report.html").read_text()
    page = Tags(source)
    tags = {tag for tag, _ in page.found}
    assert not tags & {"script", "iframe", "link", "object", "embed", "form", "base"}
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ("href", "src"):
            assert attributes.get(name, "#").startswith(("#", "data:image/svg+xml;base64,"))
    (policy,) = [m["content"] for m in page.named("meta") if "http-equiv" in m]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy
    assert NASTY not in source


def test_the_page_can_be_read_by_everyone(small):
    source = (report_of(small) / "report.html").read_text()
    page = Tags(source)
    assert all(len(image["alt"]) > 60 for image in page.named("img"))
    assert len(page.named("img")) == 4
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.named("a")} <= set(ids)
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert page.named("html")[0]["lang"] == "en"
    assert "width=device-width" in page.named("meta")[2]["content"]


@pytest.mark.slow
def test_a_report_fits_on_a_phone_and_in_print(browser, large, small):
    names = report_of(small, names=True)
    for width, media in ((360, "screen"), (1280, "screen"), (680, "print")):
        page = open_page(browser, width=width)
        page.emulate_media(media=media)
        for path in (large, names):
            page.goto((path / "report.html").as_uri())
            page.evaluate("document.querySelector('details').open = true")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (path, width, media)
        page.close()


@pytest.mark.slow
def test_nobody_is_shut_out_of_the_page(small, browser):
    page = open_page(browser)
    for names, width in ((False, 360), (True, 1280)):
        page.goto((report_of(small, names) / "report.html").as_uri())
        assert barriers(page, width) == []
    page.close()


def test_a_report_without_names_gives_nobody_away(small):
    files = list(report_of(small).iterdir())
    assert len(files) == 8
    for file in files:
        # Pictures are drawn from numbers and functions only; letters of a code are no words.
        text = re.sub(r"data:image[^\"]*", "", file.read_text()).lower()
        for word in ("alice", "liddell", "bob", "carol", "dave", "erin", "heidi", "absent-one"):
            assert word not in text, (word, file.name)
        assert "alert" not in text and "=1+1" not in text


def test_equal_students_do_not_come_in_the_order_of_their_names(tmp_path):
    with SimulatedClass(tmp_path) as room:
        for letter in "abcdefghijkl":
            room.add(letter, Work(passed=ALL))
        results = read_results(room.gradebook, room.coursedir, ASSIGNMENT)
    # Three equal draws out of twelve factorial happen once in 10 ** 17.
    assert len({tuple(Numbers(results).order) for _ in range(3)}) > 1
    assert [Names(results).labels[who.id] for who in results.students] == list("abcdefghijkl")


def test_a_report_with_names_is_another_file_and_says_so(small):
    source = (report_of(small, names=True) / "report.html").read_text()
    text = words(source)
    assert "Keep it to those who grade" in text
    assert "Alice Liddell (alice)" in text
    assert '<script>alert("x")</script> $x_$' in text
    ids = {row["student"] for row in table(report_of(small, names=True) / "students.csv")}
    assert '\'=1+1,"ü"' in ids


def test_what_is_remarkable_about_submissions_is_listed(small):
    rows = table(report_of(small, names=True) / "remarks.csv")
    found = {(row["kind"], row["student"].split("(")[-1].strip(")")) for row in rows}
    assert found == {
        ("repaired", "alice"),
        ("limited", "bob"),
        ("died in a grade cell", "bob"),
        ("restarted", "bob"),
        ("no sandbox", "carol"),
        ("refused", "dave"),
        ("no receipt", "erin"),
        ("damaged", "heidi"),
    }
    text = words((report_of(small) / "report.html").read_text())
    assert "… was read as problem1_scale." in text
    assert "The cell assign of … was put back." in text
    assert "update: This cell was stopped: it ran longer than 60 s." in text
    assert "…: Python ended while this cell ran." in text


def test_no_text_of_a_students_code_is_among_the_mistakes(small):
    texts = {row["text"] for row in table(report_of(small, names=True) / "mistakes.csv")}
    assert "stops with a ValueError" in texts
    assert "stops with an error of its own kind" in texts
    assert "not written yet" not in texts


def test_a_class_of_one_has_a_report_without_judgements(tmp_path):
    with SimulatedClass(tmp_path) as room:
        room.add("only", Work(passed=ALL))
        room.export(ClassReport, to=str(tmp_path / "reports"))
    found = json.loads((tmp_path / "reports" / ASSIGNMENT / "report.json").read_text())
    assert found["callouts"] == []
    assert {cell["discrimination"] for cell in found["cells"]} == {None}
    assert "class of 1" in words((tmp_path / "reports" / ASSIGNMENT / "report.html").read_text())


def test_nothing_graded_is_said_and_an_unknown_assignment_is_refused(tmp_path, capsys):
    with SimulatedClass(tmp_path) as room:
        room.add("absent", None)
        room.export(ClassReport, to=str(tmp_path / "reports"))
        assert "nothing is graded yet" in capsys.readouterr().out
        assert not (tmp_path / "reports").exists()
        with pytest.raises(SystemExit, match=r"no assignment hw9.*out of: hw"):
            room.export(ClassReport, assignment=["hw9"])
        with pytest.raises(SystemExit, match="no student nobody"):
            room.export(ClassReport, student=["nobody"])


def test_points_given_by_hand_count_and_those_to_come_do_not(tmp_path):
    with SimulatedClass(tmp_path) as room:
        for number in range(6):
            room.add(f"s{number}", Work(passed=ALL | {"scan": number > 2}))
        where = ("scan_is_right", "problem5_decision", ASSIGNMENT)
        room.gradebook.find_grade(*where, "s0").manual_score = 8.0
        room.gradebook.find_grade(*where, "s1").needs_manual_grade = True
        results = read_results(room.gradebook, room.coursedir, ASSIGNMENT)
        found = summary(results, Plain(results))
    (scan,) = [cell for cell in found["cells"] if cell["function"] == "scan"]
    assert (scan["passed"], scan["failed"], scan["waiting"]) == (4, 1, 1)
    assert scan["rate"] == pytest.approx(0.8)
    assert found["waiting"] == 1


def test_the_heat_map_takes_no_points_to_come_for_points_that_are_lost():
    points = ([4, 0, 0], [4, None, 0], [0, 0, 0], [0, 0, 4])
    waits = ([0, 0, 1], [0, 0, 1], [0, 0, 0], [0, 1, 0])
    found = {
        "cells": [{"points": 4.0, "function": name, "notebook": "n"} for name in "fgh"],
        "students": [{"points": p, "waiting": w} for p, w in zip(points, waits, strict=True)],
    }
    shares, waiting = columns_of(found)
    lost, none, full = 0, np.nan, 1
    expected = [[full, lost, none], [full, none, none], [lost, lost, lost], [lost, none, full]]
    np.testing.assert_array_equal(shares, expected)
    assert np.argwhere(waiting).tolist() == [[0, 2], [1, 2], [3, 1]]
    assert drawn(draw_heat_map, found).count("pattern id") > 1


def test_points_given_by_hand_for_an_unwritten_function_count_once():
    one = SimpleNamespace(
        earned=np.array([[6.0], [0.0], [0.0]]),
        waiting=np.zeros((3, 1), dtype=bool),
        points=np.array([6.0]),
        cells=[None],
    )
    (item,) = items(one, unwritten=np.array([[True], [True], [False]]))
    assert (item.handed_in, item.passed, item.unwritten) == (3, 1, 1)


class Plain:
    """Students by their ids."""

    def __init__(self, results):
        self.order = range(len(results.students))
        self.labels = {student.id: student.id for student in results.students}
        self.mask = str


def test_the_correlation_is_the_point_biserial_one():
    rng = np.random.default_rng(3)
    item = rng.integers(0, 2, 60) * 6.0
    rest = rng.normal(size=60) + item / 4
    one, other = rest[item > 0], rest[item == 0]
    p = len(one) / 60
    formula = (one.mean() - other.mean()) / rest.std() * np.sqrt(p * (1 - p))
    assert correlation(item, rest) == pytest.approx(formula)
    assert np.isnan(correlation(np.ones(60), rest))
    assert np.isnan(correlation(item, np.ones(60)))


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, None),
        ({"passed": 0}, "nobody"),
        ({"passed": 60}, "everybody"),
        ({"strong_passed": 9}, "hard"),
        ({"discrimination": -0.1}, "odd"),
        ({"discrimination": 0.05}, None),
        ({"handed_in": 4, "passed": 0}, None),
        ({"handed_in": 11, "strong_passed": 0, "strong": 4}, None),
    ],
)
def test_a_cell_is_remarked_on_for_a_reason_that_its_class_is_large_enough_for(changes, kind):
    usual = {
        "handed_in": 60,
        "passed": 8,
        "unwritten": 0,
        "waiting": 0,
        "rate": 0.5,
        "discrimination": 0.4,
        "strong": 20,
        "strong_passed": 15,
    }
    said = remark(Item(**usual | changes))
    assert (said and said[0]) == kind


def group(writers, number=60, cells=6):
    """Answers of a class in which some students hand in the same, in their own layout."""
    answers = {}
    for student in range(number):
        for cell in range(cells):
            who = "copy" if student in writers else f"s{student}"
            source = answer(f"f{cell}", f"{who}{cell}")
            if student == max(writers, default=-1):
                source = source.replace("total", "my_sum") + "\n    # all my own work"
            answers[f"s{student}", "notebook", f"f{cell}"] = source
    return answers


RELEASED = {("notebook", f"f{cell}"): STUB.format(f"f{cell}") for cell in range(9)}


def test_the_same_code_with_other_names_and_comments_is_found():
    (found,) = alike(group({3, 17}), RELEASED)
    assert found.students == ("s17", "s3")
    assert len(found.cells) == 6


BEFORE = "the course's own solution"


def before(writer, other=BEFORE):
    """What was there before the class of `group`: the same as a student's answers to come."""
    return {(other, *place): text for (who, *place), text in group(set()).items() if who == writer}


def test_code_that_was_there_before_the_class_is_found_in_it():
    (found,) = alike(group(set()), RELEASED, before("s5"))
    assert (found.students, found.before) == (("s5",), (BEFORE,))
    earlier = before("s8", "../2025/autograded/ada") | before("s8", "../2024/autograded/bob")
    (found,) = alike(group(set()), RELEASED, earlier)
    assert (found.students, len(found.before)) == (("s8",), 2)


def test_what_was_there_before_is_not_compared_with_itself():
    class_of_others = {key: text for key, text in group(set()).items() if key[0] != "s8"}
    earlier = before("s8", "../2025/autograded/ada") | before("s8", "../2024/autograded/bob")
    assert alike(class_of_others, RELEASED, earlier) == []


def test_the_closest_groups_come_first_and_say_what_chance_explains():
    answers = group({3, 17})
    answers |= {("s9", *cell): answers["s5", *cell] for cell in list(RELEASED)[:3]}
    first, second = alike(answers, RELEASED)
    assert first.chance < STRIKING < second.chance < 1
    assert second.students == ("s5", "s9")


def test_the_way_in_which_most_write_is_no_likeness():
    answers = group({3, 17})
    for student in range(20, 45):
        answers |= {(f"s{student}", *cell): answers["s3", *cell] for cell in list(RELEASED)[:6]}
    assert alike(answers, RELEASED) == []


@pytest.mark.parametrize("way", WAYS)
def test_copies_of_right_answers_are_found_however_they_are_changed(way):
    needs("hw11")
    found = found_in("hw11", "problem4")
    assert sum(found[way]) >= 0.9 * len(found[way]) > 9
    assert sum(found["answers of their own"]) <= 0.05 * len(found["answers of their own"])


def test_earlier_terms_and_solutions_are_read_and_their_students_have_no_names(tmp_path):
    (tmp_path / "now").mkdir()
    with SimulatedClass(tmp_path / "now") as room:
        for number in range(12):
            room.add(f"s{number}", Work(passed=ALL))
        shutil.copytree(room.path("s3", "any").parent, tmp_path / "2025" / "ada" / ASSIGNMENT)
        earlier = str(tmp_path / "2025")
        room.export(ClassReport, to=str(tmp_path / "reports"), earlier=[earlier])
        room.export(ClassReport, to=str(tmp_path / "reports"), earlier=[earlier], names=True)
        with pytest.raises(SystemExit, match=r"Expected an earlier term's autograded/ at .*none"):
            room.export(ClassReport, to=str(tmp_path), earlier=[str(tmp_path / "nowhere")])
    (group,) = json.loads((tmp_path / "reports" / ASSIGNMENT / "report.json").read_text())["alike"]
    assert group["before"] == [earlier] and len(group["students"]) == 1
    rows = table(tmp_path / "reports" / f"{ASSIGNMENT}_names" / "alike.csv")
    assert [row["who"] for row in rows] == ["s3", f"{earlier}/ada"]
    page = words((tmp_path / "reports" / ASSIGNMENT / "report.html").read_text())
    assert "Likeness is no proof." in page and "ada" not in page.split()


def test_different_code_common_answers_and_small_classes_are_not_listed():
    assert alike(group(set()), RELEASED) == []
    assert alike(group(set(range(30))), RELEASED) == []
    assert alike(group({0, 1}, number=2), RELEASED) == []
    assert alike(group({3, 17}, cells=2), RELEASED) == []


def test_a_class_is_told_where_it_is_too_small_for_anybody_to_be_named():
    assert not can_tell(group({0, 1}, number=2), RELEASED)
    assert not can_tell(group(set(), cells=2), RELEASED)
    for number in range(3, 12):
        assert can_tell(group(set(), number), RELEASED) == bool(
            alike(group({0, 1}, number), RELEASED)
        )
    assert can_tell(group(set()), RELEASED)


def test_short_answers_and_stubs_are_never_alike():
    short = "def f0(data):\n    return (data - data.mean()) / data.std()"
    assert passages(short)[0] - passages(RELEASED["notebook", "f0"])[0] < LONG
    answers = {
        (f"s{student}", "notebook", f"f{cell}"): RELEASED["notebook", f"f{cell}"]
        for student in range(9)
        for cell in range(9)
    }
    assert alike(answers, RELEASED) == []


def test_one_folder_of_an_earlier_term_may_stand_alone_on_the_command_line():
    for given, read in (
        (DeferredConfigString("../2025/autograded"), ["../2025/autograded"]),
        (DeferredConfigList(["a", "b"]), ["a", "b"]),
    ):
        assert ClassReport(config=Config(ClassReport=Config(earlier=given))).earlier == read


@pytest.mark.parametrize("source", ["def f(:", "(" * 5000])
def test_an_answer_that_is_no_python_is_like_nothing(source):
    assert passages(source) == (0, frozenset())


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict("unwritten", place="f"), "not written yet"),
        (Verdict("undefined", place="f"), "it is not defined: its"),
        (Verdict("unwritten", place="g"), "not checked, because g is not written"),
        (Verdict("undefined", place="g"), "not checked, because g is not defined: its"),
        (
            Verdict("undefined", place="g", because="It ran longer than 4 s."),
            "not checked, because g is not defined. It ran longer than 4 s",
        ),
        (Verdict("undefined", place="secret", because="secret"), "is not defined: its cell"),
        (Verdict("unwritten", place="secret"), "because another function is not"),
        (Verdict.ended(CellTimeout(60), "It ran longer than 60 s."), "longer than 60 s"),
        (Verdict("wrong", expected="x of shape (3,)", got="secret"), "expected x of shape"),
        (Verdict("wrong"), "fails the check"),
        (Verdict("error", error="Strange", says="secret"), "stops with an error of its own kind"),
        (Verdict("error", error="AssertionError", says="secret"), "stops with an AssertionError"),
        (Verdict("error", error="UFuncTypeError"), "stops with a UFuncTypeError"),
        (Verdict("error", error="UnboundLocalError"), "stops with an UnboundLocalError"),
        (
            Verdict("stumbles", expected="an answer", got="secret", error="TypeError"),
            "an answer of another kind than asked for (a TypeError in the check)",
        ),
        (Verdict("stops", error="KeyError", likely="a name"), "stops with a KeyError: a name"),
    ],
)
def test_a_cause_is_told_in_the_words_of_the_checks(verdict, expected):
    said = cause(verdict, GradedCell("problem", "f_is_right", "f", 2), functions=["f", "g.h"])
    assert expected in said and "secret" not in said


def test_an_error_in_an_answer_that_a_person_grades_is_no_mistake_of_the_check():
    role = {"grade_id": "draw", "grade": True, "solution": True}
    failed = {"output_type": "error", "ename": "KeyError", "evalue": "my own words"}
    stub = failed | {"ename": "NotImplementedError", "evalue": "draw is not written yet"}
    found = {}
    for kind, output in (("mine", failed), ("stub", stub)):
        cell = {"cell_type": "code", "source": "", "metadata": {"nbgrader": role}}
        note(cell | {"outputs": [output]}, notebook := GradedNotebook({}))
        found[kind] = notebook.verdicts
    assert found["mine"] == {} and found["stub"]["draw"].kind == "unwritten"


def test_who_left_another_function_unwritten_has_not_left_this_one_so():
    verdict = Verdict("unwritten", place="g")
    own, other = (GradedCell("problem", f"{name}_is_right", name, 2) for name in ("g.forward", "f"))
    assert is_unwritten(verdict, own) and not is_blocked(verdict, own)
    assert is_blocked(verdict, other) and not is_unwritten(verdict, other)


def report_of(room, names=False):
    return room.root / "reports" / (f"{ASSIGNMENT}_names" if names else ASSIGNMENT)


@pytest.mark.parametrize(
    "line",
    [
        "_ = 0x" + 4000 * "F",
        "# " + 100_001 * "x",
        "%matplotlib inline",
        "!true",
        "len?",
        "# \0",
        "# \ud800",
        "if 0:\n    " + 1200 * "-" + "1",
    ],
    ids=lambda line: repr(line[:12]),
)
def test_no_line_takes_an_answer_out_of_the_comparison(line):
    answer = "def nearest(X, c):\n    return ((X[:, None] - c) ** 2).sum(2).argmin(1)\n"
    alone, with_line, timed = map(passages, (answer, f"{answer}{line}\n", f"%%time\n{answer}"))
    assert alone[0] > 20 and alone == timed
    assert alone[1] <= with_line[1]
