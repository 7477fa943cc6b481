"""Grades are sent to a learning platform: signed, once, and never over what a teacher changed."""

import dataclasses
import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from nbgrader.api import Gradebook

from grading.adapters.passback import Passback
from grading.errors import CourseError
from grading.lti import connection, keys, services
from grading.lti.connection import Access, PlatformFailed
from grading.lti.deciding import Wanted
from grading.lti.registration import NotSetUp, Registration
from grading.lti.sending import Options, Sender
from grading.lti.sent import Journal
from grading.lti.services import (
    LINE_ITEM,
    RESULT,
    SCORE,
    GradeServices,
    LineItem,
    Score,
    ScoreRefused,
)
from tests.lti_platform import Platform, Refused
from tests.own_course import ASSIGNMENT, OwnCourse
from tests.simulated_class import ASSIGNMENT as ROOM
from tests.simulated_class import FUNCTIONS, SimulatedClass, Work

CLIENT = "10000000000003"
NOW = datetime(2026, 11, 30, 12, 0, 0, 250_000, UTC)
USERS = ("101", "102", "103", "104")
ALL = {name: True for functions in FUNCTIONS.values() for name in functions}


@pytest.fixture(scope="module")
def key_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "lti.pem"
    keys.make_key(path)
    return path


@pytest.fixture
def platform(key_file):
    key = keys.read_key(key_file)
    with Platform(CLIENT, keys.public_pem(key), keys.name_of(key), USERS) as platform:
        yield platform


@pytest.fixture
def registration(platform, key_file):
    return Registration(platform.token_url, CLIENT, key_file, platform.audience)


def connected(registration, scopes=(SCORE, LINE_ITEM, RESULT), wait=None):
    """A connection that waits for nobody, unless a test looks at that."""
    key = keys.read_key(registration.key_file)
    return Access(registration, key, scopes, wait or (lambda seconds: None))


@pytest.fixture
def service(registration):
    return GradeServices(connected(registration))


@pytest.fixture
def column(platform):
    return LineItem(platform.add_column())


def grade(student, given, comment="", maximum=100.0):
    """What a platform should know of a student, whose user id follows from the name."""
    users = dict(zip(("ada", "bob", "cyd", "dan"), USERS, strict=True))
    return Wanted(student, users.get(student, "999"), given, maximum, comment)


@pytest.fixture
def send(service, column, tmp_path):
    """Send grades at some hour; returns the sender. What was sent is kept from call to call."""

    def send(*grades, hours=0, **options):
        journal = Journal(tmp_path / "passback" / "hw.json")
        at = NOW + timedelta(hours=hours)
        sender = Sender(service, column, journal, Options(**options), lambda: at)
        sender.send_all(grades)
        return sender

    return send


# --- Access ------------------------------------------------------------------------------------


def test_access_is_given_to_a_signed_assertion_and_each_has_a_number_of_its_own(
    platform, registration
):
    line = connected(registration)
    line.take_access()
    line.take_access()
    assert len(platform.used) == 2
    _, given = platform.tokens["access-token-number-1"]
    assert given == {SCORE, LINE_ITEM, RESULT}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"audience": "https://elsewhere.example"}, "aud"),
        ({"client_id": "somebody-else"}, "iss"),
    ],
)
def test_an_assertion_for_somebody_else_is_refused_in_one_sentence(registration, change, named):
    line = connected(dataclasses.replace(registration, **change))
    with pytest.raises(PlatformFailed, match=rf"gives no access \(400, invalid_client: {named}\)"):
        line.take_access()


def test_an_assertion_that_has_run_out_is_refused(registration, monkeypatch):
    monkeypatch.setattr(connection, "ASSERTION", -1)
    with pytest.raises(PlatformFailed, match=r"invalid_client: exp"):
        connected(registration).take_access()


def test_an_assertion_that_was_used_before_is_refused(platform, registration):
    line = connected(registration)
    headers = {"typ": "JWT", "kid": platform.key_id}
    again = PrivateKeyJWT(platform.audience, claims={"jti": "the same"}, headers=headers)
    line.session.register_client_auth_method(again)
    line.take_access()
    with pytest.raises(PlatformFailed, match=r"invalid_client: jti"):
        line.take_access()


def test_another_key_under_the_same_name_is_refused(platform, registration, tmp_path, monkeypatch):
    keys.make_key(tmp_path / "other.pem")
    other = dataclasses.replace(registration, key_file=tmp_path / "other.pem")
    with pytest.raises(PlatformFailed, match=r"invalid_client: kid"):
        connected(other).take_access()
    monkeypatch.setattr(connection, "name_of", lambda key: platform.key_id)
    with pytest.raises(PlatformFailed, match=r"invalid_client: signature.*--public-key"):
        connected(other).take_access()


def test_what_the_platform_does_not_allow_is_said_before_anything_is_sent(platform, registration):
    platform.allowed -= {LINE_ITEM}
    with pytest.raises(PlatformFailed, match=rf"does not let this tool do .*: {LINE_ITEM}\."):
        connected(registration).take_access()
    platform.allowed.clear()
    with pytest.raises(PlatformFailed, match=r"gives no access \(400, invalid_scope\)"):
        connected(registration).take_access()


def test_access_that_has_run_out_is_asked_for_again(platform, registration, column):
    platform.lifetime = 30  # less than the minute in which it counts as nearly over
    service = GradeServices(connected(registration))
    service.results(column)
    service.results(column)
    assert len(platform.used) == 2
    platform.lifetime = 3600
    service.results(column)
    platform.tokens.clear()  # taken back before its time
    assert service.results(column) == {}
    assert len(platform.used) == 4


@pytest.mark.parametrize(
    "address", ["http://lms.example.org/token", "lms.example.org", "", "https"]
)
def test_an_address_at_which_others_could_read_along_is_refused(registration, address):
    with pytest.raises(NotSetUp, match=r"c\.Passback\.token_url has to be .* https://, found"):
        connected(dataclasses.replace(registration, token_url=address))


# --- The key -----------------------------------------------------------------------------------


def test_the_key_is_readable_by_its_owner_alone_and_never_written_over(key_file, tmp_path):
    assert key_file.stat().st_mode & 0o777 == 0o600
    before = key_file.read_bytes()
    with pytest.raises(NotSetUp, match=r"is there already"):
        keys.make_key(key_file)
    assert key_file.read_bytes() == before
    with pytest.raises(NotSetUp, match=r"could not be written: No such file"):
        keys.make_key(tmp_path / "nowhere" / "lti.pem")


def test_a_key_that_others_may_read_is_refused(key_file, tmp_path):
    copy = tmp_path / "open.pem"
    copy.write_bytes(key_file.read_bytes())
    copy.chmod(0o640)
    with pytest.raises(NotSetUp, match=r"its mode is 640\).*chmod 600"):
        keys.read_key(copy)


@pytest.mark.parametrize("content", ["", "no key", "public"])
def test_what_is_no_private_key_is_refused_in_a_sentence(key_file, tmp_path, content):
    path = tmp_path / "lti.pem"
    public = keys.public_pem(keys.read_key(key_file))
    path.write_text(public if content == "public" else content)
    path.chmod(0o600)
    with pytest.raises(NotSetUp, match=r"holds no private RSA key"):
        keys.read_key(path)
    with pytest.raises(NotSetUp, match=r"cannot be read \(No such file.*--new-key"):
        keys.read_key(tmp_path / "nowhere.pem")


def test_what_is_shown_of_the_key_is_public(key_file):
    key = keys.read_key(key_file)
    shown = json.loads(keys.public_jwk(key))
    assert set(shown) == {"kty", "n", "e", "kid", "alg", "use"}
    assert keys.public_pem(key).startswith("-----BEGIN PUBLIC KEY-----")


# --- Columns, scores, results ------------------------------------------------------------------


def test_a_column_is_found_by_its_assignment_or_made_once(platform, service):
    for name in ("hw1", "hw2", "hw3"):
        platform.add_column(f"Homework of {name}", name)
    found = service.find(platform.line_items_url, "hw3")
    assert found is not None and found.label == "Homework of hw3"
    assert service.find(platform.line_items_url, "hw11") is None
    made = service.create(platform.line_items_url, "hw11", 100.0)
    assert service.find(platform.line_items_url, "hw11") == made
    assert made.maximum == 100.0 and len(platform.columns) == 4


def test_two_columns_for_one_assignment_are_a_question_for_a_person(platform, service):
    for label in ("first", "second"):
        platform.add_column(label)
    with pytest.raises(PlatformFailed, match=r"several columns for hw: first, second\. .*urls"):
        service.find(platform.line_items_url, "hw")


def test_results_are_read_page_by_page(platform, service, column):
    for number, user in enumerate(USERS):
        platform.teacher_gives(user, number)
    assert {u: one.points for u, one in service.results(column).items()} == {
        "101": 0.0,
        "102": 1.0,
        "103": 2.0,
        "104": 3.0,
    }


@pytest.mark.parametrize(
    ("name", "call", "status"),
    [
        ("ONE_SCORE", lambda s, c, p: s.post(c, score()), 415),
        ("ONE_ITEM", lambda s, c, p: s.create(p.line_items_url, "hw", 100.0), 415),
        ("ITEMS", lambda s, c, p: s.find(p.line_items_url, "hw"), 406),
        ("RESULTS", lambda s, c, p: s.results(c), 406),
    ],
)
def test_a_wrong_media_type_is_refused(platform, service, column, monkeypatch, name, call, status):
    call(service, column, platform)
    monkeypatch.setattr(services, name, "application/json")
    with pytest.raises(PlatformFailed, match=rf"answered something else .*\({status}, expected"):
        call(service, column, platform)


def score(**change):
    usual = Score("101", 100.0, datetime.now(UTC).isoformat(timespec="milliseconds"), 85.0)
    return dataclasses.replace(usual, **change)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"timestamp": "2026-11-30T12:00:00+00:00"}, "400, timestamp"),
        ({"timestamp": ""}, "400, timestamp"),
        ({"given": -1.0}, "400, scoreGiven"),
        ({"maximum": 0.0}, "400, scoreMaximum"),
        ({"user": "999"}, "422, User not found"),
    ],
)
def test_a_score_that_is_none_is_refused_alone(service, column, platform, change, why):
    with pytest.raises(ScoreRefused, match=why):
        service.post(column, score(**change))
    assert platform.shown("101") == (None, None)


def test_a_score_with_an_older_time_is_refused(service, column, platform):
    service.post(column, score(timestamp="2026-11-30T12:00:00.000+00:00"))
    for older in ("2026-11-30T12:00:00.000+00:00", "2026-11-30T11:00:00.000Z"):
        with pytest.raises(ScoreRefused, match=r"409, a newer score"):
            service.post(column, score(timestamp=older, given=1.0))
    assert platform.shown("101") == (85.0, None)


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (403, {"message": "not yours"}, r"does not allow this tool to read .*\(403, not yours\)"),
        (404, {}, r"has nothing at http://127.*/results\?type_id=7 with which to read"),
        (500, {}, r"answered something else than expected .*\(500, busy\).*command goes on"),
        (302, {"Location": "https://elsewhere.example/"}, r"answered something else .*\(302"),
        (200, {}, r"answered something else than expected"),
    ],
)
def test_each_failure_of_a_platform_is_one_sentence(
    platform, service, column, status, headers, sentence
):
    service.connection.take_access()
    platform.busy.append((status, dict(headers)))
    with pytest.raises(PlatformFailed, match=sentence) as failed:
        service.results(column)
    assert "\n" not in str(failed.value)


def test_access_that_is_given_and_not_taken_ends_the_run(platform, service, column, monkeypatch):
    monkeypatch.setattr(platform, "check_access", refuse)
    with pytest.raises(PlatformFailed, match=r"does not take the access that it has given \(401"):
        service.results(column)
    assert len(platform.used) == 2, "access is asked for once more"


def refuse(request, scopes):
    raise Refused(401, "no")


def test_a_platform_that_is_not_there_is_named(registration):
    nowhere = dataclasses.replace(registration, token_url="http://127.0.0.1:9/token")
    with pytest.raises(PlatformFailed, match=r"127\.0\.0\.1:9 does not answer \(Connection refus"):
        connected(nowhere).take_access()


def test_a_busy_platform_is_waited_for_as_long_as_it_asks(platform, registration, column, capfd):
    waited = []
    service = GradeServices(connected(registration, wait=waited.append))
    platform.busy.append((429, {"Retry-After": "7"}))  # where access is asked for
    assert service.results(column) == {}
    platform.busy.extend(
        [
            (429, {"Retry-After": "3"}),
            (403, {"message": "403 Forbidden (Rate Limit Exceeded)"}),
            (503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        ]
    )
    service.post(column, score())
    assert waited == [7, 3, connection.BUSY, 0]
    assert platform.shown("101") == (85.0, None) and len(platform.used) == 1
    assert "The platform asks to wait: going on in 7 seconds." in capfd.readouterr().err


@pytest.mark.parametrize("pause", [{"Retry-After": "7200"}, {"Retry-After": "soon"}])
def test_a_platform_that_stays_busy_ends_the_run_with_a_sentence(platform, service, column, pause):
    platform.busy.extend([(429, dict(pause)) for _ in range(connection.MOST_TRIES)])
    with pytest.raises(PlatformFailed, match=r"is busy and asks to wait .* command goes on"):
        service.results(column)


# --- What is sent ------------------------------------------------------------------------------


def test_points_and_comment_are_sent_and_the_same_is_not_sent_again(send, platform, capfd):
    grades = grade("ada", 85.5, "scan: 0 of 5 points."), grade("bob", 100.0), grade("cyd", 0.0)
    assert send(*grades).summary() == "3 sent"
    assert platform.shown("101") == (85.5, "scan: 0 of 5 points.")
    assert platform.shown("103") == (0.0, None)
    assert platform.scores[0] == {
        "userId": "101",
        "timestamp": "2026-11-30T12:00:00.250+00:00",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 85.5,
        "scoreMaximum": 100.0,
        "comment": "scan: 0 of 5 points.",
    }
    assert send(*grades, hours=1).summary() == "3 unchanged"
    assert "ada: 85.5 of 100 points sent\n" in capfd.readouterr().out


def test_only_what_has_changed_is_sent_and_it_is_said_what_it_was_before(send, platform, capfd):
    send(grade("ada", 85.0), grade("bob", 70.0), grade("cyd", 60.0))
    after = grade("ada", 80.0), grade("bob", 70.0, "Well done."), grade("cyd", 60.0)
    capfd.readouterr()
    assert send(*after, hours=1).summary() == "2 sent, 1 unchanged"
    assert capfd.readouterr().out.splitlines() == [
        "ada: 80 of 100 points sent, 85 of 100 points were sent before",
        "bob: 70 of 100 points sent, with another comment",
    ]
    assert platform.shown("101") == (80.0, None) and platform.shown("102") == (70.0, "Well done.")


def test_times_rise_also_where_the_clock_was_set_back(send, platform):
    for points, hours in ((85.0, 0), (86.0, -5), (87.0, -5)):
        assert send(grade("ada", points), hours=hours).counts["refused"] == 0
    times = [one["timestamp"] for one in platform.scores]
    assert times == [f"2026-11-30T12:00:0{second}.250+00:00" for second in range(3)]


def test_who_waits_for_a_person_is_announced_once_and_without_points(send, platform, capfd):
    assert send(grade("ada", None)).summary() == "1 sent"
    assert platform.scores == [
        {
            "userId": "101",
            "timestamp": "2026-11-30T12:00:00.250+00:00",
            "activityProgress": "Completed",
            "gradingProgress": "PendingManual",
        }
    ]
    assert "waits for points of a person, and the platform was told so" in capfd.readouterr().out
    assert send(grade("ada", None), hours=1).summary() == "1 unchanged"
    assert send(grade("ada", 90.0), hours=2).summary() == "1 sent"
    assert platform.shown("101") == (90.0, None)


@pytest.mark.parametrize("compares", [True, False])
def test_a_grade_on_the_platform_is_not_cleared_because_a_person_looks_again(
    send, platform, compares
):
    send(grade("ada", 90.0))
    sender = send(grade("ada", None), hours=1, compares=compares)
    assert sender.summary() == "1 left until a person has given points" and not sender.failed
    assert platform.shown("101") == (90.0, None)


def test_what_a_teacher_changed_on_the_platform_stays_and_is_said(send, platform, capfd):
    send(grade("ada", 85.0), grade("bob", 70.0))
    platform.teacher_gives("101", 90.0)
    platform.teacher_gives("102", 75.0)
    capfd.readouterr()
    sender = send(grade("ada", 85.0), grade("bob", 60.0), hours=1)
    assert sender.failed and sender.summary() == "2 changed on the platform and left so"
    assert capfd.readouterr().out.startswith(
        "ada: the platform shows 90 of 100 points, 85 of 100 points were sent, and 85 of 100 "
        "points are booked here, so somebody has changed it there. It stays; --overwrite"
    )
    assert platform.shown("101") == (90.0, None) and platform.shown("102") == (75.0, None)
    assert send(grade("ada", 85.0), hours=2, overwrites=True).summary() == "1 sent"
    assert platform.shown("101") == (85.0, None)


def test_a_grade_that_a_teacher_has_cleared_or_given_first_is_left_as_well(send, platform):
    send(grade("ada", 85.0))
    (column,) = platform.columns.values()
    column["results"].clear()
    platform.teacher_gives("102", 50.0)
    sender = send(grade("ada", 86.0), grade("bob", 70.0), hours=1)
    assert sender.summary() == "2 changed on the platform and left so"
    assert platform.shown("101") == (None, None) and platform.shown("102") == (50.0, None)


def test_what_was_sent_when_the_answer_was_lost_is_not_sent_twice(send, platform, tmp_path):
    send(grade("ada", 85.0))
    (tmp_path / "passback" / "hw.json").unlink()
    assert send(grade("ada", 85.0), hours=1).summary() == "1 shown there already"
    assert send(grade("ada", 85.0), hours=2).summary() == "1 unchanged"
    assert len(platform.scores) == 1


def test_a_run_that_was_stopped_goes_on_where_it_was(send, platform):
    grades = [grade(name, 80.0) for name in ("ada", "bob", "cyd")]
    posted = iter((None, PlatformFailed("The platform fails.")))
    real = GradeServices.post

    def fail_once(self, column, score):
        if error := next(posted, None):
            raise error
        real(self, column, score)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GradeServices, "post", fail_once)
        with pytest.raises(PlatformFailed):
            send(*grades)
    assert [one["userId"] for one in platform.scores] == ["101"]
    assert send(*grades, hours=1).summary() == "2 sent, 1 unchanged"
    assert [one["userId"] for one in platform.scores] == ["101", "102", "103"]


def test_an_unknown_student_costs_nobody_else_anything(send, platform, capfd):
    sender = send(grade("eve", 50.0), grade("ada", 85.0))
    assert sender.failed and sender.summary() == "1 sent, 1 refused by the platform"
    said = "eve: the platform does not take the score of its user 999 (422, User not found"
    assert said in capfd.readouterr().out
    assert platform.shown("101") == (85.0, None)
    assert send(grade("eve", 50.0), hours=1).counts["refused"] == 1, "it is tried again"


def test_a_dry_run_sends_nothing_and_keeps_nothing(send, platform, tmp_path, capfd):
    platform.teacher_gives("102", 70.0)
    grades = grade("ada", 85.0), grade("bob", 70.0), grade("cyd", None)
    sender = send(*grades, dry_run=True)
    assert sender.summary() == "2 would be sent, 1 shown there already"
    assert "ada: 85 of 100 points would be sent\n" in capfd.readouterr().out
    assert platform.scores == [] and not (tmp_path / "passback").exists()


def test_points_are_compared_in_the_scale_of_the_platform(send, platform):
    (column,) = platform.columns.values()
    column["item"]["scoreMaximum"] = 3.0
    send(grade("ada", 85.33), grade("bob", 100.0))
    column["results"]["101"]["resultScore"] = 2.56  # rounded
    assert send(grade("ada", 85.33), grade("bob", 100.0), hours=1).summary() == "2 unchanged"


def test_no_points_are_the_same_as_none_where_a_platform_shows_no_zeros(send, platform):
    send(grade("ada", 0.0))
    (column,) = platform.columns.values()
    del column["results"]["101"]["resultScore"]
    assert send(grade("ada", 0.0), hours=1).summary() == "1 unchanged"


def test_a_new_column_or_user_is_told_everything_anew(send, platform, service, tmp_path):
    send(grade("ada", 85.0))
    again = dataclasses.replace(grade("ada", 85.0), user="104")
    assert send(again, hours=1).summary() == "1 sent"
    other = LineItem(platform.add_column("next term", "hw2"))
    journal = Journal(tmp_path / "passback" / "hw.json")
    sender = Sender(service, other, journal, Options())
    sender.send_all([grade("ada", 85.0)])
    assert sender.summary() == "1 sent"


def test_further_properties_go_along_where_they_are_configured(send, platform):
    canvas = {"https://canvas.instructure.com/lti/submission": {"new_submission": False}}
    send(grade("ada", 85.0), extensions=canvas)
    assert platform.scores[0].items() >= canvas.items()


@pytest.mark.parametrize("content", ["no JSON", "[]", '{"column": {"ada": {"points": 1}}}'])
def test_a_damaged_list_of_what_was_sent_ends_the_run_with_a_sentence(tmp_path, content):
    (tmp_path / "hw.json").write_text(content)
    with pytest.raises(NotSetUp, match=r"hw\.json, which says what was sent, cannot be read"):
        Journal(tmp_path / "hw.json")


# --- Which grades ------------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path, platform, key_file):
    """A class whose grades are sent by the command, called in this process."""
    with SimulatedClass(tmp_path) as room:
        room.add("ada", Work(passed=ALL), lms_user_id="101")
        room.add("late", Work(passed=ALL | {"assign": False}), lms_user_id="102")
        room.add("waiting", Work(passed=ALL), lms_user_id="103")
        room.add("absent", None, lms_user_id="104")
        room.add("unknown", Work(passed=ALL))
        room.add("example-full", Work(passed=ALL), lms_user_id="101")
        book = room.gradebook
        late = book.find_submission_notebook("problem2_groups", ROOM, "late")
        late.late_submission_penalty = 9
        waits = book.find_grade("scan_is_right", "problem5_decision", ROOM, "waiting")
        waits.needs_manual_grade = True
        book.db.commit()
        yield room


@pytest.fixture
def command(room, platform, key_file):
    """The command, ready to send; its settings may be changed."""
    app = Passback(
        token_url=platform.token_url,
        client_id=CLIENT,
        audience=platform.audience,
        key_file=str(key_file),
        line_items_url=platform.line_items_url,
    )
    app.coursedir = room.coursedir
    app.coursedir.assignment_id = ROOM
    return app


def test_booked_grades_are_sent_and_who_is_left_out_is_named(command, room, platform, capfd):
    assert command.send(room.gradebook) is False
    assert platform.shown("101") == (100.0, None)
    points, comment = platform.shown("102")
    assert points == 85.0
    assert comment.startswith("Late: 9 points are taken off.\nassign: 0 of 6 points (")
    assert {one["userId"]: one["gradingProgress"] for one in platform.scores} == {
        "101": "FullyGraded",
        "102": "FullyGraded",
        "103": "PendingManual",
    }
    said = capfd.readouterr()
    assert "hw: a column was made on the platform\n" in said.err
    assert "nothing handed in, so nothing is sent (c.Passback.missing" in said.err
    assert re.search(r"no user id of the platform in the roster.*: unknown\n", said.err)
    assert said.out.endswith("hw: 3 sent\n")
    kept = json.loads(Path(command.coursedir.root, "passback", "hw.json").read_text())
    assert [set(students) for students in kept.values()] == [{"ada", "late", "waiting"}]


def test_who_handed_in_nothing_gets_no_points_where_that_is_asked_for(command, room, platform):
    command.missing_as_zero, command.comments = True, False
    command.coursedir.student_id = "absent"
    command.send(room.gradebook)
    assert platform.shown("104") == (0.0, None) and len(platform.scores) == 1


def test_a_grade_whose_receipt_does_not_agree_is_not_sent(command, room, platform, capfd):
    receipt = Path(command.coursedir.root, "receipts", "ada", ROOM, "problem1_scale.json")
    receipt.parent.mkdir(parents=True)
    empty = {"work": "", "checks": "", "notebook": "", "marks": {}, "account": {}}
    receipt.write_text(json.dumps(empty | {"booking": "another"}))
    command.send(room.gradebook)
    assert "101" not in {one["userId"] for one in platform.scores}
    said = capfd.readouterr().err
    assert re.search(r"not of the same run, .*: ada\. .* Nothing is sent of them until then", said)


def test_a_column_that_the_platform_made_is_used_and_no_other_is_asked_for(command, room, platform):
    platform.allowed -= {LINE_ITEM}
    command.line_item_urls = {ROOM: platform.add_column("The one", "", 10.0)}
    command.line_items_url = ""
    command.send(room.gradebook)
    assert platform.shown("101") == (10.0, None) and len(platform.columns) == 1


def test_a_dry_run_makes_no_column(command, room, platform, capfd):
    command.dry_run = True
    assert command.send(room.gradebook) is False
    assert platform.columns == {} and platform.scores == []
    said = capfd.readouterr()
    assert "has no column for it yet; one would be made" in said.err
    assert said.out.endswith("hw: 3 would be sent\n")


def test_a_column_with_another_maximum_is_said(command, room, platform, capfd):
    platform.add_column("Homework", ROOM, 10.0)
    command.send(room.gradebook)
    assert "has 10 points at most, and 100 can be earned here" in capfd.readouterr().err
    assert platform.shown("102")[0] == 8.5


def test_user_ids_may_stand_in_a_file_of_their_own(command, room, platform, tmp_path):
    path = tmp_path / "users.csv"
    path.write_text("id,lti_user_id\nada,104\nunknown,103\n")
    command.user_ids = str(path)
    command.send(room.gradebook)
    assert {one["userId"] for one in platform.scores} == {"104", "103"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, r"cannot be read \(No such file"),
        ("id,user\nada,1\n", r"line 1: expected a column lti_user_id"),
        ("user\n1\n", r"line 1: expected a first line of names"),
        ("id,lti_user_id\nada,1\nbob,1\n", r"gives ada and bob the same user id, 1"),
    ],
)
def test_a_file_of_user_ids_that_cannot_be_meant_ends_the_command(
    command, room, platform, tmp_path, caplog, content, sentence
):
    path = tmp_path / "users.csv"
    if content is not None:
        path.write_text(content)
    command.user_ids = str(path)
    command.log.propagate = True
    with pytest.raises(SystemExit):
        command.send(room.gradebook)
    assert re.search(sentence, caplog.text)
    assert platform.scores == []


def test_a_wrong_key_ends_the_command_before_the_platform_is_asked(command, room, platform):
    command.key_file = "nowhere.pem"
    with pytest.raises(CourseError, match=r"key file .*nowhere\.pem cannot be read"):
        command.send(room.gradebook)
    assert platform.asked == []


# --- The command -------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_makes_a_key_says_what_is_missing_and_sends_what_is_booked(
    platform, key_file, tmp_path
):
    course = OwnCourse.at(tmp_path)
    with Gradebook(course.gradebook) as gradebook:
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_notebook("problem1_a", ASSIGNMENT)
        gradebook.add_grade_cell("a", "problem1_a", ASSIGNMENT, max_score=2, cell_type="code")
        gradebook.add_student("ada", lms_user_id="101")
        gradebook.add_submission(ASSIGNMENT, "ada")
        grade = gradebook.find_grade("a", "problem1_a", ASSIGNMENT, "ada")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()

    def call(*options):
        command = sys.executable, "-m", "grading.adapters.passback", *options
        status, lines = course.said(*command)
        return status, "\n".join(lines)

    status, said = call(ASSIGNMENT)
    assert status == 1 and "c.Passback.token_url is not set in nbgrader_config.py" in said
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write(
            f"\nc.Passback.token_url = {platform.token_url!r}"
            f"\nc.Passback.audience = {platform.audience!r}"
            f"\nc.Passback.client_id = {CLIENT!r}"
            f"\nc.Passback.key_file = 'new.pem'"
            f"\nc.Passback.line_items_url = {platform.line_items_url!r}\n"
        )
    status, said = call("--new-key")
    assert status == 0 and "BEGIN PUBLIC KEY" in said and '"kid": ' in said
    assert "PRIVATE" not in said and "PRIVATE" in (course.root / "new.pem").read_text()
    status, said = call(ASSIGNMENT)
    assert status == 1 and "gives no access (400, invalid_client: kid)" in said
    (course.root / "new.pem").write_bytes(key_file.read_bytes())
    status, said = call(ASSIGNMENT, "--dry-run")
    assert status == 0 and said.endswith(f"{ASSIGNMENT}: 1 would be sent"), said
    status, said = call(ASSIGNMENT)
    assert status == 0 and said.endswith(f"{ASSIGNMENT}: 1 sent"), said
    assert platform.shown("101") == (1.5, "a: 1.5 of 2 points.")
    platform.teacher_gives("101", 2.0)
    status, said = call(ASSIGNMENT)
    assert status == 1 and "1 changed on the platform and left so" in said
    status, said = call(ASSIGNMENT, "--overwrite", "--student=ada")
    assert status == 0 and platform.shown("101")[0] == 1.5
