"""An instructor in formgrader, in a real browser: from generating an assignment to feedback."""

import re
import shutil

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from examples.students import ANSWERS, hand_in
from grading.course.answers import AnswerFile, fill_in
from grading.course.notebooks import assignments
from tests.axe import barriers
from tests.browser import open_page, picture
from tests.course import Course
from tests.homeworks import needs
from tests.jupyter import jupyterlab
from tests.own_course import in_words, write
from tests.test_turns import SOMEBODY, somebody_at_work

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.slow

PROBLEM = "problem1_pca"
CHECK = "pca_project_2d_takes_its_axes_from_fit_to"


#: What bob also hands in: whatever of it a browser obeys sets `window.ran`.
HOSTILE_TEXT = """<script>window.ran = 1</script> <img src="x" onerror="window.ran = 2">
[an honest link](javascript:window.ran=3) and $a <img src="x" onerror="window.ran=4"> b$"""
HOSTILE_CODE = """from IPython.display import HTML, Javascript, display
display(Javascript("window.ran = 5"), HTML("<img src='x' onerror='window.ran = 6'>"))
display({"image/png": "x"}, raw=True, metadata={"image/png": {"width": "1 onerror=window.ran=7"}})
HTML("<script>window.ran = 8</script><iframe src='javascript:parent.ran = 9'></iframe>")"""


#: An assignment with an answer in words, its rubric, and a comment that is ready for it.
PAGE = """# Why

## Rubric of `why`

| points | for |
| --- | --- |
| 1½ | the *reason* |
| 1 | its size |
"""
READY = """[[comment]]
name = "number missing"
text = "Say how large it is."
"""


def write_answer_in_words(course):
    """Add this assignment, with what ada has handed in."""
    cell = in_words("why", "It is so.", points=3)
    write(course.root / "source" / "ps1" / "words.ipynb", cell)
    write(course.root / "submitted" / "ada" / "ps1" / "words.ipynb", cell)
    (course.root / "docs" / "teaching").mkdir(parents=True)
    (course.root / "docs" / "teaching" / "ps1_words.md").write_text(PAGE)
    (course.root / "comments.toml").write_text(READY)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one assignment, not yet generated, and two submissions."""
    needs("hw11")
    course = Course.copy_to(tmp_path_factory.mktemp("instructor"))
    shutil.rmtree(course.root / "release")
    for other in set(assignments()) - {"hw11"}:
        shutil.rmtree(course.root / "source" / other)
    write_answer_in_words(course)
    for student, entry in (("ada", "right_covariance"), ("bob", "wrong_ignores_fit_to")):
        cells = AnswerFile(ANSWERS / "hw11" / "problem1" / f"{entry}.py").cells
        name, notebook = fill_in("hw11", "problem1", cells)
        if student == "bob":
            notebook.cells += [new_markdown_cell(HOSTILE_TEXT), new_code_cell(HOSTILE_CODE)]
        hand_in(course.root / "submitted", student, "hw11", {name: notebook})
    return course


@pytest.fixture(scope="module")
def server(course, tmp_path_factory):
    with jupyterlab(course.root, tmp_path_factory.mktemp("home") / "instructor") as address:
        yield address


class Formgrader:
    """The formgrader tab of JupyterLab."""

    def __init__(self, page, address):
        self.page = page
        page.goto(f"{address}/lab")
        page.get_by_role("menuitem", name="Nbgrader").click()
        page.get_by_role("menuitem", name="Formgrader", exact=True).click()
        self.frame = page.frame_locator("iframe").first

    def go_to(self, *links):
        """Follow links by their words."""
        for link in links:
            self.frame.get_by_role("link", name=link, exact=True).first.click()

    def open_submission(self, assignment, problem, student):
        """Open what a student handed in for one problem."""
        self.go_to("Manual Grading", assignment, problem)
        self.row(student).locator(".glyphicon-eye-open").click()
        self.go_to(student)
        # Fields are filled in when the grades are there.
        expect(self.field(CHECK)).to_have_attribute("placeholder", re.compile("."))

    def field(self, name):
        """A field of a submission by its id."""
        return self.frame.locator(f"[id={name}]")

    def row(self, name):
        """The row of the table that is about an assignment or a student."""
        return self.frame.get_by_role("row").filter(has_text=name)

    def press(self, name, button, picture_name):
        """Press a button of a row; returns what the box says that follows, and closes it."""
        self.row(name).locator(f".{button} a").click()
        box = self.frame.locator(".modal")
        # A trial waits until the box stands still.
        box.get_by_role("button", name="OK").click(trial=True)
        picture(self.page, picture_name)
        text = box.inner_text()
        box.get_by_role("button", name="OK").click()
        box.wait_for(state="detached")
        return text

    def type(self, field, text, saved):
        """Fill in a field of a submission, and wait until the server has it."""
        with self.page.expect_response(
            lambda answer: saved in answer.url and answer.request.method == "PUT"
        ) as answer:
            self.field(field).fill(text)
            self.page.keyboard.press("Tab")
        assert answer.value.ok


@pytest.fixture(scope="module")
def formgrader(browser, server):
    return Formgrader(open_page(browser), server)


def test_formgrader_opens_without_a_warning_and_generates(formgrader, course):
    expect(formgrader.row("hw11")).to_contain_text("draft")
    picture(formgrader.page, "instructor_1_opened")
    assert formgrader.frame.locator(".alert:visible").all_inner_texts() == []
    said = formgrader.press("hw11", "assign", "instructor_2_generated")
    assert "Successfully created the student version of 'hw11'" in said
    assert len(list((course.root / "release" / "hw11").glob("*.ipynb"))) == 5


def test_an_instructor_grades_and_returns_feedback(formgrader, course):
    # While somebody grades on the command line, formgrader says so and does nothing.
    formgrader.row("hw11").get_by_role("link", name="2").click()
    with somebody_at_work(course):
        said = formgrader.press("ada", "autograde", "instructor_3_must_wait")
        assert f"{SOMEBODY}\nis at work on this course. Nothing was changed" in said
    for student in ("ada", "bob"):
        said = formgrader.press(student, "autograde", f"instructor_4_graded_{student}")
        assert f"Successfully autograded 'hw11' for student '{student}'" in said
    expect(formgrader.row("ada")).to_contain_text("20 / 100")
    picture(formgrader.page, "instructor_5_class")

    formgrader.open_submission("hw11", PROBLEM, "bob")
    formgrader.type(CHECK, "4", saved="/api/grade/")
    formgrader.type("pca_project_2d-comment", "Half right: read fit_to.", saved="/api/comment/")
    picture(formgrader.page, "instructor_6_by_hand")
    assert course.scores("hw11", "bob")[CHECK] == (4, 10)

    formgrader.go_to("Manual Grading", "Manage Assignments")
    said = formgrader.press("hw11", "generate-feedback", "instructor_7_feedback")
    assert "Successfully generated feedback of 'hw11'" in said
    pages = [page.read_text() for page in (course.root / "feedback" / "bob").rglob("*.html")]
    assert any("Half right: read fit_to." in page for page in pages)
    assert sum(earned for earned, _ in course.scores("hw11", "ada").values()) == 20


def test_points_by_hand_outlive_grading_on_the_command_line(formgrader, course):
    assert course.run("autograde", "hw11", "--student=bob", "--force").returncode == 0
    formgrader.open_submission("hw11", PROBLEM, "bob")
    expect(formgrader.field(CHECK)).to_have_value("4")
    expect(formgrader.field("pca_project_2d-comment")).to_have_value("Half right: read fit_to.")


def test_nothing_that_a_student_wrote_runs_in_formgrader(formgrader):
    formgrader.open_submission("hw11", PROBLEM, "bob")
    formgrader.frame.locator("#notebook-container").get_by_text("an honest link").click()
    picture(formgrader.page, "instructor_8_hostile")
    for frame in formgrader.page.frames:
        assert frame.evaluate("window.ran") is None


def test_nobody_is_shut_out_of_formgrader(browser, server, course):
    page = open_page(browser)
    with Gradebook(course.gradebook) as gradebook:
        submission = gradebook.find_submission_notebook(PROBLEM, "hw11", "ada").id
    for place in (
        "manage_submissions/hw11",
        "manage_students",
        "gradebook/hw11",
        f"gradebook/hw11/{PROBLEM}",
        f"submissions/{submission}/",
    ):
        page.goto(f"{server}/formgrader/{place}")
        page.wait_for_load_state("networkidle")
        assert barriers(page) == [], place
    page.close()


def test_the_keyboard_and_a_screen_reader_find_every_control_of_formgrader(browser, server):
    page = open_page(browser)
    page.goto(f"{server}/formgrader/manage_assignments")
    page.get_by_role("link", name="Edit: hw11").press("Enter")
    form = page.get_by_role("dialog", name="Editing hw11")
    expect(form.get_by_label("Due date (optional)")).to_be_visible()
    assert barriers(page) == []
    form.get_by_role("button", name="Cancel").press("Enter")
    page.get_by_role("link", name="Manual Grading").press("Enter")
    for link in ("hw11", PROBLEM):
        page.get_by_role("link", name=link, exact=True).press("Enter")
    page.get_by_role("link", name="Submission #1").press("Enter")
    expect(page.get_by_label(f"Points for {CHECK}")).to_be_visible()
    page.get_by_role("button", name="Show the student's name").press("Enter")
    expect(page.get_by_role("link", name=re.compile("ada|bob"))).to_be_visible()
    expect(page.get_by_role("link", name="← Prev")).not_to_have_attribute("tabindex", "-1")
    page.close()


def slow_down(page):
    """Let every answer of the server take its time."""
    network = page.context.new_cdp_session(page)
    slow = {"latency": 300, "downloadThroughput": -1, "uploadThroughput": -1, "offline": False}
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", slow)


def test_a_rubric_and_ready_comments_fill_in_what_the_gradebook_keeps(formgrader, course):
    for command in ("generate_assignment", "autograde"):
        assert course.run(command, "ps1").returncode == 0
    formgrader.go_to("Manual Grading", "ps1", "words")
    formgrader.row("ada").locator(".glyphicon-eye-open").click()
    formgrader.go_to("ada")
    page = formgrader.frame
    points, comment = page.get_by_label("Points for why"), page.get_by_label("Comment on why")
    reason = page.get_by_role("button", name="1½ the reason")
    size = page.get_by_role("button", name="1 its size")
    expect(reason).to_be_enabled()
    slow_down(formgrader.page)  # clicks are faster than what is saved
    page.get_by_label("Ready comments").select_option("number missing")
    reason.click()
    size.press("Enter")
    page.get_by_role("button", name="Insert").click()
    said = "* 1½: the *reason*\n* 1: its size\n\nSay how large it is."
    expect(comment).to_have_value(said)
    expect(points).to_have_value("2.5")
    picture(formgrader.page, "instructor_9_rubric")
    # A line that was changed by hand stays, and the button of it is free again.
    formgrader.type("why-comment", said.replace("the *reason*", "a reason"), saved="/api/comment/")
    expect(reason).to_have_attribute("aria-pressed", "false")
    with formgrader.page.expect_response(lambda answer: "/api/grade/" in answer.url):
        size.click()
    expect(points).to_have_value("1.5")
    expect(comment).to_have_value("* 1½: a reason\n\nSay how large it is.")
    assert course.scores("ps1", "ada") == {"why": (1.5, 3)}
