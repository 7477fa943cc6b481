"""Due dates and times of handing in on their way through nbgrader's own commands."""

import http.cookiejar
import importlib
import inspect
import json
import sys
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from grading.adapters.forms import PAGES, SCRIPT, show_refusals
from grading.intake.duedates import due_dates
from grading.times import EXPECTED
from tests.browser import chromium, open_page
from tests.jupyter import jupyterlab
from tests.own_course import ASSIGNMENT, OwnCourse
from tests.tiny import POINTS, TINY, hand_in, tiny_course

LATE = """
from grading.adapters.late import LatePenalty
c.AssignLatePenalties.plugin_class = LatePenalty
"""
DUE = datetime(2026, 11, 30, 23)
IS_DUE = f"{ASSIGNMENT} is due 2026-11-30 23:00:00 UTC"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose gradebook knows the name of one assignment."""
    course = OwnCourse.at(tmp_path_factory.mktemp("dates"))
    assert course.run("db", "assignment", "add", ASSIGNMENT).returncode == 0
    return course


@pytest.fixture
def gradebook(course):
    with Gradebook(course.gradebook) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=None)
        yield gradebook


def due(course):
    """All due dates, by assignment."""
    with Gradebook(course.gradebook) as gradebook:
        return {assignment.name: assignment.duedate for assignment in gradebook.assignments}


def told(course):
    with Gradebook(course.gradebook) as gradebook:
        return list(due_dates(gradebook, ASSIGNMENT, ["ada"]))


def add(course, date):
    return course.run("db", "assignment", "add", ASSIGNMENT, f"--duedate={date}")


def test_the_command_that_sets_a_due_date_reads_it_as_it_is_meant(course, gradebook):
    assert add(course, "2026-12-01 00:00 +0100").returncode == 0
    assert due(course) == {ASSIGNMENT: DUE}
    assert told(course) == [f"{IS_DUE} (2026-12-01 00:00:00 +01:00)."]
    assert add(course, "2026-12-01 00:00 Europe/Berlin").returncode == 0
    assert due(course) == {ASSIGNMENT: DUE}
    assert told(course) == [f"{IS_DUE} (2026-12-01 00:00:00 Europe/Berlin)."]


@pytest.mark.parametrize("date", ["2026-11-30 11:59 PM", "30.11.2026", "2026-11-30 14:30 PST"])
def test_a_due_date_that_could_be_misread_is_refused_and_nothing_is_written(
    course, gradebook, date
):
    said = add(course, date)
    assert said.returncode == 1
    (line,) = said.stdout.strip().split("\n")
    assert line.startswith(EXPECTED) and f"found “{date}”" in line
    assert due(course) == {ASSIGNMENT: None}


def test_without_a_gradebook_a_refused_due_date_makes_none(tmp_path):
    course = OwnCourse.at(tmp_path)
    assert add(course, "tomorrow").returncode == 1
    assert not (tmp_path / "gradebook.db").exists()


def test_of_a_file_with_one_wrong_due_date_nothing_is_imported(course, gradebook):
    path = course.root / "dates.csv"
    path.write_text(f"name, duedate\n{ASSIGNMENT},2026-12-01 00:00 +0100\nps2,03.12.2026 10:00\n")
    said = course.run("db", "assignment", "import", "dates.csv")
    assert said.returncode == 1
    (line,) = said.stdout.strip().split("\n")
    assert line.startswith(f"dates.csv, line 3: {EXPECTED}")
    assert due(course) == {ASSIGNMENT: None}
    path.write_text(f"name,duedate\n{ASSIGNMENT},2026-12-01 00:00 Europe/Berlin\n")
    assert course.run("db", "assignment", "import", "dates.csv").returncode == 0
    assert due(course) == {ASSIGNMENT: DUE}
    assert "Europe/Berlin" in told(course)[0]


def test_the_abbreviation_of_the_configured_zone_is_read(tmp_path):
    course = OwnCourse.at(tmp_path, '\nc.Exchange.timezone = "Europe/Berlin"\n')
    assert add(course, "2026-12-01 00:00 CET").returncode == 0
    assert add(course, "2026-07-01 00:00 CET").returncode == 1
    assert due(course) == {ASSIGNMENT: DUE}


def test_a_wrong_setting_ends_a_command_that_has_no_use_for_it(tmp_path):
    course = OwnCourse.at(tmp_path, '\nc.Exchange.timezone = "Europe/Berln"\n')
    said = add(course, "2026-12-01 00:00 +0100")
    assert said.returncode == 1 and "c.Exchange.timezone cannot be used: expected" in said.stdout
    assert not (tmp_path / "gradebook.db").exists()


def test_a_zone_is_not_shown_where_somebody_has_changed_the_date_since(course, gradebook):
    add(course, "2026-12-01 00:00 Europe/Berlin")
    assignment = gradebook.find_assignment(ASSIGNMENT)
    assignment.duedate = DUE + timedelta(days=1)  # by another program: nothing of ours hears of it
    gradebook.db.commit()
    assert told(course) == [f"{ASSIGNMENT} is due 2026-12-01 23:00:00 UTC."]
    assignment.duedate = DUE
    gradebook.db.commit()
    assert told(course) == [f"{IS_DUE} (2026-12-01 00:00:00 Europe/Berlin)."]


def test_a_zone_that_cannot_be_kept_or_is_not_known_leaves_the_date(course, gradebook):
    add(course, "2026-12-01 00:00 Europe/Berlin")
    gradebook.db.execute(text("UPDATE due_date_zone SET zone = 'Mars/Olympus'"))
    gradebook.db.commit()
    assert told(course) == [f"{IS_DUE}."]
    gradebook.db.execute(text("DROP TABLE due_date_zone"))
    gradebook.db.execute(text("CREATE VIEW due_date_zone AS SELECT 1 AS other"))
    gradebook.db.commit()
    assert add(course, "2026-12-02 00:00 Europe/Berlin").returncode == 0
    gradebook.db.execute(text("DROP VIEW due_date_zone"))
    gradebook.db.commit()
    assert due(course) == {ASSIGNMENT: DUE + timedelta(days=1)}
    assert told(course) == [f"{ASSIGNMENT} is due 2026-12-01 23:00:00 UTC."]


def test_a_due_date_is_removed_by_the_command_without_one(course, gradebook):
    add(course, "2026-12-01 00:00 Europe/Berlin")
    assert course.run("db", "assignment", "add", ASSIGNMENT).returncode == 0
    assert due(course) == {ASSIGNMENT: None}


def test_nothing_is_told_where_nothing_is_due(course, gradebook):
    assert told(course) == []


# --- In formgrader -----------------------------------------------------------------------------


class Browser:
    """Sends what formgrader's pages send."""

    def __init__(self, address):
        self.address, self.cookies = address, http.cookiejar.CookieJar()
        kept = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(kept)
        self.ask("formgrader")

    def ask(self, path, **send):
        """Status and text of an answer."""
        request = urllib.request.Request(f"{self.address}/{path}")
        if send:
            request = urllib.request.Request(
                request.full_url, json.dumps(send).encode(), method="PUT"
            )
            (token,) = {c.value for c in self.cookies if c.name == "_xsrf"}
            request.add_header("X-XSRFToken", token)
        try:
            with self.opener.open(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def set_due(self, date, zone):
        path = f"formgrader/api/assignment/{ASSIGNMENT}"
        return self.ask(path, duedate_notimezone=date, duedate_timezone=zone)


@pytest.mark.slow
def test_formgrader_reads_its_form_or_answers_with_the_sentence(tmp_path):
    course = tiny_course(tmp_path / "course")
    hand_in(course, "ada", timestamp="just before midnight")
    with jupyterlab(course.root, tmp_path / "home") as address:
        browser = Browser(address)
        status, _ = browser.set_due("2026-12-01T00:00", "+0100")
        assert (status, due(course)) == (200, {ASSIGNMENT: DUE})
        assert "+01:00" in told(course)[0]
        status, said = browser.set_due("2026-12-01T00:00", "CET")
        assert status == 400 and EXPECTED in said
        assert EXPECTED in (tmp_path / "home" / "jupyterlab.log").read_text()
        status, _ = browser.set_due("2026-12-02T00:00", "Europe/Berlin")
        assert (status, due(course)) == (200, {ASSIGNMENT: DUE + timedelta(days=1)})
        assert browser.set_due(None, None)[0] == 200
        assert due(course) == {ASSIGNMENT: None}
        # One student's file costs nobody the list of all.
        status, listed = browser.ask(f"formgrader/api/submissions/{ASSIGNMENT}")
        assert (status, json.loads(listed)[0]["timestamp"]) == (200, None)


@pytest.mark.slow
def test_formgraders_form_shows_why_a_date_is_refused_and_can_be_sent_again(tmp_path):
    course = tiny_course(tmp_path / "course")
    with jupyterlab(course.root, tmp_path / "home") as address, chromium() as browser:
        page = open_page(browser)
        page.goto(f"{address}/formgrader/manage_assignments")
        page.locator(".edit a").first.click()
        page.locator(".modal-duedate").fill("2026-12-01T00:00")
        for zone in ("CET", "PST"):
            page.locator(".modal-timezone").fill(zone)
            page.get_by_role("button", name="Save").click()
            refusal = page.get_by_role("alert").filter(has_text=f"{zone} could be several zones")
            refusal.wait_for()
            assert EXPECTED in refusal.text_content()
        page.locator(".modal-timezone").fill("+0100")
        page.get_by_role("button", name="Save").click()
        page.locator(".modal").wait_for(state="detached")
    assert due(course) == {ASSIGNMENT: DUE}


def test_only_pages_with_forms_listen_to_refusals_and_only_once(monkeypatch):
    pages = SimpleNamespace(BaseHandler=type("BaseHandler", (), {"render": plain_page}))
    monkeypatch.setitem(sys.modules, PAGES, pages)
    for _ in range(3):  # a server reads the configuration again and again
        show_refusals()
    handler = pages.BaseHandler()
    assert handler.render("manage_assignments.tpl", title="hw11") == f"hw11{SCRIPT}"
    assert handler.render("gradebook.tpl", title="hw11") == "hw11"


def plain_page(handler, name, title):
    """Stands in the place of the method that makes nbgrader's pages."""
    return title


def test_nbgrader_makes_its_pages_by_that_method():
    handler = importlib.import_module(PAGES).BaseHandler
    assert list(inspect.signature(handler.render).parameters)[:2] == ["self", "name"]


# --- In a run ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course in which the same work was handed in at times written in many ways."""
    root = tmp_path_factory.mktemp("graded")
    exchange = f'\nc.Exchange.root = "{root / "exchange"}"\nc.Exchange.timezone = "Europe/Berlin"\n'
    course = tiny_course(root, LATE + exchange)
    assert add(course, "2026-12-01 00:00 Europe/Berlin").returncode == 0
    for student, time in STAMPS.items():
        folder = hand_in(course, student, timestamp=time)
        if time.endswith("CET"):  # so far only the exchange has it
            inbound = root / "exchange" / "anomaly-detection" / "inbound"
            inbound.mkdir(parents=True, exist_ok=True)
            folder.rename(inbound / f"{student}+{ASSIGNMENT}+{time}+random")
    collected = course.run("collect", ASSIGNMENT)
    assert collected.returncode == 0 and "without this time" not in collected.stdout
    with Gradebook(course.gradebook) as gradebook:
        gradebook.add_student("extended")
        gradebook.add_submission(ASSIGNMENT, "extended")
        gradebook.grant_extension(ASSIGNMENT, "extended", days=1)
    course.said = course.grade()
    assert course.said.returncode == 0, course.said.stdout
    return course


STAMPS = {
    "git": "2026-11-30 23:30:00 +0100\n",
    "extended": "2026-12-01 00:00:00.5 Europe/Berlin",
    "later": "2026-12-01T00:30+01",
    "am-pm": "11/30/2026 10:30:00 PM",
    "day-first": "03.12.2026 10:00:00",
    "zone-name": "2026-11-30 14:30:00 PST",
    "collected": "2026-11-30 23:30:00.000000 CET",
    "collected-later": "2026-12-01 00:30:00.000000 CET",
    "far-ahead": "2999-11-30 22:30 UTC",
}


@pytest.mark.slow
def test_a_time_decides_about_lateness_as_it_was_meant(graded):
    with Gradebook(graded.gradebook) as gradebook:
        penalty = {
            student: gradebook.find_submission(ASSIGNMENT, student).late_submission_penalty
            for student in STAMPS
        }
    for student in ("later", "collected-later"):
        assert penalty.pop(student) == pytest.approx(0.1 * POINTS * len(TINY))
    assert penalty.pop("far-ahead") == POINTS * len(TINY)
    assert set(penalty.values()) == {0}


@pytest.mark.slow
def test_a_time_that_has_not_come_yet_is_named(graded):
    (line,) = [n for n in graded.said.stdout.split("\n") if n.startswith("far-ahead handed in")]
    assert "has not come yet, 2999-11-30 22:30:00 UTC. It counts as it stands" in line


@pytest.mark.slow
def test_a_time_that_is_refused_costs_nothing_and_is_named_with_the_right_form(graded):
    for student in ("am-pm", "day-first", "zone-name"):
        (line,) = [n for n in graded.said.stdout.split("\n") if n.startswith(f"{student} counts")]
        assert EXPECTED in line and STAMPS[student] in line
        for name, notebook in graded.autograded(ASSIGNMENT, student).items():
            assert graded.lost(ASSIGNMENT, student, name) == set()
            assert "repaired" not in notebook.metadata["grading"]
    assert graded.said.stdout.count("without a time") == 3


@pytest.mark.slow
def test_a_run_prints_the_due_dates_that_it_uses(graded):
    assert f"{IS_DUE} (2026-12-01 00:00:00 Europe/Berlin)." in graded.said.stdout.split("\n")
    extended = (
        f"{ASSIGNMENT} is due 2026-12-01 23:00:00 UTC (2026-12-02 00:00:00 Europe/Berlin) for "
        "extended, who has an extension."
    )
    assert extended in graded.said.stdout.split("\n")
