"""Times as people and programs write them: read rightly, or refused in a sentence.

A time is a date and time of ISO 8601 with an offset from UTC or the name of a zone, as git and
most programs write it, or what nbgrader writes itself. What could mean two times is refused, since
a wrong guess costs a student points: days and months in another order, AM and PM, abbreviations of
zones, and an hour that the clocks of a zone show twice or never.
"""

import functools
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from grading.letters import printable

EXPECTED = "Expected a time such as 2026-11-30 23:30:00 +0100 or 2026-11-30 23:30 Europe/Berlin"
#: Typing errors such as 0206 for 2026 lie outside.
FIRST_YEAR, LAST_YEAR = 1970, 2999
#: How far clocks may differ, and a zone may be forgotten, before a time lies in the future.
CLOCKS_DIFFER = timedelta(days=1)
#: All zones of the Earth lie between these.
LEAST_OFFSET, MOST_OFFSET = timedelta(hours=-12), timedelta(hours=14)

FORM = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[T ](?P<clock>\d\d:\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d+))?)?"
    r"(?: ?Z| UTC| GMT| ?(?P<offset>[+-]\d\d(?::?\d\d)?)"
    r"| (?P<zone>\w+(?:/[\w+-]+)+)| (?P<abbreviation>[A-Za-z]+))?",
    re.ASCII,
)


class NoTime(ValueError):
    """A text that is not read as a time; the message says what was expected and what came."""

    def __init__(self, text: str, why: str = "") -> None:
        # Cut first: nobody knows how much somebody wrote there.
        found = f"“{printable(text[:100])}”" if text else "nothing"
        super().__init__(f"{EXPECTED}, found {found}{why and ': '}{why}.")


class Time(datetime):
    """A time in UTC, without a zone as nbgrader keeps it, that knows in which zone it was given.

    Attributes
    ----------
    given_in : str
        The name of the zone, or its offset; empty for UTC.
    """

    given_in = ""


def read_time(text: str, zone: str | None = None) -> Time:
    """Read a time.

    Parameters
    ----------
    text : str
        Without offset and zone it is in UTC, as nbgrader writes it.
    zone : str, optional
        The zone in which nbgrader writes times, ``c.Exchange.timezone``: the abbreviation that it
        has at that time, such as CET or CEST, is then read as well.

    Returns
    -------
    Time

    Raises
    ------
    NoTime
        If the text has another form, or could mean several times or none.
    """
    text = text.strip(" \t\r\n")
    found = FORM.fullmatch(text)
    if found is None:
        raise NoTime(text)
    abbreviation = found["abbreviation"]
    given_in = (zone or "") if abbreviation else found["zone"] or normal(found["offset"])
    try:
        moments = moments_at(clock_time(found), zone_called(given_in))
    except (ValueError, OverflowError) as error:
        raise NoTime(text, str(error)) from None
    if abbreviation and moments:
        meant = [moment for moment in moments if moment.tzname() == abbreviation]
        if not meant:
            raise NoTime(text, why_not(abbreviation, given_in, moments))
        moments = meant
    if len(moments) != 1:
        how_often = "twice" if moments else "never"
        raise NoTime(text, f"clocks there show this time {how_often}, so give its offset from UTC")
    utc = moments[0].astimezone(UTC)
    if not FIRST_YEAR <= utc.year <= LAST_YEAR:
        raise NoTime(text, f"its year does not lie between {FIRST_YEAR} and {LAST_YEAR}")
    time = Time.combine(utc.date(), utc.time())
    time.given_in = given_in
    return time


def why_not(abbreviation: str, zone: str, moments: list[datetime]) -> str:
    """Why an abbreviation is not read: it is that of another season, or nobody knows of which zone.

    Parameters
    ----------
    abbreviation : str
    zone : str
        The name of the zone in which it was looked for; empty where none is configured.
    moments : list of datetime
        At which clocks of that zone show the time.
    """
    seasons = {m.replace(month=month, day=1).tzname() for m in moments for month in (1, 7)}
    if abbreviation not in seasons:
        return f"{abbreviation} could be several zones or none"
    names = " or ".join(str(moment.tzname()) for moment in moments)
    return f"clocks in {zone} show {names} then, not {abbreviation}"


def clock_time(found: re.Match) -> datetime:
    """What a clock shows, without a zone; 24:00 is the midnight at the end of a day."""
    clock, second, part = found["clock"], found["second"] or "00", found["part"] or "0"
    ends = clock == "24:00" and not int(second + part)
    try:
        local = datetime.fromisoformat(f"{found['date']} {'00:00' if ends else clock}:{second}")
    except ValueError:
        raise ValueError("there is no such day or hour") from None
    return local.replace(microsecond=int(f"{part:0<6}"[:6])) + timedelta(days=ends)


def normal(offset: str | None) -> str:
    """An offset such as +0100 or +01 in the form +01:00; empty where it is none."""
    hours, minutes = (offset or "+00")[:3], (offset or "")[3:].lstrip(":") or "00"
    return "" if (hours[1:], minutes) == ("00", "00") else f"{hours}:{minutes}"


all_zones = functools.cache(available_timezones)


@functools.cache
def zone_called(name: str) -> tzinfo:
    """The zone of a name or an offset in its normal form; UTC where that is empty."""
    if not name:
        return UTC
    if name[0] not in "+-":
        # The system may have further files of the same zones, some of which count leap seconds.
        if name not in all_zones():
            raise ValueError(f"there is no zone {name}")
        return ZoneInfo(name)
    hours, minutes = int(name[1:3]), int(name[4:])
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if name[0] == "-" else 1)
    if minutes > 59 or not LEAST_OFFSET <= offset <= MOST_OFFSET:
        raise ValueError(f"no zone has the offset {name}")
    return timezone(offset)


def moments_at(local: datetime, zone: tzinfo) -> list[datetime]:
    """The moments at which clocks of a zone show a time: none or two where clocks are changed."""
    both = [local.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    real = [m for m in both if m.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local]
    return real[:1] if both[0].utcoffset() == both[1].utcoffset() else real


def lies_ahead(time: datetime, now: datetime | None = None) -> bool:
    """Whether a time in UTC has not come yet, so that nothing can have been handed in then."""
    now = now or datetime.now(UTC).replace(tzinfo=None)
    return time > now + CLOCKS_DIFFER


def written(time: datetime) -> str:
    """A time in UTC in the one form that everybody reads alike, which is nbgrader's own."""
    return f"{time.isoformat(sep=' ')} UTC"


def shown(time: datetime, zone: str = "") -> str:
    """A time in UTC for a person to read, and in a zone beside it."""
    text = f"{time.isoformat(sep=' ')} UTC"
    local, zone = local_time(time, zone)
    return f"{text} ({local.isoformat(sep=' ')} {zone})" if zone else text


def in_words(time: datetime, zone: str = "") -> str:
    """A time in UTC as a sentence says it, in one zone only."""
    local, zone = local_time(time, zone)
    return f"{local.day} {local:%B %Y at %H:%M:%S} {zone or 'UTC'}"


def local_time(time: datetime, zone: str) -> tuple[datetime, str]:
    """What clocks of a zone show at a time in UTC; UTC where this machine knows no such zone."""
    try:
        return time.replace(tzinfo=UTC).astimezone(zone_called(zone)).replace(tzinfo=None), zone
    except ValueError:
        return time, ""
