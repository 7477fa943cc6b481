"""Where the configuration cannot be loaded or used, no command runs a student's code."""

import copy
import json
import shutil
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

import pytest
from nbgrader.preprocessors import ClearHiddenTests
from traitlets.config import Config, JSONFileConfigLoader

from grading.adapters.late import LatePenalty
from grading.configuration import fault_in, not_followed, wrong_values
from grading.course.notebooks import ROOT
from tests.course import GUARD
from tests.jupyter import jupyterlab
from tests.own_course import ASSIGNMENT, OwnCourse
from tests.small_course import configuration
from tests.tiny import TINY, hand_in, tiny_course

#: Leaves a mark wherever it runs without walls.
CANARY = "open({!r}, 'w').write('ran')\n\n\ndef {{function}}(x):\n    return {{value}}"
BROKEN = {
    "a package is missing after an update": "import a_package_that_is_gone",
    "a module was moved": "from grading.moved import Something",
    "it is no Python": "def broken(:",
    "a name is wrong": "c.Autograde.force = true",
    "a class is misspelled": "c.Limts.memory = 1 << 30",
    "a setting is misspelled": "c.JudgedExecute.celltime = 30",
    "a value is of the wrong kind": 'c.Limits.memory = "4 GB"',
    "a plugin has a wrong value": 'c.LateSubmissionPlugin.penalty_method = "half"',
    "a step cannot be imported": 'c.Autograde.autograde_preprocessors = ["grading.moved.Step"]',
    "nbgrader's own steps": "del c.Autograde['autograde_preprocessors']",
}


def test_both_files_name_the_same_guards():
    guards = JSONFileConfigLoader(GUARD, path=str(ROOT)).load_config()
    for section, settings in guards.items():
        for name, value in settings.items():
            assert configuration()[section][name] == value


def found_wrong(line):
    """What is said of a line in the course's file."""
    assert configuration()  # imports the classes of the course, as in every command
    config = Config()
    exec(line, {"c": config})
    return list(wrong_values(config))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('c.LatePenalty.per_day = "ten"', "expected a float, not the str 'ten'"),
        ("c.LatePenalty.per_day = 10", "should not be greater than 1"),
        ('c.LateSubmissionPlugin.penalty_method = "zreo"', "any of ['none', 'zero']"),
        ('c.Limits.memory = "4 GB"', "expected an int"),
        ("c.Limits.memory = 4", "should not be less than 268435456"),
        ("c.JudgedExecute.cell_time = -5", "should not be less than 1"),
        ('c.Exchange.timestamp_format = "x"', "could not be parsed"),
        ('c.Exchange.timezone = "Europe/Berln"', "found “Europe/Berln”, perhaps Europe/Berlin was"),
        ('c.NbGraderAPI.timezone = "CEST"', "expected the name of a zone such as Europe/Berlin"),
        ('c.FeedbackExporter.solutions_from = {"hw11": "15.1.2027"}', 'day such as "2027-01-15"'),
        ('c.FeedbackExporter.solutions_from = "2027-01-15"', "expected a dict"),
        ('c.AssignLatePenalties.plugin_class = "grading.gone.Late"', "could not be imported"),
    ],
)
def test_a_value_that_its_setting_does_not_take_is_named_before_anything_needs_it(line, expected):
    assert LatePenalty  # its line in a course's file follows this import
    (said,) = found_wrong(line)
    assert said.startswith(f"{line.split(' = ')[0]} cannot be used: ") and expected in said


@pytest.mark.parametrize(
    "line",
    [
        "c.LatePenalty.per_day = 0",
        'c.FeedbackExporter.solutions_from = {"hw11": "2027-01-15"}',
        'c.Exchange.timezone = "Europe/Berlin"',
        'c.CourseDirectory.ignore.append("*.tmp")',
        'c.ExportApp.plugin_class = "grading.adapters.exports.CanvasGrades"',
        "c.Limits.memory = 4 << 30",
        "c.Elsewhere.setting = 3",
    ],
)
def test_a_value_that_can_be_used_is_not_complained_about(line):
    assert found_wrong(line) == []


def test_what_this_course_sets_can_be_used():
    assert list(wrong_values(configuration())) == list(not_followed(configuration())) == []


@pytest.mark.parametrize("end", ["begin", "end"])
def test_hidden_tests_are_marked_by_nbgraders_own_words_only(end):
    setting = f"{end}_test_delimeter"
    for section in ("ClearHiddenTests", "Preprocessor", "GenerateAssignment.ClearHiddenTests"):
        config = Config()
        exec(f"c.{section}.{setting} = 'SECRET'", {"c": config})
        (said,) = not_followed(config)
        assert said.startswith(f"c.{section}.{setting} is 'SECRET', but judges and feedback know")
    config = Config(ClearHiddenTests={setting: getattr(ClearHiddenTests(), setting)})
    assert list(not_followed(config)) == []


def test_a_name_on_the_command_line_is_no_fault_of_the_file():
    given = copy.deepcopy(configuration())
    given.AutogradeApp.log_level, given.Limts.memory = "INFO", 1
    assert fault_in(str(ROOT), given) == ""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one submission that tells where it ran without walls."""
    course = tiny_course(tmp_path_factory.mktemp("guarded"))
    canary = CANARY.format(str(course.root / "canary"))
    hand_in(course, "ada", canary, canary)
    return course


def with_config(course, text, folder):
    """A copy of the course with another configuration."""
    copy = OwnCourse(shutil.copytree(course.root, folder / "course"))
    path = copy.root / "nbgrader_config.py"
    path.write_text(text(path.read_text()) if callable(text) else text)
    return copy


def assert_refused(course, result):
    """The command has ended with a sentence, and nothing has run or was booked."""
    assert result.returncode == 1, result.stdout
    last = result.stdout.strip().split("\n")[-1]
    assert last.endswith("."), last
    assert "Mend" in last or "Set it in nbgrader_config.py" in last, last
    assert not list(course.root.glob("**/canary"))
    assert not (course.root / "autograded").exists()


@pytest.mark.slow
@pytest.mark.parametrize("fault", BROKEN)
def test_a_faulty_line_stops_grading_with_one_sentence(course, tmp_path, fault):
    broken = with_config(course, lambda text: f"{text}\n{BROKEN[fault]}\n", tmp_path)
    assert_refused(broken, broken.grade("--force"))


@pytest.mark.slow
def test_a_file_of_anything_or_none_at_all_stops_grading(course, tmp_path):
    for number, text in enumerate((b"\0\xff\xfe", b"", b"{}", "é".encode("latin-1"))):
        folder = tmp_path / str(number)
        broken = with_config(course, "", folder)
        (broken.root / "nbgrader_config.py").write_bytes(text)
        assert_refused(broken, broken.grade())
    (broken.root / "nbgrader_config.py").unlink()
    assert_refused(broken, broken.grade())


@pytest.mark.slow
@pytest.mark.parametrize("gone", ("grading/engine/wire.py", "grading/adapters/guard.py", "grading"))
def test_a_course_without_its_own_modules_runs_nothing(course, tmp_path, gone):
    broken = with_config(course, str, tmp_path)
    (broken.root / gone).rename(broken.root / "elsewhere")
    result = broken.grade()
    assert result.returncode == 1
    assert "could not be imported" in result.stdout or "cannot be loaded" in result.stdout
    assert not list(broken.root.glob("**/canary"))


@pytest.mark.slow
def test_a_damaged_guard_file_alone_does_no_harm(course, tmp_path):
    damaged = with_config(course, str, tmp_path)
    (damaged.root / GUARD).write_text("{")
    assert damaged.grade().returncode == 0
    assert not list(damaged.root.glob("**/canary"))
    assert damaged.scores(ASSIGNMENT, "ada")["double_of_6"] == (0, 2)


@pytest.mark.slow
def test_no_other_command_works_with_nbgraders_defaults_either(course, tmp_path):
    broken = with_config(course, lambda text: f"{text}\nimport gone\n", tmp_path)
    for command in (
        ("generate_assignment", ASSIGNMENT, "--force"),
        ("generate_feedback", ASSIGNMENT),
        ("export",),
        ("zip_collect", ASSIGNMENT),
        ("db", "assignment", "list"),
    ):
        result = broken.run(*command)
        assert result.returncode == 1, (command, result.stdout)
        assert "cannot be loaded (ModuleNotFoundError: No module named 'gone')" in result.stdout


class Server:
    """Formgrader, asked as its page asks it."""

    def __init__(self, address):
        self.address, self.cookies = address, CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.page = self.browser.open(f"{address}/formgrader").read().decode()

    def grade(self, student):
        """Press the button that grades a submission."""
        token = next(cookie.value for cookie in self.cookies if cookie.name == "_xsrf")
        request = urllib.request.Request(
            f"{self.address}/formgrader/api/submission/{ASSIGNMENT}/{student}/autograde",
            data=b"",
            headers={"X-XSRFToken": token},
            method="POST",
        )
        return json.loads(self.browser.open(request).read())


@pytest.mark.slow
def test_formgrader_stays_up_refuses_to_grade_and_says_why(course, tmp_path):
    broken = with_config(course, lambda text: f"{text}\nimport gone\n", tmp_path)
    config = broken.root / "nbgrader_config.py"
    with jupyterlab(broken.root, tmp_path / "home") as address:
        server = Server(address)
        for _ in range(2):
            answer = server.grade("ada")
            assert answer["success"] is False
            assert "cannot be loaded (ModuleNotFoundError: No module named 'gone')" in answer["log"]
        assert not list(broken.root.glob("**/canary"))
        config.write_text(config.read_text().replace("import gone", ""))
        assert server.grade("ada")["success"] is True
        config.write_text(config.read_text() + "\ndef broken(:\n")
        answer = server.grade("ada")
        assert answer["success"] is False and "SyntaxError" in answer["log"]
        assert "nbgrader" in server.page
    assert not list(broken.root.glob("**/canary"))
    assert list(broken.autograded(ASSIGNMENT, "ada")) == list(TINY)
