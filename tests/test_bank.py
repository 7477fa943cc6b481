"""The bank of right and wrong answers: what each must lose, and what its student must read."""

import ast
import re
import subprocess
import sys

import pytest

from bank.direct import Grader
from bank.entries import entries
from grading.course.gradecell import grade_id
from grading.course.names import declared, written
from grading.course.notebooks import ROOT, grade_cells, read_notebooks, solution_cells, unwrapped

pytestmark = pytest.mark.slow
#: Wrong answers to an assignment that are graded where not the whole bank is.
WRONG = 100
#: Right and wrong answers that each function has at least, and more where it is told.
FEWEST, MORE = (3, 4), {"hw11": (5, 8)}


@pytest.fixture(scope="module")
def messages(assignment, some):
    """For each entry the message of each of its grade cells, None where it passes."""
    bank = entries(assignment)
    wrong = some([entry for entry in bank if entry.kind == "wrong"], WRONG)
    return Grader().grade_entries([entry for entry in bank if entry.kind != "wrong"] + wrong)


def test_every_entry_loses_exactly_the_cells_that_it_names(messages):
    surprises = {}
    for entry, told in messages.items():
        lost = {name for name, message in told.items() if message}
        if lost != entry.fails:
            surprises[entry.student] = {"lost": lost, "expected": entry.fails}
    assert surprises == {}


def test_a_wrong_answer_is_told_what_was_expected_and_what_came(messages):
    for entry, told in messages.items():
        for message in filter(None, told.values()):
            assert re.match(r"✗ .+\n  expected  .+\n( .+\n)*  got       .+", message), message
            # The likely mistake, or for an error the line in which it happened.
            # Of a question it is the reason why another answer is right.
            where = re.search(r"\n  (likely|reason)    ", message) or "of its cell:" in " ".join(
                message.split()
            )
            assert where, f"{entry.student}: {message}"


def test_a_wrong_answer_is_told_the_likely_mistake(messages):
    missing = {}
    for entry, told in messages.items():
        text = " ".join(" ".join(filter(None, told.values())).split())
        absent = [words for words in entry.says if words not in text]
        if absent:
            missing[entry.student] = {"absent": absent, "text": text}
    assert missing == {}


def test_every_wrong_entry_names_what_its_student_must_read(assignment):
    silent = [e.student for e in entries(assignment) if e.kind == "wrong" and not e.says]
    assert silent == []


def test_messages_show_no_line_of_the_engine_or_the_check(messages):
    for entry, told in messages.items():
        for message in filter(None, told.values()):
            assert "Traceback" not in message and "grading/" not in message, entry.student


def test_every_function_has_enough_right_and_wrong_answers(source, assignment):
    few, fewest = {}, MORE.get(assignment, FEWEST)
    for name, notebook in source.items():
        problem = name.split("_")[0]
        bank = [entry for entry in entries(assignment) if entry.problem == problem]
        for stub, check in zip(solution_cells(notebook), grade_cells(notebook), strict=True):
            (function,) = written(unwrapped(stub))
            right = [e for e in bank if e.kind == "right" and defines(e, function)]
            wrong = [e for e in bank if e.kind == "wrong" and grade_id(check) in e.fails]
            # A question has one right answer, the reference, and a wrong one.
            least = fewest if declared(unwrapped(stub)) else (0, 1)
            if len(right) < least[0] or len(wrong) < least[1]:
                few[function] = f"{len(right)} right, {len(wrong)} wrong"
    assert few == {}, "expected for each function at least {} right, {} wrong".format(*fewest)


def defines(entry, function):
    return any(function in written(cell) for cell in entry.cells if not cell.startswith(("%", "!")))


def test_no_two_entries_hold_the_same_answer(assignment):
    trees = {}
    for entry in entries(assignment):
        tree = "\n".join(ast.dump(ast.parse(cell)) for cell in entry.cells)
        trees.setdefault((entry.problem, tree), []).append(entry.path.relative_to(ROOT))
    assert [paths for paths in trees.values() if len(paths) > 1] == []


def test_entries_are_named_in_the_bank_as_their_folders_say(assignment):
    students = [entry.student for entry in entries(assignment)]
    assert len(set(students)) == len(students), "two answers to a problem have the same name"
    problems = {name.split("_")[0] for name in read_notebooks(ROOT / "source" / assignment)}
    for entry in entries(assignment):
        assert entry.problem in problems
        assert entry.kind in ("right", "wrong", "cheat"), entry.path


def test_one_answer_can_be_graded_from_the_command_line():
    answer = min(ROOT.glob("bank/hw11/problem3/wrong_*.py"))
    command = [sys.executable, "-m", "bank.direct", str(answer)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "as expected" in result.stdout and not result.stderr
