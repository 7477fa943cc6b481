"""A time is read as whoever wrote it meant it, or refused in a sentence with the right form."""

from datetime import datetime, timedelta

import pytest
from nbgrader.utils import parse_utc

from grading.intake.stamps import read_stamp
from grading.times import EXPECTED, NoTime, lies_ahead, read_time, shown, written

HALF_PAST_TEN = datetime(2026, 11, 30, 22, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-30 23:30:00 +0100",  # git
        "2026-11-30T23:30:00+01:00",  # git, strictly
        "2026-11-30 23:30+01",
        "2026-11-30 23:30 Europe/Berlin",
        "2026-11-30T17:30 America/New_York",
        "2026-12-01 04:00 Asia/Kolkata",
        "2026-11-30 22:30:00 UTC",
        "2026-11-30 22:30 GMT",
        "2026-11-30T22:30:00Z",
        "2026-11-30 22:30:00",  # nbgrader's zip_collect
        "2026-11-30 22:30:00.000000 UTC",  # nbgrader's submit
        "2026-11-30T22:30:00,000Z",
        "2026-11-30 19:00:00 -0330",
        "2026-12-01 12:30 +1400",
        " 2026-11-30 22:30:00 -00:00\r\n",
    ],
)
def test_a_time_with_offset_or_zone_is_read_as_it_is_meant(text):
    assert read_time(text) == HALF_PAST_TEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-02-02 15:58:23.948203 UTC", datetime(2015, 2, 2, 15, 58, 23, 948203)),
        ("2026-11-30 22:30:00.5Z", HALF_PAST_TEN.replace(microsecond=500_000)),
        ("2026-11-30 22:30:00.123456789Z", HALF_PAST_TEN.replace(microsecond=123456)),
        ("2028-02-29 24:00 UTC", datetime(2028, 3, 1)),
        ("2045-07-01 12:00 Europe/Berlin", datetime(2045, 7, 1, 10)),
    ],
)
def test_parts_of_seconds_midnights_and_far_years_are_read_rightly(text, expected):
    assert read_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30.11.2026",
        "30.11.2026 23:30",
        "03.12.2026 10:00:00",
        "11/30/2026 10:30:00 PM",
        "2026-11-30 11:30 PM",
        "2026-11-30 11:30PM +0100",
        "2026-11-30 14:30:00 PST",
        "2026-11-30 23:30:00 CET",
        "2026-11-30 23:30 EST5EDT",
        "2026-11-30 23:30 UTC+1",
        "2026-11-30 23:30 GMT+0100",
        "2026-11-30 23:30 europe/berlin",
        "2026-11-30 23:30 Europe/Berlin/",
        "2026-11-30 23:30 right/Europe/Berlin",
        "2026-11-30 23:30 ../../etc/localtime",
        "2026-11-30 23:30 +0160",
        "2026-11-30 23:30 +9900",
        "2026-11-30 23:30 +100",
        "2026-11-30",
        "2026-11",
        "23:30",
        "2026-30-11 23:30 UTC",
        "2026-02-29 23:30 UTC",
        "2026-11-30 24:01 UTC",
        "2026-11-30 25:00 UTC",
        "2016-12-31 23:59:60 UTC",
        "0026-11-30 23:30 UTC",
        "20266-11-30 23:30 UTC",
        "0001-01-01 00:00 +0100",
        "9999-12-31 23:59:59 -1200",
        "9999-12-31 24:00",
        "1970-01-01 00:00 +1400",
        "２０２６-11-30 23:30 UTC",
        "2026-11-30 23:30 UTC (late)",
        "2026-11-30 23:30 UTC\n2026-12-01 23:30 UTC",
        "2026-11-30\n23:30 UTC",
        "2026-11-30\u00a023:30 UTC",
        "2026-11-30 23:30 \u22120100",
        "2026-11-30-23-30-00",
        "1796081400",
        "just before midnight",
        "9" * 100_000,
    ],
)
def test_every_other_form_is_refused_in_a_sentence_with_the_right_form(text):
    with pytest.raises(NoTime) as refused:
        read_time(text)
    assert str(refused.value).startswith(EXPECTED) and len(str(refused.value)) < 300
    for form in EXPECTED.removeprefix("Expected a time such as ").split(" or "):
        read_time(form)


@pytest.mark.parametrize(
    ("text", "how_often"),
    [
        ("2026-03-29 02:30 Europe/Berlin", "never"),
        ("2026-10-25 02:30 Europe/Berlin", "twice"),
        ("2026-04-05 01:45 Australia/Lord_Howe", "twice"),
        ("2011-12-30 12:00 Pacific/Apia", "never"),
    ],
)
def test_an_hour_in_which_clocks_are_changed_needs_an_offset(text, how_often):
    with pytest.raises(NoTime, match=f"{how_often}, so give its offset from UTC"):
        read_time(text)
    assert read_time("2026-10-25 02:30 +0200") == datetime(2026, 10, 25, 0, 30)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-11-30 23:30:00.000000 CET", "Europe/Berlin", HALF_PAST_TEN),
        ("2026-10-25 02:30:00 CEST", "Europe/Berlin", datetime(2026, 10, 25, 0, 30)),
        ("2026-10-25 02:30:00 CET", "Europe/Berlin", datetime(2026, 10, 25, 1, 30)),
        ("2026-12-01 04:00:00 IST", "Asia/Kolkata", HALF_PAST_TEN),
        ("2026-12-01 02:30:00 +04", "Asia/Dubai", HALF_PAST_TEN),
        ("2026-11-30 22:30:00", "Europe/Berlin", HALF_PAST_TEN),
    ],
)
def test_what_nbgrader_writes_in_its_configured_zone_is_read(text, zone, expected):
    assert read_time(text, zone) == expected


@pytest.mark.parametrize(
    ("text", "zone", "why"),
    [
        ("2026-07-01 12:00 CET", "Europe/Berlin", "in Europe/Berlin show CEST then, not CET"),
        ("2026-12-01 12:00 CEST", "Europe/Berlin", "clocks in Europe/Berlin show CET then"),
        ("2026-01-15 12:00 AEST", "Australia/Sydney", "clocks in Australia/Sydney show AEDT then"),
        ("2026-07-01 12:00 EST", "America/New_York", "clocks in America/New_York show EDT then"),
        ("2026-11-30 12:00 IST", "Europe/Berlin", "IST could be several zones or none"),
        ("2026-07-01 12:00 CET", None, "CET could be several zones or none"),
        ("2026-03-29 02:30 CET", "Europe/Berlin", "clocks there show this time never"),
        ("9999-12-31 12:00 CEST", "Europe/Berlin", "clocks in Europe/Berlin show CET then"),
    ],
)
def test_an_abbreviation_that_the_configured_zone_has_not_then_is_refused(text, zone, why):
    with pytest.raises(NoTime, match=why):
        read_time(text, zone)


@pytest.mark.parametrize("text", ["2026-11-30 22:30:00.25Z", "2026-11-30 23:30 +0100"])
def test_what_is_handed_on_is_read_alike_by_nbgrader(text):
    time = read_time(text)
    assert parse_utc(written(time)) == time == read_time(written(time))


def test_a_time_is_shown_in_utc_and_as_it_was_given():
    berlin, offset, utc = (
        read_time(f"2026-11-30 {rest}")
        for rest in ("23:30 Europe/Berlin", "19:00 -0330", "22:30 UTC")
    )
    assert berlin == offset == utc
    begin = "2026-11-30 22:30:00 UTC"
    assert shown(berlin, berlin.given_in) == f"{begin} (2026-11-30 23:30:00 Europe/Berlin)"
    assert shown(offset, offset.given_in) == f"{begin} (2026-11-30 19:00:00 -03:30)"
    assert shown(utc, utc.given_in) == begin


def test_a_time_lies_ahead_once_no_difference_of_clocks_explains_it():
    day = timedelta(days=1)
    assert not lies_ahead(HALF_PAST_TEN, now=HALF_PAST_TEN - day)
    assert lies_ahead(HALF_PAST_TEN, now=HALF_PAST_TEN - day - timedelta(seconds=1))
    assert lies_ahead(read_time("2999-01-01 00:00"))
    assert not lies_ahead(read_time("2020-01-01 00:00"))


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 40, b"\xff\xfe", b"\x89PNG\r\n", b"2026-11-30 11:30 PM"]
)
def test_a_file_without_a_time_is_refused(tmp_path, data):
    (tmp_path / "timestamp.txt").write_bytes(data)
    with pytest.raises(NoTime):
        read_stamp(tmp_path / "timestamp.txt", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_time_is_read_in_whichever_way_the_file_is_written(tmp_path, encoding):
    path = tmp_path / "timestamp.txt"
    path.write_bytes("2026-11-30 23:30:00 +0100\r\n".encode(encoding))
    assert read_stamp(path, None) == HALF_PAST_TEN
