"""What Moodle and Canvas pack into a zip arrives under the ids of the roster, whatever is in it."""

import io
import json
import os
import re
import shlex
import sys
import tarfile
import unicodedata
import zipfile
from collections import defaultdict
from datetime import datetime
from logging import getLogger
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import nbformat
import pytest
from nbgrader.api import Gradebook

from examples.students import hand_in
from grading.collect.archives import (
    ENDINGS,
    MOST_BYTES,
    NotOpened,
    Room,
    Unpacking,
    extract_archive,
)
from grading.collect.extracted import Extracted
from grading.collect.forms import CANVAS, MOODLE
from grading.collect.names import MOST_BYTES as LONGEST
from grading.collect.names import folder_name, letters, one_form
from grading.collect.people import Person, Roster, assign
from grading.collect.places import CollectedFile, places_of
from grading.collect.transfer import replace
from grading.course.answers import fill_in
from grading.intake.spelling import students_of
from tests.course import Course

NOTEBOOK = "problem1_pca.ipynb"
FORM = (
    "\nfrom grading.adapters.collect import {0}\n\nc.FileNameCollectorPlugin.named_regexp = {0}\n"
)
NFD = "José OBrien".replace("é", "e\N{COMBINING ACUTE ACCENT}")


def moodle(name, number, file=NOTEBOOK):
    return f"{name}_{number}_assignsubmission_file/{file}"


def zipped(*files):
    """A zip of pairs of name and content, in which a name may stand twice."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            with archive.open(name, "w") as file:
                file.write(content.encode() if isinstance(content, str) else content)
    return data.getvalue()


def damaged(name, content):
    """A zip that can be listed, with a file that cannot be read."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, content)
    return data.getvalue().replace(content.encode(), content.swapcase().encode(), 1)


def locked(name, content):
    """A zip whose only file says that it is encrypted."""
    data = bytearray(zipped((name, content)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def student(course, name, **about):
    # A new gradebook starts `alembic` by name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with Gradebook(course.gradebook) as gradebook:
        gradebook.add_student(name, **about)


def course_with_roster(root, form, *more):
    course = Course.copy_to(root, FORM.format(form))
    student(course, "al1", first_name="Ada", last_name="Lovelace", lms_user_id="101")
    student(course, "bn1", first_name="Bob", last_name="de la Noyce", lms_user_id="102")
    for name, about in more:
        student(course, name, **about)
    return course


def put(course, data, name="class.zip"):
    folder = course.root / "downloaded/hw11/archive"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def collect(course, *options):
    result = course.run("zip_collect", "hw11", *options)
    result.lines = result.stdout.splitlines()
    return result


def collected(course, name):
    """What lies in a student's folder, by place."""
    folder = course.root / "submitted" / name / "hw11"
    return {
        str(path.relative_to(folder)): path.read_text(errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def line_of(result, name):
    """The one line of a run that speaks of a student."""
    (line,) = [line for line in result.lines if f"ERROR] {name}: " in line]
    return line


# --- A class on Moodle, with what happens in one -----------------------------------------------


@pytest.fixture(scope="module")
def on_moodle(tmp_path_factory):
    course = course_with_roster(
        tmp_path_factory.mktemp("moodle"),
        "MOODLE",
        ("em1", {"first_name": "Eve", "last_name": "May"}),
        ("em2", {"first_name": "Eve", "last_name": "May"}),
        ("jo1", {"first_name": "José", "last_name": "O'Brien"}),
        ("tt1", {"first_name": "Tim", "last_name": "Twin"}),
        ("cb1", {"first_name": "Cut", "last_name": "Bytes"}),
        ("lo1", {"first_name": "Lo", "last_name": "Cked"}),
        ("pa1", {"first_name": "Pa", "last_name": "Th"}),
        ("ga1", {"first_name": "Grace", "last_name": "Alone"}),
        ("gb1", {"first_name": "Anne-Marie", "last_name": "Both"}),
    )
    put(
        course,
        zipped(
            (moodle("Ada Lovelace", 1), "counts"),
            (moodle("Ada Lovelace", 1, f"old/{NOTEBOOK}"), "older"),
            (moodle("Ada Lovelace", 1, "timestamp.txt"), "2000-01-01 00:00:00 UTC"),
            (moodle("Ada Lovelace", 1, moodle("Bob de la Noyce", 2)), "not Bob's"),
            (moodle("bob  De La Noyce", 2, "work.zip"), zipped((f"hw11/{NOTEBOOK}", "zipped"))),
            (moodle("bob  De La Noyce", 2, "helpers.py"), "here = True"),
            (moodle("Eve May", 3), "one"),
            (moodle("Eve May", 4), "the other"),
            (moodle(NFD, 5), "composed"),
            (moodle("Tim Twin", 6), "one"),
            (moodle("Tim Twin", 7), "the other"),
            (moodle("Cut Bytes", 8, "cut.zip"), zipped((NOTEBOOK, "x" * 99))[:-30]),
            (moodle("Cut Bytes", 8, "half.zip"), damaged(NOTEBOOK, "right")),
            (moodle("Lo Cked", 9, "locked.zip"), locked(NOTEBOOK, "secret")),
            (moodle("Pa Th", 10, "out.zip"), zipped((f"../../../{NOTEBOOK}", "inside"))),
            (moodle("Participant", 11), "hidden"),
            (moodle("Participant", 12), "hidden too"),
            (moodle("Group A", 13), "of a group"),
            (moodle("Group B-Grace Alone", 14), "of another"),
            (moodle("Group B-Anne-Marie Both", 15), "of another"),
            ("Default group_assignsubmission_file/notes.txt", "of the rest"),
            (moodle("\x1b[31m..\u202egro\nx", 16), "steers"),
            ("list.html", "of nobody"),
            ("\x1b[31mred\r\n[AutogradeApp | INFO] Graded al1: 20 of 20 points.txt", "of nobody"),
            (f"__MACOSX/{moodle('Ada Lovelace', 1, '._a')}", "litter"),
        ),
    )
    course.said = collect(course)
    assert course.said.returncode == 0, course.said.stdout
    return course


def test_a_student_who_has_a_file_twice_keeps_both_and_the_outer_one_has_the_plain_name(on_moodle):
    found = collected(on_moodle, "al1")
    assert found[NOTEBOOK] == "counts" and found[f"old/{NOTEBOOK}"] == "older"


def test_no_name_within_a_submission_makes_it_that_of_another_student(on_moodle):
    assert collected(on_moodle, "bn1") == {NOTEBOOK: "zipped", "helpers.py": "here = True"}
    assert "not Bob's" in collected(on_moodle, "al1").values()


def test_a_time_that_a_student_hands_in_is_not_taken_for_the_time_of_handing_in(on_moodle):
    assert not list((on_moodle.root / "submitted").rglob("timestamp.txt"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Eve May 3", "one"),
        ("Eve May 4", "the other"),
        ("Tim Twin 6", "one"),
        ("Tim Twin 7", "the other"),
    ],
)
def test_namesakes_are_collected_under_name_and_number_with_a_line_each(on_moodle, name, content):
    assert collected(on_moodle, name) == {NOTEBOOK: content}
    assert "Rename the folder" in line_of(on_moodle.said, name)


def test_a_name_that_a_mac_spells_in_its_own_way_is_found_and_signs_do_not_count(on_moodle):
    assert collected(on_moodle, "jo1") == {NOTEBOOK: "composed"}


def test_an_archive_that_is_cut_off_or_damaged_costs_its_student_only(on_moodle):
    assert set(collected(on_moodle, "cb1")) == {"cut.zip", "half.zip"}
    line = line_of(on_moodle.said, "cb1")
    assert "`cut.zip` is damaged" in line and "`half.zip` is damaged" in line


def test_an_archive_with_a_password_is_kept_and_named(on_moodle):
    assert set(collected(on_moodle, "lo1")) == {"locked.zip"}
    assert "`locked.zip` is locked with a password" in line_of(on_moodle.said, "lo1")


def test_a_path_that_leads_out_of_an_archive_stays_in_it(on_moodle):
    assert collected(on_moodle, "pa1") == {NOTEBOOK: "inside"}
    unpacked = on_moodle.root / "downloaded/hw11/extracted/class.zip"
    assert all(
        unpacked in path.parents for path in on_moodle.root.glob(f"downloaded/**/{NOTEBOOK}")
    )
    assert not (on_moodle.root / NOTEBOOK).exists()


def test_hidden_names_are_collected_by_number_with_one_line_for_all(on_moodle):
    assert collected(on_moodle, "Participant 11") == {NOTEBOOK: "hidden"}
    assert collected(on_moodle, "Participant 12") == {NOTEBOOK: "hidden too"}
    assert "as 2 people in the archive are" in line_of(on_moodle.said, "Participant 11")
    assert on_moodle.said.stdout.count("Participant 12") == 1


@pytest.mark.parametrize("group", ["Group A", "Default group"])
def test_work_of_a_group_that_names_no_member_is_collected_under_its_name(on_moodle, group):
    assert len(collected(on_moodle, group)) == 1
    assert "copied for each member" in line_of(on_moodle.said, group)


@pytest.mark.parametrize("member", ["ga1", "gb1"])
def test_work_of_a_group_that_names_its_members_is_collected_for_each(on_moodle, member):
    assert collected(on_moodle, member) == {NOTEBOOK: "of another"}


def test_a_name_that_steers_a_terminal_or_is_no_folder_is_made_safe_with_a_line(on_moodle):
    name = "__31m.._gro_x"
    assert collected(on_moodle, name) == {NOTEBOOK: "steers"}
    assert "no folder can be called" in line_of(on_moodle.said, name)
    assert "\x1b" not in on_moodle.said.stdout and "\u202e" not in on_moodle.said.stdout


def test_each_student_has_one_line_at_most_and_the_last_one_counts(on_moodle):
    said = [line.split(": ")[0] for line in on_moodle.said.lines]
    assert len(said) == len(set(said))
    assert not any("ERROR] al1" in line or "ERROR] bn1" in line for line in said)
    *_, last = on_moodle.said.lines
    assert (
        last
        == "hw11, 17 submissions: 17 collected. Files of no student: 2; .nbgrader.log names them."
    )
    assert "list.html" in (on_moodle.root / ".nbgrader.log").read_text()


def test_the_log_holds_no_letter_that_steers_and_no_name_forges_a_record(on_moodle):
    log = (on_moodle.root / ".nbgrader.log").read_text()
    assert "\ufffd[31m" in log and log.replace("\n", "").isprintable()
    records = [line for line in log.split("\n") if not line.startswith("    ")]
    assert all(line.startswith("[") for line in records if line)


# --- A class on Canvas -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def on_canvas(tmp_path_factory):
    course = course_with_roster(
        tmp_path_factory.mktemp("canvas"),
        "CANVAS",
        ("cl1", {"first_name": "Cleo", "last_name": "Group", "lms_user_id": " 103"}),
        ("dd1", {"first_name": "Dan", "last_name": "Double", "lms_user_id": "104"}),
        ("ee1", {"first_name": "Eve", "last_name": "Double", "lms_user_id": "104"}),
    )
    problem2 = "problem2_kmeans"
    put(
        course,
        zipped(
            ("lovelaceada_101_9001_problem1_pca.ipynb", "first"),
            ("lovelaceada_101_9002_problem1_pca-1.ipynb", "second"),
            ("lovelaceada_101_9003_problem1_pca-2.ipynb", "third"),
            ("lovelaceada_101_9004_helpers-1.py", "again = True"),
            ("lovelaceada_101_9005_run-2.csv", "a name of its own"),
            ("lovelaceada_101_9006_x_102_1_problem1_pca.ipynb", "not Bob's"),
            ("delanoycebob_LATE_102_9010_work.zip", zipped((f"hw11/{NOTEBOOK}", "zipped"))),
            (
                f"delanoycebob_LATE_102_9011_{problem2}-0b1f5e1a-1111-4222-8333-abcdefabcdef.ipynb",
                "k",
            ),
            ("teamx_103_9020_problem1_pca.ipynb", "of a team"),
            ("doubledan_104_9030_problem1_pca.ipynb", "whose?"),
            ("anon_aB3xY_9040_problem1_pca.ipynb", "hidden"),
            ("LATE_anon_cD4zW_9041_problem1_pca.ipynb", "hidden too"),
            ("unknownmallory_105_9050_problem1_pca.ipynb", "m1"),
            (f"unknownmallory_105_9051_{problem2}.ipynb", "m2"),
            ("unknownmallory_105_text.html", "typed"),
        ),
        "ml_2026_11_submissions.zip",  # a name that looks like that of a file of student 2026
    )
    course.said = collect(course)
    assert course.said.returncode == 0, course.said.stdout
    return course


def test_the_last_attempt_has_the_plain_name_and_earlier_ones_are_kept(on_canvas):
    found = collected(on_canvas, "al1")
    assert found.pop(NOTEBOOK) == "third"
    assert found["helpers.py"] == "again = True" and found["run-2.csv"] == "a name of its own"
    earlier = {text for place, text in found.items() if place.endswith(f"/{NOTEBOOK}")}
    assert earlier == {"first", "second"}


def test_a_file_name_with_numbers_does_not_make_it_that_of_another_student(on_canvas):
    assert "not Bob's" in collected(on_canvas, "al1").values()
    expected = {NOTEBOOK: "zipped", "problem2_kmeans.ipynb": "k"}
    assert collected(on_canvas, "bn1") == expected


def test_work_of_a_team_is_collected_for_the_member_whose_number_it_has_with_a_line(on_canvas):
    assert collected(on_canvas, "cl1") == {NOTEBOOK: "of a team"}
    line = line_of(on_canvas.said, "cl1")
    assert "Cleo Group" in line and "teamx" in line and "other members" in line


def test_a_number_that_two_of_the_roster_have_costs_these_two_only(on_canvas):
    assert collected(on_canvas, "104") == {NOTEBOOK: "whose?"}
    assert "(dd1, ee1)" in line_of(on_canvas.said, "104")


def test_hidden_names_on_canvas_are_collected_by_their_code_with_one_line(on_canvas):
    assert collected(on_canvas, "anon_aB3xY") == {NOTEBOOK: "hidden"}
    assert collected(on_canvas, "anon_cD4zW") == {NOTEBOOK: "hidden too"}
    assert "let it show them" in line_of(on_canvas.said, "anon_aB3xY")


def test_who_is_not_in_the_roster_has_one_line_for_all_files(on_canvas):
    assert len(collected(on_canvas, "105")) == 3
    assert "no student of the roster" in line_of(on_canvas.said, "105")


# --- A second time -----------------------------------------------------------------------------


def test_names_that_are_an_ending_only_stop_nobody(tmp_path):
    course = course_with_roster(tmp_path, "CANVAS")
    put(
        course,
        zipped(
            ("lovelaceada_101_9001_.x", "one"),
            ("lovelaceada_101_9002_.x.x", "two"),
            (f"maybob_102_9003_{NOTEBOOK}", "bob"),
        ),
    )
    result = collect(course)
    assert result.returncode == 0, result.stdout
    assert NOTEBOOK in collected(course, "bn1")
    assert sorted(collected(course, "al1").values()) == ["one", "two"]


def test_a_folder_that_is_called_like_the_time_is_left_out():
    place = PurePosixPath("timestamp.txt/x")
    assert places_of([CollectedFile(Path("x"), place, "a.zip")], {NOTEBOOK}) == {}


def test_a_second_run_changes_nothing_and_says_what_to_do(tmp_path):
    course = course_with_roster(tmp_path, "MOODLE")
    put(course, zipped((moodle("Ada Lovelace", 1), "first")))
    assert collect(course).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in course.root.glob("*/**/*.ipynb")}
    put(course, zipped((moodle("Ada Lovelace", 1), "second")))
    again = collect(course)
    assert again.returncode == 1 and len(again.lines) == 1 and "Add --force" in again.stdout
    assert before == {path: path.stat().st_mtime_ns for path in course.root.glob("*/**/*.ipynb")}


def test_a_later_archive_replaces_what_it_holds_and_leaves_the_others_alone(tmp_path):
    course = course_with_roster(
        tmp_path, "MOODLE", ("em1", {"first_name": "Eve", "last_name": "May"})
    )
    ada, bob, eve = moodle("Ada Lovelace", 1), moodle("Bob de la Noyce", 2), moodle("Eve May", 3)
    put(
        course,
        zipped((ada, "a1"), (moodle("Ada Lovelace", 1, "more.txt"), "m"), (bob, "b"), (eve, "e")),
    )
    assert collect(course).returncode == 0
    for name in ("al1", "em1"):
        stamp = course.root / "submitted" / name / "hw11" / "timestamp.txt"
        stamp.write_text("2026-11-30 23:00:00 UTC")
    put(course, zipped((ada, "a2"), (eve, "e")))
    said = collect(course, "--force")
    assert said.returncode == 0 and collected(course, "bn1") == {NOTEBOOK: "b"}
    # Who handed in something new has a line where the time was that of the earlier submission.
    assert collected(course, "al1") == {NOTEBOOK: "a2"}
    assert "`2026-11-30 23:00:00 UTC`" in line_of(said, "al1")
    assert collected(course, "em1") == {NOTEBOOK: "e", "timestamp.txt": "2026-11-30 23:00:00 UTC"}
    assert said.lines[-1] == "hw11, 2 submissions: 1 collected, 1 unchanged."


def test_what_lies_there_already_stays_without_force_and_costs_its_student_only(tmp_path):
    course = course_with_roster(
        tmp_path, "MOODLE", ("em1", {"first_name": "Eve", "last_name": "May"})
    )
    by_hand = course.root / "submitted/al1/hw11"
    by_hand.mkdir(parents=True)
    (by_hand / NOTEBOOK).write_text("by hand")
    (course.root / "submitted/em1").write_text("a file in the way")
    ada, bob, eve = moodle("Ada Lovelace", 1), moodle("Bob de la Noyce", 2), moodle("Eve May", 3)
    put(course, zipped((ada, "zip"), (bob, "b"), (eve, "e")))
    said = collect(course)
    assert said.returncode == 0, said.stdout
    assert collected(course, "al1") == {NOTEBOOK: "by hand"}
    assert "Add --force" in line_of(said, "al1") and "is in the way" in line_of(said, "em1")
    assert collected(course, "bn1") == {NOTEBOOK: "b"}


def test_whoever_was_collected_before_the_roster_was_mended_is_collected_anew_and_named(tmp_path):
    course = course_with_roster(tmp_path, "MOODLE")
    for name in ("Ada Lovelace", "Nobody Now"):
        hand_in(course.root / "submitted", name, "hw11", {})
        student(course, name)  # as grading adds who is not in the roster
    put(course, zipped((moodle("Ada Lovelace", 1), "a"), (moodle("Bob de la Noyce", 2), "b")))
    said = collect(course)
    assert collected(course, "al1") == {NOTEBOOK: "a"}
    line = line_of(said, "al1")
    assert "`submitted/Ada Lovelace/hw11` is left of an earlier collection" in line
    assert not any("ERROR] bn1" in line for line in said.lines)
    command = re.search(r"`nbgrader (db student remove .*)`", line)[1]
    assert course.run(*shlex.split(command)).returncode == 0
    with Gradebook(course.gradebook) as gradebook:
        assert {one.id for one in gradebook.students} == {"al1", "bn1", "Nobody Now"}


@pytest.mark.parametrize(
    ("form", "content", "says"),
    [
        ("MOODLE", None, "expected the zip from the learning platform"),
        ("MOODLE", b"PK no zip at all", "is damaged"),
        (
            "MOODLE",
            zipped(("lovelaceada_101_9001_problem1_pca.ipynb", "x")),
            "Is that MOODLE where",
        ),
        ("''", zipped((moodle("Ada Lovelace", 1), "x")), "expected MOODLE or CANVAS"),
    ],
)
def test_what_cannot_be_collected_at_all_is_said_in_a_sentence(tmp_path, form, content, says):
    config = FORM.format("MOODLE") + f"c.FileNameCollectorPlugin.named_regexp = {form}\n"
    course = Course.copy_to(tmp_path, config)
    if content is not None:
        put(course, content)
    said = collect(course)
    assert said.returncode == 1 and says in said.stdout and "Traceback" not in said.stdout
    assert not (course.root / "submitted").exists()


# --- Archives ----------------------------------------------------------------------------------


def test_an_archive_that_grows_without_end_is_stopped(tmp_path):
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(zipped(("zeros", bytes(3_000_000))))
    with pytest.raises(NotOpened, match="holds more than"):
        extract_archive(bomb, tmp_path / "out", Room(size=2_000_000))
    assert sum(path.stat().st_size for path in (tmp_path / "out").rglob("*")) <= 2_000_000
    bomb.write_bytes(zipped(*((f"{n}", "") for n in range(20))))
    with pytest.raises(NotOpened, match="holds more than"):
        extract_archive(bomb, tmp_path / "other", Room(files=10))
    assert Room().size == MOST_BYTES


def test_all_archives_of_a_student_share_one_room_and_a_bomb_takes_nothing_of_it(tmp_path):
    bomb = zipped(("zeros", bytes(3_000_000)))
    half = zipped(("half", bytes(600_000)))
    uploads = [("a.zip", bomb), ("b.zip", half), ("c.zip", half), ("d.zip", half)]
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/class.zip").write_bytes(
        zipped(
            *((moodle("Ada Lovelace", 1, name), data) for name, data in uploads),
            (moodle("Bob de la Noyce", 2, "b.zip"), half),
        )
    )
    unpacking = Unpacking(MOODLE, ENDINGS, getLogger())
    unpacking.rooms = defaultdict(lambda: Room(size=1_300_000))
    unpacking.extract_all(tmp_path / "archive", tmp_path / "extracted")
    assert {path.name for path in unpacking.failures} == {"a.zip", "d.zip"}
    assert len([*tmp_path.glob("extracted/*/*/*/half")]) == 3


def test_files_of_one_name_in_an_archive_get_places_of_their_own(tmp_path):
    source = tmp_path / "twice.zip"
    with pytest.warns(UserWarning, match="Duplicate"):
        source.write_bytes(zipped(("a/x", "one"), ("a/x", "two"), ("a", "a file"), ("a\\y", "y")))
    assert extract_archive(source, tmp_path / "out", Room()) == {}
    texts = {path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert texts == {"one", "two", "a file", "y"}


def test_a_file_of_an_archive_that_cannot_be_read_costs_no_other(tmp_path):
    source = tmp_path / "half.zip"
    source.write_bytes(with_damage(zipped(("good", "g" * 50), ("bad", "b" * 50))))
    assert {str(place) for place in extract_archive(source, tmp_path / "out", Room())} == {"bad"}
    assert (tmp_path / "out/good").read_text() == "g" * 50


def with_damage(data):
    """The same archive, with a wrong checksum of the second file."""
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4) + 16
    return data[:at] + b"0000" + data[at + 4 :]


@pytest.mark.parametrize("name", ["é/x.ipynb", "e\N{COMBINING ACUTE ACCENT}/x.ipynb"])
def test_a_name_is_read_as_utf_8_also_where_the_archive_does_not_say_so(tmp_path, name):
    data = zipped((name, "x"))
    source = tmp_path / "mac.zip"
    source.write_bytes(data.replace(b"\x00\x08", b"\x00\x00"))
    with zipfile.ZipFile(source) as archive:
        assert archive.namelist() != [name]
    extract_archive(source, tmp_path / "out", Room())
    assert (tmp_path / "out" / name).is_file()


@pytest.mark.parametrize("kind", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_archives_are_opened_and_their_links_are_left_out(tmp_path, kind):
    source = tmp_path / "work.tar.gz"
    with tarfile.open(source, kind) as archive:
        info = tarfile.TarInfo("../x.ipynb")
        info.size = 2
        archive.addfile(info, io.BytesIO(b"ab"))
        link = tarfile.TarInfo("link.ipynb")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    extract_archive(source, tmp_path / "out", Room())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x.ipynb"]


def test_a_name_that_is_too_long_for_the_disk_is_cut_and_keeps_its_ending(tmp_path):
    source = tmp_path / "long.zip"
    source.write_bytes(zipped((f"{'é' * 400}.ipynb", "x")))
    extract_archive(source, tmp_path / "out", Room())
    (path,) = (tmp_path / "out").iterdir()
    assert (
        path.suffix == ".ipynb"
        and path.stem.startswith("éé")
        and len(path.name.encode()) <= LONGEST
    )


# --- Names, people, places ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../../etc", "..", "/", "", ".git", ".hidden", "a\nb", "x" * 999, "ж" * 999, "\udcff", "venv"],
)
def test_any_name_becomes_one_that_a_folder_can_have(tmp_path, name):
    folder = folder_name(name)
    (tmp_path / folder).mkdir()
    assert (tmp_path / folder).parent == tmp_path and not folder.startswith(".")
    assert folder.isprintable() and folder not in ("", "venv")


def test_names_are_compared_in_one_form():
    assert one_form("ＡＤＡ  lovelace ") == one_form("Ada Lovelace")
    assert letters("İNCİ IŞIK") == letters("İnci Işık")
    assert letters("O\u2019Brien-Smith") == letters("OBrien Smith")
    assert letters("किरण") != letters("करण")


def files_of(form, *paths, tmp_path):
    for path in paths:
        place = tmp_path / "extracted" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(path)
    return Extracted(tmp_path / "extracted", tmp_path / "archive", form)


def roster(**names):
    return Roster(
        SimpleNamespace(id=i, lms_user_id=None, first_name=first, last_name=last)
        for i, (first, last) in names.items()
    )


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("all/Ada Lovelace_4711_assignsubmission_file/problem1_pca.ipynb", NOTEBOOK),
        (
            "all/Ada Lovelace_4711_assignsubmission_file_/hw11/problem1_pca.ipynb",
            f"hw11/{NOTEBOOK}",
        ),
        ("Ada Lovelace_4711_assignsubmission_file_problem1_pca.ipynb", NOTEBOOK),
        ("Ada Lovelace_4711_assignsubmission_onlinetext/onlinetext.html", "onlinetext.html"),
    ],
)
def test_moodle_names_a_folder_or_a_file_by_student(tmp_path, path, place):
    extracted = files_of(MOODLE, path, tmp_path=tmp_path)
    (person,) = extracted.people.values()
    assert (person.written, person.number) == ("Ada Lovelace", "4711")
    assert [str(file.place) for file in person.files] == [place]


@pytest.mark.parametrize(
    ("path", "number", "place"),
    [
        ("all/lovelaceada_101_9002_problem1_pca.ipynb", "101", NOTEBOOK),
        ("delanoycebob_LATE_102_9003_problem1_pca-2.ipynb", "102", "problem1_pca-2.ipynb"),
        ("o_brien_103_9004_work.ZIP/x.ipynb", "103", "work.ZIP/x.ipynb"),
        ("LATE_anon_aB3xY_9005_x.ipynb", "anon_aB3xY", "x.ipynb"),
        ("anon_12345_9006_x.ipynb", "anon_12345", "x.ipynb"),
        ("lovelaceada_101_link.html", "101", "link.html"),
    ],
)
def test_canvas_names_a_file_by_number(tmp_path, path, number, place):
    extracted = files_of(CANVAS, path, tmp_path=tmp_path)
    (person,) = extracted.people.values()
    assert person.written == number and [str(file.place) for file in person.files] == [place]


def test_a_name_with_the_last_name_in_front_is_found_unless_it_is_that_of_another(tmp_path):
    people = roster(al1=("Ada", "Lovelace"), tm1=("Thomas", "Martin"), mt1=("Martin", "Thomas"))
    assert people.find("Lovelace Ada") == people.find("Lovelace, Ada") == ["al1"]
    assert people.find("Martin Thomas") == ["mt1"]


def test_a_hyphen_in_a_name_is_no_group(tmp_path):
    extracted = files_of(MOODLE, moodle("Jean-Luc Picard", 1), tmp_path=tmp_path)
    (submission,) = assign([*extracted.people.values()], roster(lp1=("Luc", "Picard")))
    assert submission.folder == "Jean-Luc Picard"


@pytest.mark.parametrize(
    ("group", "folders"),
    [
        ("Group A", ["al1"]),
        ("Team 7", ["al1"]),
        ("Blue", ["Blue-Ada Lovelace"]),
        ("Jean", ["Jean-Ada Lovelace"]),
        ("Anna M", ["al1"]),
    ],
)
def test_the_only_member_of_a_group_is_found_where_the_beginning_is_no_name(group, folders):
    written = f"{group}-Ada Lovelace"
    for grading_has_added in ({}, {written: ("", "")}):
        found = assign([Person(written, "1")], roster(al1=("Ada", "Lovelace"), **grading_has_added))
        assert [submission.folder for submission in found] == folders
        said = " ".join(found[0].remarks)
        assert (f"If `{group}` is a group, this is its member's, `al1`" in said) == (
            folders != ["al1"]
        )


def test_somebody_whom_only_grading_has_added_is_still_not_in_the_roster():
    students = roster(al1=("Ada", "Lovelace"), **{"Bob Noyce": ("", "")})
    (submission,) = assign([Person("Bob Noyce", "1")], students)
    assert "no student of the roster" in submission.remarks[0]
    (submission,) = assign([Person("101")], roster(**{"101": ("", "")}))
    assert submission.remarks == []  # a roster of ids


def archives(tmp_path, *files):
    """The people of files in archives, each as archive, name and number."""
    for name in {name for name, *_ in files}:
        (tmp_path / "archive" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "archive" / name).touch()
    paths = [f"{archive}/{moodle(name, number)}" for archive, name, number in files]
    return [*files_of(MOODLE, *paths, tmp_path=tmp_path).people.values()]


ADA_AND_EVE = {"al1": ("Ada", "Lovelace"), "em1": ("Eve", "May")}


def test_archives_of_one_problem_each_come_together_though_their_numbers_differ(tmp_path):
    ada = [("p1.zip", "Ada Lovelace", 1), ("p2.zip", "Ada Lovelace", 3)]
    eve = [("p1.zip", "Eve May", 2), ("p2.zip", "Eve May", 4)]
    found = assign(archives(tmp_path, *ada, *eve), roster(**ADA_AND_EVE))
    assert [submission.folder for submission in found] == ["al1", "em1"]
    assert all(len(one.people) == 2 and one.came_together for one in found)


@pytest.mark.parametrize(
    "others", [[], [("a.zip", "Ada Lovelace", 1), ("b.zip", "Ada Lovelace", 1)]]
)
@pytest.mark.parametrize("known", [ADA_AND_EVE, {}])
def test_two_numbers_of_one_name_in_two_archives_of_one_assignment_are_two_people(
    tmp_path, others, known
):
    eves = [("a.zip", "Eve May", 2), ("b.zip", "Eve May", 3)]
    found = assign(archives(tmp_path, *others, *eves), roster(**known))
    assert {"Eve May 2", "Eve May 3"} <= {submission.folder for submission in found}
    assert not any(submission.came_together for submission in found)


def test_of_two_archives_the_newer_one_counts_and_the_same_file_is_kept_once(tmp_path):
    files = []
    for number, text in enumerate(("old", "new", "new")):
        path = tmp_path / f"{number}.ipynb"
        path.write_text(text)
        files.append(CollectedFile(path, Path(NOTEBOOK), f"{number}.zip", saved=number))
    places = places_of(files, {NOTEBOOK})
    assert places == {files[2].path: NOTEBOOK, files[0].path: f"other 1/{NOTEBOOK}"}


def test_of_two_files_whose_names_tell_the_time_the_later_one_counts(tmp_path):
    form = r".*_(?P<student_id>\w+)_at_(?P<timestamp>[0-9TZ:-]+)_(?P<file_id>.+)"
    names = [f"hw_al1_at_2026-01-{day}T15:00:00Z_{NOTEBOOK}" for day in (30, 31)]
    (person,) = files_of(form, *names, tmp_path=tmp_path).people.values()
    places = places_of(person.files, {NOTEBOOK})
    assert places[tmp_path / "extracted" / names[1]] == NOTEBOOK and len(places) == 2


def test_a_roster_whose_id_is_no_folder_does_not_lead_out_of_the_course(tmp_path):
    extracted = files_of(MOODLE, moodle("Ada Lovelace", 1), tmp_path=tmp_path)
    students = roster(**{"../../al1": ("Ada", "Lovelace")})
    (submission,) = assign([*extracted.people.values()], students)
    assert "/" not in submission.folder and "no folder can be called" in submission.remarks[0]


# --- Spellings in submitted/, and the whole way ------------------------------------------------


def test_a_folder_is_that_of_the_student_whose_id_looks_the_same():
    nfc, nfd = (unicodedata.normalize(form, "José") for form in ("NFC", "NFD"))
    assert students_of([nfd], [nfc]) == {nfc: [nfd]}
    assert students_of([nfc], [nfd]) == {nfd: [nfc]}
    assert students_of([nfd, nfc], [nfc]) == {nfc: [nfc, nfd]}
    assert students_of([nfd, nfc], []) == {nfc: [nfc, nfd]}
    assert students_of([nfd, "ada"], []) == {nfd: [nfd], "ada": ["ada"]}


@pytest.mark.slow
def test_a_class_goes_from_zips_to_grades_and_everybody_has_their_own(tmp_path):
    nfc, nfd = (unicodedata.normalize(form, "josé") for form in ("NFC", "NFD"))
    course = course_with_roster(
        tmp_path,
        "MOODLE",
        (nfc, {"first_name": "José", "last_name": "O'Brien"}),
        ("em1", {"first_name": "Eve", "last_name": "May"}),
    )
    assert course.run("generate_assignment", "hw11").returncode == 0
    name, notebook = fill_in("hw11", "problem3")
    right, file = nbformat.writes(notebook), f"{name}.ipynb"
    blank = (course.root / "release/hw11" / file).read_text()
    put(
        course,
        zipped(
            (moodle("Ada Lovelace", 1, "work.zip"), zipped((f"hw11/{file}", right))),
            (moodle("Bob de la Noyce", 2, file), right),
            (moodle("Bob de la Noyce", 2, f"old/{file}"), blank),
            (moodle(NFD, 3, file), right),
            (moodle("Eve May", 4, file), right),
            (moodle("Eve May", 5, file), blank),
            (moodle("Mallory Unknown", 6, "broken.zip"), zipped((file, right))[:-40]),
        ),
    )
    assert collect(course).returncode == 0
    # Somebody copied one student's work on a Mac.
    hand_in(course.root / "submitted", nfd, "hw11", {name: notebook})
    result = course.run("autograde", "hw11", OMP_NUM_THREADS="1")
    assert result.returncode == 0, result.stdout
    for one in ("al1", "bn1", nfc, "Eve May 4"):
        assert course.lost("hw11", one, name) == set(), one
    assert course.lost("hw11", "Eve May 5", name)
    assert all(not earned for earned, _ in course.scores("hw11", "Mallory Unknown").values())
    told = json.dumps(course.autograded("hw11", "Mallory Unknown"))
    assert "broken.zip" in told
    assert "spelled with other letters" in result.stdout
    with Gradebook(course.gradebook) as gradebook:
        assert nfd not in [known.id for known in gradebook.students]


class TestFoldersAreReplacedAsAWhole:
    @pytest.fixture
    def files(self, tmp_path):
        """The folder of a submission that holds an old file, and a new one for it."""
        folder = tmp_path / "submitted" / "ada" / "hw11"
        folder.mkdir(parents=True)
        (folder / "old.ipynb").write_text("old")
        (tmp_path / "new.ipynb").write_text("new")
        return folder, tmp_path / "new.ipynb"

    def test_a_file_that_cannot_be_copied_leaves_the_folder_as_it_was(self, files):
        folder, new = files
        pairs = [(new, Path("new.ipynb")), (new.with_name("gone.ipynb"), Path("gone.ipynb"))]
        with pytest.raises(OSError):
            replace(folder, pairs, None)
        assert [path.name for path in folder.iterdir()] == ["old.ipynb"]
        assert [path.name for path in folder.parent.iterdir()] == ["hw11"]

    def test_what_was_stopped_between_two_steps_is_put_right_by_the_next_run(self, files):
        folder, new = files
        folder.rename(folder.with_name(".hw11.before"))
        folder.with_name(".hw11.unfinished").mkdir()
        with pytest.raises(OSError):
            replace(folder, [(new.with_name("gone.ipynb"), Path("gone.ipynb"))], None)
        assert [path.name for path in folder.iterdir()] == ["old.ipynb"]
        replace(folder, [(new, Path("a/new.ipynb"))], datetime(2026, 11, 30, 22, 30))
        assert sorted(path.name for path in folder.rglob("*")) == [
            "a",
            "new.ipynb",
            "timestamp.txt",
        ]
        assert (folder / "timestamp.txt").read_text() == "2026-11-30 22:30:00 UTC"
        assert [path.name for path in folder.parent.iterdir()] == ["hw11"]
