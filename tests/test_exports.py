"""Grades for learning platforms: the columns that they import, and grades that are final."""

import csv
import re
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest
from nbgrader.apps import ExportApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin
from traitlets import TraitError
from traitlets.config import Config

from grading.adapters import exports
from grading.adapters.exports import CanvasGrades, GradesFile, MoodleGrades, MoodleWorksheet
from grading.engine.verdicts import Verdict
from grading.outputs import gradetable
from grading.outputs.exports import Mark, lost
from grading.outputs.moodle import find
from grading.outputs.results import GradedCell, GradedNotebook
from grading.outputs.tables import defused, is_formula, write_table
from tests.course import Course
from tests.simulated_class import ASSIGNMENT, FUNCTIONS, SimulatedClass, Work

ALL = {name: True for functions in FUNCTIONS.values() for name in functions}
WORKSHEET = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum grade,"
    "Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments"
)
#: Ids that are not easy to write into a CSV file.
ODD = ('o"brien, ünal', "=cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A class with late, waiting, commented, missing and oddly named students."""
    room = SimulatedClass(tmp_path_factory.mktemp("exports"))
    about = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@uni.example"}
    room.add("ada", Work(passed=ALL), lms_user_id="4711", **about)
    room.add("late", Work(passed=ALL | {"assign": False}), email="late@uni.example")
    partly = Work(notebooks=("problem1_scale",), passed={"project": True})
    room.add("partly", partly, lms_user_id="12b")
    room.add("waiting", Work(passed=ALL))
    room.add("absent", None)
    for name in ODD:
        room.add(name, Work(passed=ALL))
    book = room.gradebook
    late = book.find_submission_notebook("problem2_groups", ASSIGNMENT, "late")
    late.late_submission_penalty = 9
    book.find_grade(
        "scan_is_right", "problem5_decision", ASSIGNMENT, "waiting"
    ).needs_manual_grade = True
    said = book.find_comment("project", "problem1_scale", ASSIGNMENT, "ada")
    said.auto_comment, said.manual_comment = "No response.", "Nice & short:\nx < y."
    book.find_comment("scan", "problem5_decision", ASSIGNMENT, "late").auto_comment = "No response."
    with room:
        yield room


@pytest.mark.parametrize("name", ["CanvasGrade", "MoodleWorkSheet", "Excel"])
def test_an_exporter_that_there_is_not_is_answered_with_those_that_there_are(name):
    config = Config(ExportApp={"plugin_class": f"grading.adapters.exports.{name}"})
    with pytest.raises(TraitError) as refused:
        ExportApp(config=config)
    said = str(refused.value)
    assert said.startswith(f"there is no exporter {name} in grading.adapters.exports")
    assert said.endswith("Expected one of " + ", ".join(e.__name__ for e in exports.EXPORTERS))
    assert ("perhaps CanvasGrades was meant" in said) == (name == "CanvasGrade")
    assert not hasattr(exports, "nothing") and not hasattr(exports, "__path__")


def rows_of(path):
    """Rows of a CSV file, by the standard reader, which Canvas' and Moodle's agree with."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file, strict=True))


def table(path):
    header, *rows = rows_of(path)
    assert all(len(row) == len(header) for row in rows)
    return [dict(zip(header, row, strict=True)) for row in rows]


def exported(room, exporter, tmp_path, **options):
    path = tmp_path / "out.csv"
    room.export(exporter, to=str(path), **options)
    return path


def test_canvas_gets_the_columns_that_its_importer_checks(room, tmp_path):
    path = exported(room, CanvasGrades, tmp_path, assignment_ids={ASSIGNMENT: 815})
    header, points, *students = rows_of(path)
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "hw (815)"]
    assert points == ["    Points Possible", "", "", "", "", "100"]
    assert len(students) == 5
    # Canvas tells commas from semicolons by the first three lines of the file.
    assert [line.count(",") for line in path.read_text().split("\n")[:3]] == [5, 5, 5]


def test_canvas_gets_final_grades_only_since_an_empty_cell_deletes_the_grade_it_has(
    room, tmp_path, capsys
):
    path = exported(room, CanvasGrades, tmp_path)
    grades = {row["SIS Login ID"]: row["hw"] for row in table(path)[1:]}
    assert grades == {
        "ada": "100",
        "late": "85",
        "partly": "10",
        ODD[0]: "100",
        f"'{ODD[1]}": "100",
    }
    said = capsys.readouterr().out
    assert "still to be graded by hand, so no grade is exported: waiting" in said
    assert re.search(r"nothing handed in, so no grade is exported .*: absent", said)
    assert re.search(r"apostrophe .*: =cmd", said)


def test_canvas_finds_a_student_by_its_own_number_only_where_it_is_one(room, tmp_path):
    rows = {
        row["SIS User ID"]: row
        for row in table(exported(room, CanvasGrades, tmp_path, student_id="SIS User ID"))
    }
    assert (rows["ada"]["ID"], rows["ada"]["Student"]) == ("4711", "Lovelace, Ada")
    # Canvas reads the digits in front, which are somebody else's number.
    assert rows["partly"]["ID"] == ""
    assert rows["partly"]["Student"] == "partly"
    assert {row["SIS Login ID"] for row in rows.values()} == {""}


def test_missing_work_is_zero_only_where_that_is_asked_for(room, tmp_path):
    path = exported(room, CanvasGrades, tmp_path, missing_as_zero=True)
    grades = {row["SIS Login ID"]: row["hw"] for row in table(path)}
    assert grades["absent"] == "0" and "waiting" not in grades


def test_comments_say_what_was_lost_and_what_the_instructor_wrote(room, tmp_path):
    exported(room, CanvasGrades, tmp_path)
    said = {row["SIS Login ID"]: row["Comment"] for row in table(tmp_path / "out_comments.csv")}
    assert said["ada"] == "problem1_scale, project: Nice & short:\nx < y."
    late, assign = said["late"].split("\n")
    assert late == "Late: 9 points are taken off."
    because = r"the mean of all \d+ events is taken: each feature needs its own"
    assert re.fullmatch(rf"assign: 0 of 6 points \({because}\)\.", assign)
    assert said["partly"].split("\n") == [
        "fit_scale: 0 of 6 points (not written yet).",
        "apply_scale: 0 of 4 points (not written yet).",
        *(f"{name} was not handed in." for name in list(FUNCTIONS)[1:]),
    ]
    assert set(said) == {"ada", "late", "partly"}


def test_nothing_is_said_of_a_cell_whose_points_nobody_knows():
    cell = SimpleNamespace(name="scan_is_right", function="scan", points=5, notebook="problem5")
    results = SimpleNamespace(
        cells=[cell],
        earned=np.array([[np.nan]]),
        waiting=np.array([[False]]),
        students=[SimpleNamespace(id="ada")],
        notebooks={},
    )
    assert lost(results, 0, 0) == ""
    results.earned[0, 0] = 2
    assert lost(results, 0, 0) == "scan: 2 of 5 points."
    results.waiting[0, 0] = True
    assert lost(results, 0, 0) == "", "a person has still to read it"


def test_a_function_that_was_not_checked_because_of_another_is_not_called_unwritten():
    cells = [GradedCell("problem5", f"{name}_is_right", name, 5) for name in ("f1_score", "scan")]
    verdicts = {cell.name: Verdict("unwritten", place="f1_score") for cell in cells}
    results = SimpleNamespace(
        cells=cells,
        earned=np.array([[0, 0]]),
        waiting=np.zeros((1, 2), dtype=bool),
        students=[SimpleNamespace(id="ada")],
        notebooks={("ada", "problem5"): GradedNotebook({}, verdicts)},
    )
    assert [lost(results, 0, column) for column in range(2)] == [
        "f1_score: 0 of 5 points (not written yet).",
        "scan: 0 of 5 points (not checked, because f1_score is not written yet).",
    ]


def test_moodle_gets_one_identifying_column_and_nobody_without_a_grade(room, tmp_path, capsys):
    rows = table(exported(room, MoodleGrades, tmp_path))
    assert list(rows[0]) == [
        "First name",
        "Last name",
        "ID number",
        "Assignment: hw (Real)",
        "Assignment: hw (Feedback)",
    ]
    grades = {row["ID number"]: row["Assignment: hw (Real)"] for row in rows}
    assert set(grades) == {"ada", "late", "partly", ODD[0], f"'{ODD[1]}"}
    assert grades["late"] == "85"
    assert "by hand, so no grade is exported: waiting" in capsys.readouterr().out


def test_moodle_by_address_leaves_out_and_names_those_without_one(room, tmp_path, capsys):
    rows = table(exported(room, MoodleGrades, tmp_path, key="Email address"))
    assert [row["Email address"] for row in rows] == ["ada@uni.example", "late@uni.example"]
    assert "no Email address in the gradebook, so no grade is exported" in capsys.readouterr().out


def test_moodle_reads_feedback_as_html_so_signs_are_escaped(room, tmp_path):
    feedback = table(exported(room, MoodleGrades, tmp_path))[1]["Assignment: hw (Feedback)"]
    assert feedback == "problem1_scale, project: Nice &amp; short:<br>x &lt; y."
    rows = table(exported(room, MoodleGrades, tmp_path, comments=False))
    assert "Assignment: hw (Feedback)" not in rows[0]


def test_a_grade_at_which_moodle_stops_the_whole_import_is_left_out_and_named(
    room, tmp_path, capsys
):
    path = exported(room, MoodleGrades, tmp_path, most=99.5)
    assert [row["ID number"] for row in table(path)] == ["late", "partly"]
    assert re.search(r"more than 99\.5, at which Moodle stops .*: .*ada", capsys.readouterr().out)


@pytest.mark.parametrize("exporter", [CanvasGrades, MoodleGrades])
def test_one_name_for_the_files_of_several_assignments_is_refused(tmp_path, exporter):
    with SimulatedClass(tmp_path) as room:
        room.gradebook.add_assignment("hw2")
        with pytest.raises(SystemExit, match=r"--to names one file.*--assignment=hw"):
            room.export(exporter, to=str(tmp_path / "all.csv"))
    assert not (tmp_path / "all.csv").exists()


def sheet(tmp_path, *rows, header=WORKSHEET):
    path = tmp_path / "from_moodle.csv"
    path.write_text("\ufeff" + "\r\n".join([header, *rows]) + "\r\n")
    return str(path)


def test_moodles_worksheet_is_filled_in_and_otherwise_left_as_it_is(room, tmp_path, capsys):
    worksheet = sheet(
        tmp_path,
        'Participant 11,"Lovelace, Ada",,ADA@uni.example,Submitted,,100.00,Yes,-,-,',
        "Participant 12,L Ate,late,,Submitted,3.00,100.00,Yes,-,-,old",
        "Participant 13,W Aiting,waiting,,Submitted,7.00,100.00,Yes,-,-,mine",
        "Participant 14,Some Body,stranger,,No submission,,100.00,Yes,-,-,",
    )
    rows = table(exported(room, MoodleWorksheet, tmp_path, worksheet=worksheet))
    assert ",".join(rows[0]) == WORKSHEET
    assert [(row["Identifier"], row["Grade"]) for row in rows] == [
        ("Participant 11", "100.00"),
        ("Participant 12", "85.00"),
        ("Participant 13", "7.00"),
        ("Participant 14", ""),
    ]
    assert rows[0]["Full name"] == "Lovelace, Ada"
    assert rows[1]["Feedback comments"].startswith("Late: 9 points are taken off.<br>assign: 0 of")
    assert rows[2]["Feedback comments"] == "mine"
    assert {row["Last modified (grade)"] for row in rows} == {"-"}
    assert re.search(r"not in the worksheet .*: .*partly", capsys.readouterr().out)


def test_work_under_a_hidden_name_is_found_by_moodles_identifier():
    marks = [Mark(SimpleNamespace(id=f"Participant {n}", email=None), 1.0) for n in (4711, 4712)]
    assert find({"Identifier": "Participant 4712", "Grade": ""}, marks) is marks[1]


def test_a_worksheet_with_another_maximum_is_refused_or_scaled(room, tmp_path):
    worksheet = sheet(tmp_path, "Participant 12,L,late,,,,10.00,Yes,-,-,")
    with pytest.raises(SystemExit, match=r"maximum grade is 10, the assignment has 100 points"):
        exported(room, MoodleWorksheet, tmp_path, worksheet=worksheet)
    (row,) = table(exported(room, MoodleWorksheet, tmp_path, worksheet=worksheet, scale=True))
    assert row["Grade"] == "8.50"


def test_a_grade_that_moodle_would_skip_is_not_written_into_its_worksheet(room, tmp_path, capsys):
    worksheet = sheet(
        tmp_path,
        "Participant 12,A,ada,,,3.00,100.00,Yes,-,-,mine",
        "Participant 13,L,late,,,,100.00,Yes,-,-,",
    )
    grade = room.gradebook.find_grade("project_is_right", "problem1_scale", ASSIGNMENT, "ada")
    grade.extra_credit = 1
    try:
        rows = table(exported(room, MoodleWorksheet, tmp_path, worksheet=worksheet))
    finally:
        grade.extra_credit = None
    assert [(row["Grade"], row["Feedback comments"][:4]) for row in rows] == [
        ("3.00", "mine"),
        ("85.00", "Late"),
    ]
    assert re.search(r"maximum grade, which Moodle skips, .*: ada\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Identifier,Grade,Last modified (grade)", "no column Feedback comments"),
        ("Teilnehmer/in,Bewertung", "no column Identifier, Grade"),
    ],
)
def test_what_is_no_worksheet_is_refused_in_a_sentence(room, tmp_path, header, expected):
    with pytest.raises(SystemExit, match=re.escape(expected)):
        room.export(MoodleWorksheet, worksheet=sheet(tmp_path, header=header))
    with pytest.raises(SystemExit, match=r"cannot be read as CSV"):
        room.export(MoodleWorksheet, worksheet=str(tmp_path / "nowhere.csv"))
    with pytest.raises(SystemExit, match="Which worksheet"):
        room.export(MoodleWorksheet)


def test_chosen_students_are_exported_and_no_others(room, tmp_path):
    path = exported(room, CanvasGrades, tmp_path, student=["late", "ada"])
    assert [row["SIS Login ID"] for row in table(path)] == ["", "ada", "late"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "  =1",
        "\0=1",
        *(f"{sign}1" for sign in "＝＋－＠﹦﹢﹣﹫⁼₌⁺₊"),
        *(f"{hidden}=1" for hidden in "\u200b\u00a0\ufeff\u00ad\u2060\u202e\u3164\ufe0f\u2800\x1b"),
        "\u200b \ufeff＠A1",
    ],
)
def test_text_that_a_spreadsheet_would_run_is_defused(text):
    assert defused(text) == f"'{text}" == defused(text, lines=True)


@pytest.mark.parametrize(
    "value",
    [
        *("a=b", "-", "- ", "", None, -1.5, 3, 0.0, Decimal("-2")),
        *("O'Neil", "Anne-Marie", "Müller-Lüdenscheidt, jr.", "d'@lembert", "    Points Possible"),
        *("x <= 3; y = 1", "(late)", "ⅷ", "≠", "¬", "🙂", "'", "a\u200b=1", "\u0301"),
    ],
)
def test_everything_else_stays_as_it_is(value):
    assert defused(value) == value == defused(value, lines=True)


def test_a_number_shows_no_more_than_its_decimals_say():
    assert str(defused(57.39999999999999)) == "57.4" == str(defused(np.float64(57.39999999999999)))
    assert defused(1 / 3) == pytest.approx(1 / 3, abs=1e-10)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\x85", "\u2028"])
def test_a_name_is_one_line_and_no_line_of_a_comment_is_a_formula(end):
    assert defused(f"Ada{end}=1+1") == "Ada =1+1"
    assert defused(f"{end}=1+1") == "' =1+1"
    text = f"Well done.{end}=1+1{end} ＠A1{end}- 2 points{end}"
    expected = f"Well done.{end}'=1+1{end}' ＠A1{end}'- 2 points{end}"
    assert defused(text, lines=True) == expected


def test_no_name_hides_a_formula_behind_a_semicolon_and_comments_keep_their_signs():
    assert defused("Doe;=1+1; \uff0bA1;-") == "Doe;'=1+1;' \uff0bA1;-"
    assert defused("k &lt;= 3 ;-)", lines=True) == "k &lt;= 3 ;-)"


def test_what_cannot_be_written_is_said_in_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match=r"nowhere.grades\.csv could not be written: No such file"):
        write_table(tmp_path / "nowhere" / "grades.csv", [], ["a"])


# --- grades.csv --------------------------------------------------------------------------------

#: Names from a roster that stock nbgrader writes as they are.
NAMES = [("=1+1", "Doe, jr."), ("Ada\n=cmd", "＝1"), ("\u200b@A1", 'The "Queen"'), ("x", "\t+1")]


def stock(room, tmp_path, **options):
    """The rows of nbgrader's own exporter."""
    path = tmp_path / "stock.csv"
    room.export(CsvExportPlugin, to=str(path), **options)
    with open(path, newline="") as file:
        return [line.rstrip("\n").split(",") for line in file]


def test_honest_rows_are_those_of_nbgrader(room, tmp_path):
    honest = ["ada", "late", "partly", "waiting", "absent"]
    rows = rows_of(exported(room, GradesFile, tmp_path, student=honest))
    assert rows == stock(room, tmp_path, student=honest)
    assert sorted(row[3] for row in rows[1:]) == sorted(honest)
    (late,) = [row for row in rows if row[3] == "late"]
    assert late[7:] == ["94.0", "9.0", "85.0", "100.0"]


def test_every_row_has_its_columns_and_no_cell_or_line_is_a_formula(tmp_path):
    with SimulatedClass(tmp_path) as room:
        for number, (first, last) in enumerate(NAMES):
            room.add(f"id{number}", Work(passed=ALL), first_name=first, last_name=last)
        room.add("no-names", None)
        for exporter in (GradesFile, CanvasGrades, MoodleGrades):
            path = exported(room, exporter, tmp_path)
            header, *rows = rows_of(path)
            assert {len(row) for row in rows} == {len(header)}
            # Also for a reader that knows of no quotes, each row is one line.
            assert len(path.read_text().splitlines()) == len(rows) + 1
            for cell in (cell for row in rows for cell in row):
                assert not is_formula(cell)
        rows = table(exported(room, GradesFile, tmp_path, student=[f"id{n}" for n in range(4)]))
        rows.sort(key=lambda row: row["student_id"])
        assert (rows[0]["last_name"], rows[0]["first_name"]) == ("Doe, jr.", "'=1+1")
        assert rows[1]["first_name"] == "Ada =cmd" and rows[2]["last_name"] == 'The "Queen"'
        assert {row["score"] for row in rows} == {"100.0"}


def test_points_below_zero_stay_numbers(tmp_path):
    with SimulatedClass(tmp_path) as room:
        room.add("al1", Work(passed={}))
        room.gradebook.db.commit()
        grade = room.gradebook.find_grade("project_is_right", "problem1_scale", ASSIGNMENT, "al1")
        grade.extra_credit = -2.5
        (row,) = table(exported(room, GradesFile, tmp_path))
        assert (row["raw_score"], row["score"]) == ("-2.5", "0.0")


@pytest.mark.parametrize("option", ["--assignment=hw99", "--student=nobody"])
def test_plain_nbgrader_export_quotes_defuses_and_knows_its_options(tmp_path, option):
    course = Course.copy_to(tmp_path)
    (tmp_path / "roster.csv").write_text('id,first_name,last_name\nal1,=1+1,"Doe, jr."\nbo2,B,O\n')
    for command in (["assignment", "add", "hw11"], ["student", "import", "roster.csv"]):
        assert course.run("db", *command).returncode == 0
    assert course.run("export").returncode == 0
    first, second = table(tmp_path / "grades.csv")
    assert (first["last_name"], first["first_name"], first["score"]) == ("Doe, jr.", "'=1+1", "0.0")
    assert course.run("export", "--to=one.csv", "--student=bo2").returncode == 0
    assert table(tmp_path / "one.csv") == [second]
    said = course.run("export", "--to=two.csv", option)
    assert said.returncode == 1 and option.split("=")[1] in said.stdout
    assert not (tmp_path / "two.csv").exists()


def test_below_the_table_stands_who_waits_for_points_of_a_person(tmp_path, capsys):
    def submission(student, waits):
        return SimpleNamespace(
            student_id=student,
            notebooks=[],
            score=0.0,
            late_submission_penalty=0.0,
            needs_manual_grade=waits,
        )

    submissions = [submission("bob", True), submission("李小龙", True), submission("cyd", False)]
    assignment = SimpleNamespace(name="hw1", notebooks=[], submissions=submissions, max_score=10.0)
    for waits in (True, False):
        gradebook = SimpleNamespace(assignments=[assignment])
        gradetable.show_all(gradebook, CourseDirectory(root=str(tmp_path)))
        said = capsys.readouterr().out
        line = "\nnot final, because a person has answers to grade: bob, 李小龙\n"
        assert (line in said) == waits
        assert "\nbob         0\ncyd         0\n李小龙      0\n" in said
        for one in submissions:
            one.needs_manual_grade = False


def test_the_table_takes_off_what_coming_late_costs(tmp_path):
    def submission(student, penalty):
        earned = [SimpleNamespace(name="problem1_a", score=8.0)]
        return SimpleNamespace(
            student_id=student, notebooks=earned, score=8.0, late_submission_penalty=penalty
        )

    problems = [SimpleNamespace(name="problem1_a", max_score=10.0)]
    submissions = [submission("ada", 0.0), submission("bob", 1.5)]
    assignment = SimpleNamespace(
        name="hw1", notebooks=problems, submissions=submissions, max_score=10.0
    )
    for student in ("ada", "bob"):
        (tmp_path / "autograded" / student / "hw1").mkdir(parents=True)
        (tmp_path / "autograded" / student / "hw1" / "problem1_a.ipynb").touch()
    shown = gradetable.table(assignment, CourseDirectory(root=str(tmp_path)))
    rows = [line.split() for line in shown.split("\n")]
    assert rows == [
        ["hw1", "problem1", "late", "total"],
        ["points", "10", "10"],
        ["ada", "8", "8"],
        ["bob", "8", "-1.5", "6.5"],
    ]
