"""A roster is imported as it is meant, or refused in a sentence and not at all."""

import codecs

import pytest
from nbgrader.api import Gradebook

from grading.collect.roster import LineRefused, check_rows, read_roster
from tests.own_course import OwnCourse

HEADER = "id,first_name,last_name,email,lms_user_id"
TABLE = f"""{HEADER}
al1,José,Lovelace,,101
bn1,Bob,"Noyce, Jr.",b@example.org,102
,,,,
"""
SEMICOLONS = TABLE.replace('"Noyce, Jr."', "Noyce# Jr.").replace(",", ";").replace("#", ",")
SPACES = TABLE.replace('"Noyce, Jr."', "Noyce").replace(",", ", ")


@pytest.mark.parametrize("text", [TABLE, TABLE.replace("\n", "\r\n"), SEMICOLONS, SPACES])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_table_with_commas_or_semicolons_is_read_with_and_without_a_byte_order_mark(mark, text):
    columns, ((line, ada), (_, bob)) = read_roster(mark + text.encode())
    assert columns == HEADER.split(",") and line == 2
    assert (ada["first_name"], ada["email"], ada["lms_user_id"]) == ("José", "", "101")
    assert bob["last_name"].startswith("Noyce") and bob["lms_user_id"] == "102"


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (f"{HEADER}\nal1,Ada,,,\njo1,José,,,\n".encode("latin-1"), 3, "UTF-8, found the byte 0xe9"),
        (TABLE.encode("utf-16"), 1, "expected text in UTF-8"),
        (b"", 1, "among them id, found"),
        (b"name,email\nal1,x\n", 1, "among them id, found `name,email`"),
        (b"id\tfirst_name\nal1\tAda\n", 1, "commas or semicolons"),
        (b"id,first_name\nal1,Lovelace,Ada\n", 2, "expected 2 cells as in the first line, found 3"),
        (b'id,first_name\nal1,"Ada\n', 2, "cannot be read as one"),
    ],
)
def test_what_is_no_roster_is_refused_with_the_line(data, line, says):
    with pytest.raises(LineRefused, match=says) as refused:
        read_roster(data)
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("ids", "says"),
    [
        *(([one], "can be the name of a folder") for one in ("bad/id", "../up", ".", "..", "al1 ")),
        *(([one], "can be the name of a folder") for one in (" al1", ".git", "a*", "[x]", "a\nb")),
        ([""], "found nothing"),
        (["venv"], "can be the name of a folder"),
        (["example-me"], "kept for the example class"),
        (["al1", "bn1", "al1"], "stands in line 2 already"),
    ],
)
def test_an_id_that_no_student_can_have_is_refused(ids, says):
    with pytest.raises(LineRefused, match=says) as refused:
        check_rows([(line, {"id": one}) for line, one in enumerate(ids, 2)], {})
    assert refused.value.line == len(ids) + 1


@pytest.mark.parametrize("one", ["al1", "ada@example.org", "José", "Jose\u0301", "Ada Lovelace 7"])
def test_an_id_that_a_folder_can_have_is_taken(one):
    check_rows([(2, {"id": one, "lms_user_id": ""})], {"bn1": "", one: "7"})


@pytest.mark.parametrize("known", [{}, {"bn1": " 101", "al1": "9"}])
def test_a_number_that_two_students_would_have_is_refused(known):
    rows = [(2, {"id": "al1", "lms_user_id": "101"}), (3, {"id": "bn1", "lms_user_id": "102"})]
    check_rows(rows, known)  # who gets another number leaves the old one to others
    rows.append((4, {"id": "cc1", "lms_user_id": "101"}))
    with pytest.raises(LineRefused, match="`101` of `al1` is that of `cc1` as well"):
        check_rows(rows, known)
    with pytest.raises(LineRefused, match="is that of `bn1` as well"):
        check_rows([(2, {"id": "al1", "lms_user_id": "101"})], {"bn1": "101"})


def test_the_commands_import_what_is_sound_and_write_nothing_of_what_is_not(tmp_path):
    course = OwnCourse.at(tmp_path)
    path, database = course.root / "roster.csv", course.root / "gradebook.db"
    path.write_text(f"{HEADER}\nal1,Ada,,,\nbad/id,Bob,,,\n")
    said = course.run("db", "student", "import", "roster.csv")
    assert said.returncode == 1 and not database.exists()
    (line,) = said.stdout.strip().split("\n")
    assert line.startswith("roster.csv, line 3: expected an id") and "`bad/id`" in line
    said = course.run("db", "student", "add", "al1 ")
    assert said.returncode == 1 and not database.exists() and "found `al1 `" in said.stdout
    path.write_bytes(codecs.BOM_UTF8 + SEMICOLONS.replace("email", "mail").encode())
    said = course.run("db", "student", "import", "roster.csv")
    assert said.returncode == 0 and "not read: `mail`" in said.stdout
    with Gradebook(course.gradebook) as gradebook:
        found = {one.id: (one.first_name, one.last_name) for one in gradebook.students}
    assert found == {"al1": ("José", "Lovelace"), "bn1": ("Bob", "Noyce, Jr.")}
