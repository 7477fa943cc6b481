"""What pages of feedback show, and what they never show, from graded notebooks written by hand."""

import base64
import functools
import hashlib
import html
import io
import itertools
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import notebook_hash
from PIL import Image

from bank.entries import entries
from grading.adapters.released import ReleaseFeedback
from grading.course.gradecell import hidden_lines
from grading.course.notebooks import (
    ROOT,
    grade_cells,
    locked_cells,
    read_notebooks,
)
from grading.course.words import given_right
from grading.engine import pictures
from grading.engine.limits import Limits
from grading.engine.outcomes import CellTimeout
from grading.engine.verdicts import Verdict
from grading.outputs import harmless
from grading.outputs.feedback.grades import Grade
from grading.outputs.feedback.message import message
from grading.outputs.feedback.page import OwnCell, RoomOnPage, picture_output
from grading.outputs.feedback.site import TEMPLATES
from grading.records.gradebook import keep_number
from grading.times import read_time
from tests import payloads
from tests.drawn import png as drawn_png
from tests.pages import Tags, found_in, secrets, words
from tests.small_course import SmallCourse, cell_of, graded_notebooks

PROBLEM = "problem1_pca"
CHECK = "fit_standardizer_uses_each_feature"
FAILED = Verdict(
    "wrong",
    what="fit_standardizer: every feature has its own centre and its own spread.",
    expected="mean = [2, 20, 5]",
    got="mean = [5, 15.67, 6.333, 9], which is of shape (4,) and not of shape (3,)",
    likely="the average runs over the features of one event: average over the events",
)
PAST, FUTURE = "2001-02-03", "2999-02-03"


def error(kind, text):
    return new_output("error", ename=kind, evalue=text, traceback=text.split("\n"))


def judged(notebook, name, verdict):
    """Put a verdict on a grade cell."""
    cell_of(notebook, name).metadata["verdict"] = verdict.data()


@functools.cache
def png(width=40, height=30, noise=False):
    file = io.BytesIO()
    image = Image.effect_noise((width, height), 90) if noise else Image.new("RGB", (width, height))
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def figure(data):
    return new_output("display_data", {"image/png": data, "text/plain": "<Figure size 40x30>"})


def display_of(text):
    return new_output("display_data", {"text/plain": text})


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which ann passed little and handed in four notebooks, and bob's are blank."""
    course = SmallCourse.at(tmp_path_factory.mktemp("small"), "hw11")
    notebooks = graded_notebooks("hw11")
    notebooks.pop("problem5_thresholds")
    first = notebooks[PROBLEM]
    judged(first, CHECK, FAILED)
    too_long = Verdict.ended(CellTimeout(60), "This cell was stopped: it ran longer than 60 s.")
    judged(first, "pca_project_2d_takes_its_axes_from_fit_to", too_long)
    cell_of(first, "fit_standardizer").source = "def fit_standardizer(X):\n    return anns_answer"
    cell_of(first, "figure").outputs = [figure(png())]
    first.cells.insert(4, new_code_cell("anns_trial()", outputs=[figure(png())]))
    first.cells.insert(5, new_markdown_cell(r"My *idea*: $\sigma_j > 0$ and $\frac{1}{n}$."))
    first.metadata.grading.update(
        stopped=[
            {"cell": "pca_project_2d_takes_its_axes_from_fit_to", "why": "It ran too long."},
            {"cell": "code cell 2", "why": "It used too much memory."},
        ],
        repaired=["The check of apply_standardizer was missing; it was put back."],
    )
    notebooks["problem2_kmeans"].metadata.grading["refused"] = "It holds <b>no</b> notebook."
    earned = ["apply_standardizer_uses_the_numbers_it_is_given"]
    course.put("ann", notebooks, earned, first_name="Ann", last_name="Ångström")
    course.put("bob", graded_notebooks("hw11"))
    course.generate()
    return course


@pytest.fixture
def pages(course):
    return course.pages("ann")


def test_every_notebook_has_a_page_and_there_is_one_to_start_from(course, pages):
    released = set(read_notebooks(ROOT / "release" / "hw11"))
    assert set(pages) == released - {"problem5_thresholds"} | {"index"}
    assert set(course.pages("bob")) == released | {"index"}


def test_the_first_page_gives_points_by_notebook_and_says_what_is_missing(pages):
    said = words(pages["index"])
    assert "Ann Ångström" in said and "4 of 100 points" in said
    assert re.search(r"Problem 1 · Principal components 4 of 20 1 of 3 passed", said)
    assert re.search(r"From a score to a decision 0 of 20 not handed in", said)
    assert "a cell did not finish" in said and "repaired before grading" in said
    assert re.search(r"k-means 0 of 20 refused", said)


def test_the_first_page_names_the_likely_mistakes(pages):
    found = re.search(
        rf'<a href="{PROBLEM}.html#{CHECK}"><code>fit_standardizer</code></a>: the average runs '
        "over the features of one event: average over the events\n",
        pages["index"],
    )
    assert found


def test_a_page_gives_points_by_function_in_words(pages):
    said = words(pages[PROBLEM])
    assert "4 of 20 points" in said
    for row in (
        "fit_standardizer every feature has its own centre and its own spread. 0 of 6 ✗ lost",
        "apply_standardizer the given centre and spread are used, feature by feature. 4 of 4 ✓",
    ):
        assert row in said
    assert "4 of 4 ✓ passed" in said


def test_a_lost_check_says_what_was_expected_what_came_and_the_likely_mistake(pages):
    said = words(pages[PROBLEM])
    assert "Expected mean = [2, 20, 5] What came mean = [5, 15.67, 6.333, 9], which is of" in said
    assert "shape (4,) and not of shape (3,) Likely mistake the average runs over" in said


@pytest.mark.parametrize(
    ("kind", "place", "shown"),
    [
        ("unwritten", "f", "replace the `raise` line."),
        ("unwritten", "f.step", "replace the `raise` line."),
        ("unwritten", "g", "Not checked, because g is not written yet."),
        ("undefined", "f", "Not checked, because f is not defined: its cell is "),
    ],
)
def test_a_check_says_what_kept_it_from_looking_at_its_function(kind, place, shown):
    cell = new_code_cell()
    cell.metadata["verdict"] = Verdict(kind, place=place, says="replace the `raise` line.").data()
    (line,) = message(cell, function="f").lines
    assert line.startswith(shown)


@pytest.mark.parametrize(
    "verdict, lines",
    [
        (
            Verdict("error", error="AssertionError"),
            ["An `assert` of the check, or of the code that it calls, does not hold."],
        ),
        (Verdict("error", error="AssertionError", says="6 is even"), ["6 is even"]),
        (Verdict("error", error="KeyError", says="'a'"), ["KeyError: 'a'"]),
        (
            Verdict("error", error="NotImplementedError", says="f is not written yet"),
            ["f is not written yet."],
        ),
        (
            Verdict("error", error="NotImplementedError", says="g is not written yet"),
            ["Not checked, because g is not written yet."],
        ),
        (
            Verdict("passed", given="1.1"),
            ["This is right, given a right 1.1, which stood in the place of yours."],
        ),
        (
            Verdict("error", error="KeyError", says="'a'", given="1.1"),
            [
                "KeyError: 'a'",
                "This is wrong, also given a right 1.1, which stood in the place of yours.",
            ],
        ),
    ],
)
def test_a_check_that_only_asserts_is_told_in_sentences(verdict, lines):
    printed = given_right(verdict.given, verdict.passed) if verdict.given else ""
    cell = new_code_cell(outputs=[new_output("stream", name="stdout", text=printed)])
    cell.metadata["verdict"] = verdict.data()
    assert list(message(cell, function="f").lines) == lines


def test_a_page_says_which_cells_did_not_finish_and_what_intake_repaired(pages):
    said = words(pages[PROBLEM])
    check = "the check of pca_project_2d: It ran too long."
    assert f"Cells that did not finish {check} a cell of your own: It used too much" in said
    assert '<a href="#code-cell-2">a cell of your own</a>' in pages[PROBLEM]
    assert re.search(r'<h3 id="code-cell-2">A cell of your own</h3>\s*.*anns_trial', pages[PROBLEM])
    assert "10 points This cell was stopped: it ran longer than 60 s." in said
    assert "Repaired before grading The check of apply_standardizer was missing" in said


def test_a_refused_notebook_says_why_and_shows_no_blank_answers(pages):
    said = words(pages["problem2_kmeans"])
    assert "This notebook was refused It holds <b>no</b> notebook." in said
    assert "assign_clusters" in said and "Your answer" not in said


def test_an_end_and_an_error_are_told_in_their_own_words(tmp_path):
    course = SmallCourse.at(tmp_path, "hw11")
    notebooks = graded_notebooks("hw11")
    syntax = "invalid syntax (<ipython-input-2-1ef0e66db7ad>, line 2); graded with Python 3.11"
    notebooks[PROBLEM].cells[3:3] = [
        new_code_cell("loop()", outputs=[error("CellTimeout", "This cell was stopped: too long.")]),
        new_code_cell("x = / 2", outputs=[error("SyntaxError", syntax)]),
        new_code_cell("many()", outputs=[figure(png())] * 31),
        new_code_cell("HTML(table)", outputs=[display_of("<IPython.core.display.HTML object>")]),
    ]
    course.put("ann", notebooks)
    said = words(course.generate("ann")[PROBLEM])
    assert "loop() This cell was stopped: too long. A cell of your own" in said
    assert "with an error. SyntaxError: invalid syntax (line 2); graded with Python 3.11" in said
    assert "1 more output is left out here." in said
    assert "HTML(table) A display of kind HTML is not kept where notebooks are graded;" in said


def test_answers_own_cells_and_figures_are_shown_where_they_stood(pages):
    page, said = pages[PROBLEM], words(pages[PROBLEM])
    places = [said.index(part) for part in ("anns_trial()", "My idea", "anns_answer")]
    assert places == sorted(places)
    assert page.count('<img src="data:image/png;base64,') == 2


def test_figures_have_words_for_those_who_cannot_see_them(pages):
    own, given = re.findall(r'<img [^>]*alt="([^"]*)"', pages[PROBLEM])
    assert own == "Figure of cell 5, made by your own code"
    assert given.startswith("Your figure, Problem 1 · Principal components, The picture. What it")
    assert "boxes centred on 0" in given


def test_formulas_are_drawn_without_a_script(pages):
    page = pages[PROBLEM]
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>n</mi></mrow></mfrac>" in page
    assert "<msub><mi>σ</mi><mi>j</mi></msub>" in page


def test_no_page_shows_another_student(course, pages):
    bobs = course.pages("bob")
    assert not any("ann" in page.lower() or "ångström" in page.lower() for page in bobs.values())
    assert not any("bob" in page for page in pages.values())


# --- What must stay secret -----------------------------------------------------------------


def test_no_line_of_a_hidden_test_is_shown_whatever_a_check_printed(tmp_path, assignment):
    course = SmallCourse.at(tmp_path, assignment)
    notebooks = graded_notebooks(assignment)
    cells = [cell for notebook in notebooks.values() for cell in grade_cells(notebook)]
    for cell in cells:
        secret = "\n".join(f"---> {line}" for line in hidden_lines(cell.source))
        failed = error("AssertionError", secret)
        failed.traceback = cell.source.split("\n")  # as stock nbgrader leaves it
        cell.outputs = [new_output("stream", name="stdout", text=secret), failed]
        if len(secret) % 2:  # as a judge leaves it
            cell.metadata["verdict"] = Verdict("error", got=secret, says=secret).data()
    anything = "".join(html.escape(cell.source) for cell in cells)
    assert found_in(f"<body>{anything}", secrets(assignment)), "this search finds nothing anywhere"
    course.put("ann", notebooks)
    for name, page in course.generate("ann", solutions_from={assignment: PAST}).items():
        assert found_in(page, secrets(assignment)) == set(), name


def test_without_a_release_the_page_shows_of_a_check_its_first_words_only(course):
    (course.root / "release").rename(course.root / "elsewhere")
    pages = course.generate("bob")
    (course.root / "elsewhere").rename(course.root / "release")
    for page in pages.values():
        assert found_in(page, secrets("hw11")) == set()
        assert "expect(" not in page
    assert "every feature has its own centre and its own spread." in pages[PROBLEM]


def test_pages_of_answers_that_cheat_show_no_line_of_a_hidden_test(course):
    """The hostile answers of the bank, with the worst that a check could say."""
    cheats = [entry for entry in entries("hw11") if entry.kind == "cheat"]
    assert cheats
    notebooks = graded_notebooks("hw11")
    for entry in cheats:
        (name,) = [name for name in notebooks if name.startswith(entry.problem)]
        for cell in grade_cells(notebooks[name]):
            cell.outputs = [error("Surprise", "\n".join(hidden_lines(cell.source)))]
        notebooks[name].cells[2:2] = [new_code_cell(source) for source in entry.cells]
    course.put("eve", notebooks)
    for page in course.generate("eve").values():
        assert found_in(page, secrets("hw11")) == set()


def test_solutions_are_shown_from_their_day_on_and_never_before(course):
    solution = "np.where(X.max(axis=0) &gt; X.min(axis=0), std, 1.0)"

    def shown(**settings):
        page = course.generate("bob", **settings)[PROBLEM]
        return solution in html.unescape(re.sub("<[^>]*>", "", page)).replace(">", "&gt;")

    assert not shown()
    assert not shown(solutions_from={"hw11": FUTURE})
    assert not shown(solutions_from={"hw12": PAST})
    assert shown(solutions_from={"hw11": PAST})
    assert not shown(), "pages follow the configuration of the day on which they are written"


def test_who_is_half_booked_is_left_out_and_named_and_the_others_get_their_pages(tmp_path):
    course = SmallCourse.at(tmp_path, "hw11")
    notebook = {PROBLEM: graded_notebooks("hw11")[PROBLEM]}
    for student in ("ada", "bob"):
        course.put(student, notebook)
    with course.gradebook() as gradebook:  # as a kill leaves it between rows and files
        keep_number(gradebook, gradebook.find_submission("hw11", "ada"), [PROBLEM])
        gradebook.db.commit()
    with pytest.raises(NbGraderException, match=r"put back: ada\. `nbgrader autograde hw11`"):
        course.generate()
    assert course.pages("ada") == {} and PROBLEM in course.pages("bob")


def test_graded_work_that_the_gradebook_does_not_know_is_named_and_ends_nothing(tmp_path, capsys):
    course = SmallCourse.at(tmp_path, "hw11")
    for student in ("ada", "bob"):
        course.put(student, {PROBLEM: graded_notebooks("hw11")[PROBLEM]})
    with course.gradebook() as gradebook:
        gradebook.remove_student("ada")
    course.generate()
    assert course.pages("ada") == {} and PROBLEM in course.pages("bob")
    said = capsys.readouterr().err
    assert "no pages for ada" in said and "autograded/<name>/hw11" in said
    assert "Traceback" not in said


def test_a_day_that_cannot_be_read_stops_with_one_clear_sentence(course):
    before = course.pages("bob")
    with pytest.raises(NbGraderException) as stop:
        course.generate("bob", solutions_from={"hw11": "15.1.2027"})
    assert "\n" not in str(stop.value)
    assert "solutions_from['hw11']" in str(stop.value) and "'15.1.2027'" in str(stop.value)
    assert course.pages("bob") == before


# --- What a person gives ----------------------------------------------------------------------


@pytest.fixture
def judged_by_hand(course):
    """Points, comments and a penalty as an instructor leaves them in the gradebook."""

    def write(points, comment, penalty):
        with course.gradebook() as gradebook:
            where = (PROBLEM, "hw11", "bob")
            gradebook.find_grade(CHECK, *where).manual_score = points
            gradebook.find_comment("fit_standardizer", *where).manual_comment = comment
            gradebook.find_submission_notebook(*where).late_submission_penalty = penalty
            gradebook.db.commit()

    yield write
    write(None, None, None)


def test_points_comments_and_penalties_of_the_instructor_are_shown(course, judged_by_hand):
    judged_by_hand(4.5, "Nearly: mind the `axis`, and $n-1$. <script>", 2)
    pages = course.generate("bob")
    said = words(pages[PROBLEM])
    assert "4.5 of 6 ◐ partly lost · points given by a person" in said
    assert "Your instructor writes Nearly: mind the axis, and n−1." in said
    assert "2.5 of 20 points Your work earned 4.5 points; 2 were taken off" in said
    assert "<script" not in pages[PROBLEM]
    start = words(pages["index"])
    assert "2.5 of 100 points Your work earned 4.5 points; 2 were taken off" in start
    assert "Principal components 2.5 of 20" in start
    assert "2 points taken off for lateness" in start and "your instructor wrote to you" in start


def at(course, due, handed_in):
    """The pages of a student who handed in at one time what was due at another."""
    with course.gradebook() as gradebook:
        assignment = gradebook.find_assignment("hw11")
        submission = gradebook.find_submission("hw11", "bob")
        assignment.duedate, submission.timestamp = due, handed_in
        gradebook.db.commit()
    return {name: words(page) for name, page in course.generate("bob").items()}


def test_late_work_says_when_it_came_and_when_it_was_due(course, judged_by_hand):
    judged_by_hand(6, None, 2)
    due, came = read_time("2026-11-30 23:59 Europe/Berlin"), read_time("2026-11-30 23:30 UTC")
    pages = at(course, due, came)
    said = (
        "Handed in on 1 December 2026 at 00:30:00 Europe/Berlin, after it was due on 30 November "
        "2026 at 23:59:00 Europe/Berlin."
    )
    assert said in pages["index"] and said in pages[PROBLEM]
    pages = at(course, due, due)
    assert "Handed in on 30 November 2026 at 23:59:00 Europe/Berlin, due on" in pages["index"]
    assert "No time of handing in is known" in at(course, due, None)["index"]
    pages = at(course, None, came)
    assert "Handed in on 30 November 2026 at 23:30:00 UTC." in pages["index"]
    assert "Handed in" not in at(course, None, None)["index"]


def test_the_first_page_is_right_when_one_notebook_is_graded_anew(course, judged_by_hand):
    course.generate("bob")
    judged_by_hand(6, None, 0)
    pages = course.generate("bob", notebook=PROBLEM)
    assert "6 of 100 points" in words(pages["index"])
    assert "k-means 0 of 20 0 of 3 passed" in words(pages["index"])
    assert "6 of 6 ✓ passed · points given by a person" in words(pages[PROBLEM])


@pytest.fixture
def waiting(course, judged_by_hand):
    """A cell of bob's that a person has still to grade."""

    def write(waits):
        with course.gradebook() as gradebook:
            grade = gradebook.find_grade(CHECK, PROBLEM, "hw11", "bob")
            grade.needs_manual_grade = waits
            gradebook.db.commit()

    write(True)
    yield
    write(False)


def test_a_grade_that_waits_for_a_person_is_not_called_lost(course, waiting):
    pages = course.generate("bob")
    said, start = words(pages[PROBLEM]), words(pages["index"])
    assert "up to 6 … to be graded by a person" in said
    assert "… to be graded by a person · up to 6 points" in said
    assert "0 of 3 passed 1 to be graded by a person" in start
    to_come = "answers that are worth 6 points are still to be graded by a person"
    assert to_come in said and to_come in start
    first = start.split("Where to look first")[1]
    assert "apply_standardizer" in first and "fit_standardizer:" not in first


def test_points_that_a_person_is_to_look_at_again_are_shown_as_they_are(
    course, waiting, judged_by_hand
):
    judged_by_hand(4.5, None, None)
    said = words(course.generate("bob")[PROBLEM])
    assert "4.5 of 6 … to be graded by a person · points given by a person" in said
    assert "4.5 of 6 points so far" in said


def test_one_point_is_not_called_points(course, judged_by_hand):
    judged_by_hand(1, None, 1)
    pages = course.generate("bob")
    start = words(pages["index"])
    for said in (start, words(pages[PROBLEM])):
        assert "Your work earned 1 point; 1 was taken off because it came late." in said
    assert "1 point taken off for lateness" in start and "1 points" not in start


def test_an_answer_that_a_person_grades_says_what_it_is():
    made = functools.partial(OwnCell, source="", outputs=[])
    waits, blank = Grade(0, 3, waiting=True), Grade(0, 3)
    assert made("text", grade=waits).claim == "your own words"
    assert made("code", grade=waits).claim == "your own code"
    assert made("code", grade=Grade(0, 3, by_hand=True)).claim == "your own code"
    assert made("text", grade=blank).claim == "left as it was handed out"


def test_nothing_that_was_handed_in_beside_the_notebooks_lies_among_the_pages(course):
    folder = course.root / "autograded" / "bob" / "hw11"
    (folder / "sub").mkdir()
    (folder / "checks.py").write_text("pass")
    for name in ("index.html", f"{PROBLEM}.html", "free_points.html", "sub/more.html"):
        (folder / name).write_text("<script>alert(1)</script>")
        (folder / name).chmod(0o444)
    (folder / "timestamp.txt").write_text("2026-11-02 12:00:00 UTC")
    pages = course.generate("bob")
    found = {path.name for path in (course.root / "feedback" / "bob" / "hw11").iterdir()}
    assert found == {f"{name}.html" for name in pages} | {"timestamp.txt"}
    assert "free_points" not in pages
    assert not any("alert" in page for page in pages.values())


def test_pages_are_released_through_the_exchange_by_the_names_of_notebooks(
    course, tmp_path, capsys
):
    folder = course.root / "autograded" / "bob" / "hw11"
    (folder / "timestamp.txt").write_text("2026-11-02 12:00:00 UTC")
    (folder / "submission_secret.txt").write_text("secret")
    pages = course.generate("bob")
    config = course.configured()
    config.Exchange.root = str(tmp_path)
    # The work of all others came another way.
    elsewhere = sorted({path.parent.name for path in course.root.glob("feedback/*/hw11")} - {"bob"})
    assert elsewhere
    ReleaseFeedback(coursedir=course.directory(config), config=config).start()
    said = capsys.readouterr()
    assert said.out == "hw11: pages of 1 student are in the exchange.\n"
    assert f"is not returned by it: {', '.join(elsewhere)}. Give these" in said.err
    (folder,) = tmp_path.glob("*/feedback")
    for name, page in pages.items():
        checksum = notebook_hash(secret="secret", notebook_id=name)
        assert (folder / f"{checksum}.html").read_text() == page


def test_formgrader_writes_the_same_pages_and_shows_what_is_wrong(course):
    config = course.configured()
    api = NbGraderAPI(course.directory(config), config=config)
    expected = course.generate("bob")
    assert api.generate_feedback("hw11", "bob")["success"]
    assert course.pages("bob") == expected
    config.FeedbackExporter.solutions_from = {"hw11": "soon"}
    result = NbGraderAPI(course.directory(config), config=config).generate_feedback("hw11", "bob")
    assert not result["success"] and "expected a day such as" in result["error"]
    assert course.pages("bob") == expected


# --- Outputs of every kind and size ----------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The page of a notebook that holds all payloads."""
    course = SmallCourse.at(tmp_path_factory.mktemp("hostile"), "hw11")
    notebooks = graded_notebooks("hw11")
    notebooks[PROBLEM].cells[3:3] = payloads.cells("http://127.0.0.1:9")
    notebooks[PROBLEM].metadata.grading["repaired"] = list(payloads.HTML.values())
    everything = "\n".join(payloads.HTML.values())
    judged(notebooks[PROBLEM], CHECK, Verdict("wrong", likely=everything, says=everything))
    course.put("eve", notebooks, first_name="<script>", last_name='"><img onerror=x>')
    return course.generate("eve")[PROBLEM]


def test_nothing_in_a_hostile_page_can_act(hostile):
    tags = Tags(hostile)
    assert not tags.named("script", "iframe", "object", "embed", "form", "input", "base", "video")
    assert len(tags.named("style")) == len(tags.named("html")) == len(tags.named("main")) == 1
    assert not tags.named("link", "template", "mglyph", "annotation-xml", "use", "animate")
    links = ["#", *(f"{name}.html" for name in ("index", *graded_notebooks("hw11")))]
    for tag, attributes in tags.found:
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert not {"style", "srcset", "ping", "action", "srcdoc"} & set(attributes), attributes
        assert attributes.get("href", "#").startswith(tuple(links)), attributes
        assert attributes.get("src", "data:image/png;base64,").startswith("data:image/")


def test_a_policy_forbids_scripts_and_the_network_and_allows_this_style_alone(hostile):
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', hostile)
    (style,) = re.findall(r"<style>(.*?)</style>", hostile, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in html.unescape(policy).split(";"))
    assert rules == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert hostile.index("Content-Security-Policy") < hostile.index("<style>")


def test_endless_outputs_leave_a_page_that_opens(course):
    notebooks = graded_notebooks("hw11")
    endless = [
        new_output("stream", name="stdout", text="line\n" * 2_000),
        new_output("stream", name="stderr", text="x" * 20_000),
    ]
    cells = [new_code_cell(f"print({number})", outputs=[*endless]) for number in range(40)]
    cells[0].outputs += [figure(png(600, 600, noise=True)) for _ in range(30)]
    notebooks[PROBLEM].cells[3:3] = [*cells, new_markdown_cell("# deep\n" + ">" * 9_000)]
    course.put("eve", notebooks)
    page = course.generate("eve")[PROBLEM]
    assert len(page) < 12_000_000
    assert "lines are left out here" in page and "letters are left out here" in page
    assert "outputs are left out here" in page and "would become too large" in page
    assert "Check of <code>pca_project_2d</code>" in page


# --- Readable for everybody ------------------------------------------------------------------


def test_pages_have_a_language_one_first_heading_and_no_gap_between_headings(pages, hostile):
    for page in (*pages.values(), hostile):
        tags = Tags(page)
        (root,) = tags.named("html")
        assert root["lang"] == "en"
        levels = [int(tag[1]) for tag, _ in tags.found if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


def test_pictures_tables_and_regions_say_what_they_are(pages, hostile):
    for page in (*pages.values(), hostile):
        tags = Tags(page)
        assert all(image["alt"].strip() and image["width"] for image in tags.named("img"))
        homework = [cell for cell in tags.named("th") if "scope" in cell]
        assert {cell["scope"] for cell in homework} == {"col", "row"}
        assert all(region["aria-label"] for region in tags.named("pre") if "role" in region)
        assert tags.named("meta")[1:2] and "width=device-width" in page


def test_every_link_leads_somewhere(course):
    for student in ("ann", "bob"):
        course.generate(student)
        pages = course.pages(student)
        tags = {f"{name}.html": Tags(page) for name, page in pages.items()}
        ids = {
            name: [attributes["id"] for _, attributes in found.found if "id" in attributes]
            for name, found in tags.items()
        }
        assert all(len(names) == len(set(names)) for names in ids.values())
        for name, found in tags.items():
            for link in found.named("a"):
                file, _, anchor = link["href"].partition("#")
                assert not anchor or anchor in ids[file or name], link
                assert (file or name) in tags, link


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast of two colours as the Web Content Accessibility Guidelines define it."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_of_words_is_readable_on_every_colour_behind_words():
    css = (TEMPLATES / "style.css").read_text()
    named = dict(re.findall(r"--(\w+): (#\w{6});", css))
    used = {"color": set(), "background": set()}
    for what, value in re.findall(r"(?<![\w-])(color|background):([^;}]*)", css):
        used[what] |= set(re.findall(r"var\(--(\w+)\)", value))
    text, behind = used.values()
    assert {"ink", "quiet", "blue", "anomaly"} <= text and {"paper", "soft", "warm"} <= behind
    assert not re.search(r"(?<![\w-])(color|background): (?!var\(|light)", css), "a nameless colour"
    for front in text:
        for back in behind:
            assert contrast(named[front], named[back]) >= 4.5, (front, back)


def test_the_colours_of_pages_are_those_of_the_figures():
    css = (TEMPLATES / "style.css").read_text()
    preamble = locked_cells(read_notebooks(ROOT / "source" / "hw11")[PROBLEM])[0].source
    normal, anomaly = re.search(r'NORMAL, ANOMALY = "(#\w+)", "(#\w+)"', preamble).groups()
    assert f"--normal: {normal};" in css and f"--anomaly: {anomaly};" in css


@pytest.fixture
def vast(tmp_path):
    """A page of what would be 14,500 million pixels, had the notebook its will."""
    course = SmallCourse.at(tmp_path, "hw11")
    notebooks = graded_notebooks("hw11")
    drawn = drawn_png(5000, 5000)
    attached = {"a.png": {"image/png": drawn}}
    notebooks[PROBLEM].cells[3:3] = [
        *[new_code_cell("show()", outputs=[figure(drawn)] * 30) for _ in range(9)],
        *[new_markdown_cell("![](attachment:a.png)", attachments=attached) for _ in range(310)],
    ]
    course.put("ann", {PROBLEM: notebooks[PROBLEM]})
    return course


def test_a_page_has_no_more_pixels_than_a_browser_can_draw(vast):
    page = vast.generate("ann")[PROBLEM]
    shown = [int(tag["width"]) * int(tag["height"]) for tag in Tags(page).named("img")]
    assert sum(shown) == 100_000_000
    assert words(page).count("A picture is left out here") == 9 * 30 + 310 - 4


def test_a_course_may_allow_a_page_fewer_pixels():
    found = pictures.read("image/png", drawn_png(20, 10))
    for limits in (Limits(picture_pixels=199), Limits(notebook_pixels=300)):
        room = RoomOnPage(limits)
        shown = [picture_output(found, "", room).kind for _ in range(2)]
        assert shown == ["picture" if limits.picture_pixels > 199 else "note", "note"]


def test_a_page_says_how_many_cells_it_leaves_out(tmp_path):
    course = SmallCourse.at(tmp_path, "hw11")
    notebooks = graded_notebooks("hw11")
    notebooks[PROBLEM].cells[3:3] = [new_code_cell("pass") for _ in range(5000)]
    stops = [{"cell": f"code cell {n}", "why": "This cell was not run."} for n in range(5000)]
    notebooks[PROBLEM].metadata.grading.update(stopped=stops)
    course.put("ann", {PROBLEM: notebooks[PROBLEM]}, earned=[CHECK])
    page = course.generate("ann")[PROBLEM]
    assert re.search(r"4\d\d\d more cells of yours are left out here", words(page))
    assert "The same is true of 4980 more cells." in words(page)
    assert len(page) < 1_500_000


def test_texts_that_are_made_to_be_slow_are_shown_as_they_were_typed(tmp_path):
    course = SmallCourse.at(tmp_path, "hw11")
    notebooks = graded_notebooks("hw11")
    slow = ["\\\\[" * 3300, "_>1. \\\\[" * 1300]
    notebooks[PROBLEM].cells[3:3] = [
        *[new_markdown_cell(f"{text}{n}") for n in range(20) for text in slow],
        *[new_code_cell(f"{n}" + "  \n" * 5000 + "*" * 14_000) for n in range(20)],
    ]
    course.put("ann", {PROBLEM: notebooks[PROBLEM]})
    assert harmless.AS_TYPED in course.generate("ann")[PROBLEM]
