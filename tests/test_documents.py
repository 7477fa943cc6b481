"""Limits and numbers that the documents tell are those of the code, and none goes untested."""

import re

import pytest

from benchmarks import classes, scaling_page
from grading.adapters.execute import JudgedExecute
from grading.adapters.late import LatePenalty
from grading.adapters.passback import Passback
from grading.adapters.watch import WatchSubmitted
from grading.cluster import connection, shifts
from grading.collect import archives
from grading.course.notebooks import ROOT, assignments, read_notebooks
from grading.engine import clocks, judge, pool, remote, run, sandbox, users
from grading.engine.limits import Limits
from grading.intake import reading
from grading.lti.connection import ASSERTION
from grading.lti.connection import MOST_PAUSE as PAUSE
from grading.outputs import harmless
from grading.outputs.formgrader import MOST_TEXT
from grading.outputs.reader import FOR_ALL, FOR_ONE
from grading.records.patience import PATIENCE
from grading.terminal import MOST_NAMES

WORDS = ["no", "a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
TIMES = {2: "twice", 3: "three times"}
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: Those that are not on one problem, by their paths in `docs/`; README.md is the course's own.
DOCUMENTS = {
    page.relative_to(ROOT).as_posix().removeprefix("docs/"): page.read_text()
    for page in reversed(PAGES)
    if page.parent.name not in ("teaching", "coverage")
}


def megabytes(size):
    assert size % reading.MB == 0
    return f"{size // reading.MB} MB"


def words(number):
    return WORDS[int(number)]


def default(kind, name):
    """The default of a setting, which a line of config changes."""
    return kind.class_traits()[name].default_value


CELL, NOTEBOOK = default(JudgedExecute, "cell_time"), default(JudgedExecute, "notebook_time")
AHEAD = pool.Pool(workers=2).ahead - 1
LETTERS = round(remote.LONGEST_NAME + remote.LONGEST_LINE, -2)


def size_of_machine(assignment, students):
    """A row of what a class of this size took; on disk each student as in the largest looked at."""
    found = [one for one in classes.read() if (one.assignment, one.workers) == (assignment, 2)]
    (one,) = [one for one in found if one.students == students]
    looked_at = max((one for one in found if one.written), key=lambda one: one.students)
    disk = (looked_at.disk + looked_at.written) * students / looked_at.students
    return (
        f"| {assignment.removeprefix('hw')} | {students} | {one.marks:.0f} s | {one.pages:.0f} s | "
        f"{one.memory:.0f} MB | {disk:.0f} MB |"
    )


def disk_of_packages():
    """What `.ci/venv` asks for, without and with CUDA."""
    script = (ROOT / ".ci" / "venv").read_text()
    return (
        re.search(r"needed_mb=(\d+)", script)[1],
        re.search(r"or (\d+) MB where pip", script)[1],
    )


#: What a document says, made of the code's own numbers.
SAID = [
    *(
        ("administrators.md", size_of_machine(assignment, students))
        for assignment, students in (("hw11", 100), ("hw11", 300), ("hw12", 12))
    ),
    (
        "administrators.md",
        "take up to {} MB, or {} MB where pip chooses torch".format(*disk_of_packages()),
    ),
    ("administrators.md", f"`c.Limits.memory` ({default(Limits, 'memory') >> 20} MiB)"),
    ("administrators.md", f"at least {users.FEW} numbers for this user"),
    ("scaling.md", scaling_page.of_classes(classes.read())),
    ("scaling.md", scaling_page.on_paper(classes.read(), "hw11")),
    ("grading.md", f"A cell may run {CELL} s and a notebook {NOTEBOOK} s"),
    ("collecting.md", f"the {megabytes(archives.MOST_BYTES)} or {run.MOST_FILES} files of all"),
    ("grading.md", f"each line names up to {MOST_NAMES} students"),
    ("grading.md", f"is waited for, up to {words(PATIENCE / 60)} minute."),
    (
        "grading.md",
        f"nothing of it has changed for {default(WatchSubmitted, 'still'):g} s (`--still`)",
    ),
    (
        "grading.md",
        f"of a student lie {default(WatchSubmitted, 'pause'):g} minutes (`--pause`)",
    ),
    ("learning_platforms.md", f"it asks, for up to {words(PAUSE / 60)} minutes."),
    ("security.md", f"each of which holds {words(ASSERTION / 60)} minutes and once"),
    ("cluster.md", f"the next one waits up to {words(connection.AFTER_A_KILL / 60)} minute."),
    ("security.md", f"judges {shifts.LEASE} s after the scheduler has last counted on"),
    ("security.md", f"After {run.MOST_RESTARTS} restarts of Python"),
    ("security.md", f"a limit on addresses, {sandbox.ADDRESSES} times that on memory"),
    ("security.md", f"does not count as the cell's, up to {TIMES[clocks.STARVED]} its limit"),
    ("security.md", f"waited for more than {TIMES[clocks.STARVED]} their limit"),
    ("security.md", f"for at most about {TIMES[clocks.STARVED + 1]} `notebook_time`"),
    ("security.md", f"after {words(FOR_ONE)} second for one text or {words(FOR_ALL)} for a page"),
    ("security.md", f"a text of more than {MOST_TEXT:,} letters in formgrader"),
    ("security.md", f"in formgrader, or {harmless.MOST_MARKDOWN:,} in feedback"),
    ("security.md", f"needs up to 20 seconds more, for {reading.MOST_CELLS:,} cells"),
    ("security.md", f"it may hold {words(run.MOST_SANDBOXES)} sandboxes with `c.Limits.memory`"),
    ("security.md", f"up to {words(AHEAD)} of the next notebooks are already at work"),
    ("security.md", f"of a hidden question a message keeps {judge.LONGEST_GOT} letters"),
    ("security.md", f"own error keeps up to about {LETTERS} letters and its line"),
]
#: Numbers that were measured, or that follow from no constant: with where they come from.
MEASURED = [
    r"Working time: \d+ hours\.",  # compared below, with the table above it
    r"13 times sooner than with stock nbgrader, and 8 times sooner",  # make bench, scaling.md
    r"^\| \| homework 11, \d+ students, marks \| homework 12, \d+ students, marks and pages \|",
    r"^\| (from scratch|again, nothing new|whose points would move|booked after that) .*$",
    r"What is kept for that takes .* figures\.",  # benchmarks.changed_check, as the table above it
    r"^\| (homework \d+, \d+ students × 5 notebooks|one student alone|each further student) .*$",
    r"A fresh kernel answers .*than stock\.",  # make bench, as the table above it
    r"nbgrader needs up to 20 seconds",  # to write down a notebook as large as it may be
    r"about 30 numbers for each",  # what a message of a failed check may hold
    r"Moodle before version 4 names",
]
UNITS = (
    r"MB|MiB|GB|s|seconds?|minutes?|hours?|files?|folders|letters|characters|cells|pixels|"
    r"students?|numbers?|restarts|bytes|processes|names|times|submissions|sandboxes|days?|levels"
)
NUMBER = re.compile(rf"(?<![\w.])\d[\d.,]* ?({UNITS})\b")


def test_the_oldest_python_is_the_one_that_the_setup_asks_for():
    major, minor = re.search(
        r"sys\.version_info < \((\d+), (\d+)\)", (ROOT / ".ci" / "venv").read_text()
    ).groups()
    assert f"Python {major}.{minor} or newer" in DOCUMENTS["README.md"]


@pytest.mark.parametrize(("document", "sentence"), SAID)
def test_a_document_tells_the_limit_that_the_code_has(document, sentence):
    assert sentence in DOCUMENTS[document]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_number_with_a_unit_is_compared_or_known_to_be_measured(document):
    text = DOCUMENTS[document]
    known = [re.escape(sentence) for name, sentence in SAID if name == document] + MEASURED
    spans = [found.span() for part in known for found in re.finditer(part, text, re.MULTILINE)]
    unknown = [
        text[found.start() - 40 : found.end() + 40]
        for found in NUMBER.finditer(text)
        if not any(start <= found.start() and found.end() <= end for start, end in spans)
    ]
    assert unknown == []


def anchors(path):
    """The places of a page that links may name, as GitHub makes them of its headings."""
    headings = re.findall(r"(?m)^#+ (.+)$", path.read_text())
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page):
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if "://" not in link and not (
            target.exists() and (not anchor or anchor in anchors(target))
        ):
            lost.append(link)
    assert lost == []


def test_every_page_is_in_the_list_of_pages():
    listed = (ROOT / "docs" / "README.md").read_text()
    pages = sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md")
    assert [name for name in pages if f"]({name})" not in listed] == []


def test_settings_in_the_documents_are_there_and_have_the_kind_of_value_that_is_shown():
    kinds = {kind.__name__: kind for kind in (Limits, JudgedExecute, LatePenalty, Passback)}
    named = {
        (kind, name, value)
        for text in DOCUMENTS.values()
        for kind, name, value in re.findall(r"\bc\.(\w+)\.(\w+)(?: = ([\w.]+(?: << \d+)?))?", text)
        if kind in kinds
    }
    assert len(named) >= 10
    for kind, name, value in named:
        trait = kinds[kind].class_traits(config=True)[name]
        trait.validate(kinds[kind](), eval(value)) if value else trait


def test_every_limit_says_what_it_limits():
    assert all(trait.help for trait in Limits.class_traits(config=True).values())


@pytest.mark.parametrize("name", assignments())
def test_points_and_minutes_of_each_problem_are_those_of_its_notebook(name):
    section = DOCUMENTS["README.md"].split(f"### Homework {name.removeprefix('hw')} ")
    if len(section) == 1:
        pytest.skip(f"the README has no table of {name}")
    rows = re.findall(r"^\| (\d) [^|]+\|.*\| (\d+) \| (\d+) \|$", section[1].split("###")[0], re.M)
    notebooks = read_notebooks(ROOT / "source" / name)
    assert len(rows) == len(notebooks)
    for (number, points, minutes), (stem, notebook) in zip(rows, notebooks.items(), strict=True):
        graded = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
        assert stem.startswith(f"problem{number}_")
        assert f"{points} points, about {minutes} minutes" in notebook.cells[0].source
        assert int(points) == sum(cell.get("points", 0) for cell in graded if cell.grade)
    hours = round(sum(int(minutes) for _, _, minutes in rows) / 60)
    assert f"Working time: {hours} hours." in section[1].split("###")[0]
