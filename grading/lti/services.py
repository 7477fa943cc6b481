"""Columns of a platform's gradebook, the scores that it is sent, and the results that it shows.

As the "Assignment and Grade Services" 2.0 define them. A *line item* is a column. A *score* is what
this course says of a student, and can only be sent; a *result* is what stands in the column, also
where a teacher has changed it on the platform, and can only be read.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import requests

from grading.errors import CourseError
from grading.letters import listed, printable
from grading.lti.connection import GOES_ON, Access, PlatformFailed, host_of, reason

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM, SCORE, RESULT = f"{SCOPE}lineitem", f"{SCOPE}score", f"{SCOPE}result.readonly"

ONE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
ONE_SCORE = "application/vnd.ims.lis.v1.score+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"

#: What a platform answers where it takes one score and not another: it does not know the student,
#: it has a newer score, or something in the score is wrong.
OF_ONE_SCORE = (400, 404, 409, 412, 422)
#: Pages of a list that are read at most.
MOST_PAGES = 1000

#: What is said of the statuses with one usual cause.
FAILURES = {
    401: "does not take the access that it has given",
    403: "does not allow this tool to {what}",
    404: "has nothing at {address} with which to {what}",
}
ODD = "answered something else than expected when it was asked to {what}"
FAILED = "The platform at {host} {how} ({why}). {goes_on}"
SEVERAL = (
    "The platform has several columns for {resource}: {labels}. Say which one is meant: "
    'c.Passback.line_item_urls = {{"{resource}": "{address}"}}'
)


class ScoreRefused(CourseError):
    """A platform does not take the score of one student; the text says why."""


@dataclass(frozen=True)
class LineItem:
    """A column of a platform's gradebook.

    Attributes
    ----------
    address : str
        Which is also its id.
    label : str
        As teachers see it; empty where nobody asked.
    maximum : float or None
    """

    address: str
    label: str = ""
    maximum: float | None = None


@dataclass(frozen=True)
class Score:
    """What this course says of a student.

    Attributes
    ----------
    user : str
        The LTI user id.
    maximum : float
    timestamp : str
        When it was said, in ISO 8601 with milliseconds and zone.
    given : float or None
        None while a person has still to give points.
    comment : str
        Plain text; empty for none.
    extensions : mapping
        What a platform knows beyond the specification, by names that are addresses.
    """

    user: str
    maximum: float
    timestamp: str
    given: float | None = None
    comment: str = ""
    extensions: Mapping = field(default_factory=dict)

    @property
    def progress(self) -> str:
        """Where grading is, in the specification's word."""
        return "PendingManual" if self.given is None else "FullyGraded"

    def data(self) -> dict:
        """What is sent."""
        points = {} if self.given is None else {"scoreGiven": self.given}
        points |= {} if self.given is None else {"scoreMaximum": self.maximum}
        comment = {"comment": self.comment} if self.comment else {}
        return {
            "userId": self.user,
            "timestamp": self.timestamp,
            "activityProgress": "Completed",
            "gradingProgress": self.progress,
            **points,
            **comment,
            **self.extensions,
        }


@dataclass(frozen=True)
class ShownGrade:
    """What stands in a column for a student; no points where the cell is empty."""

    user: str
    points: float | None
    maximum: float


class GradeServices:
    """The services of a platform.

    Parameters
    ----------
    connection : Access
    """

    def __init__(self, connection: Access) -> None:
        self.connection = connection

    def find(self, container: str, resource: str) -> LineItem | None:
        """The column of an assignment, or None where there is none.

        Parameters
        ----------
        container : str
            The address of the columns.
        resource : str
            The assignment, under the name that its column was given.

        Raises
        ------
        PlatformFailed
            If there are several, or the platform fails.
        """
        # No limit is asked for. Moodle answers one with links that no reader of headers reads,
        # because of their quotation marks (lineitems.php in mod/lti of github.com/moodle/moodle).
        asked = with_query(container, resource_id=resource)
        what = f"read the columns of {printable(resource)}"
        found = [item for item in self.pages(asked, ITEMS, what) if item.get("id")]
        found = [item for item in found if item.get("resourceId") == resource]
        if len(found) > 1:
            labels = listed(item.get("label") or item["id"] for item in found)
            raise PlatformFailed(
                SEVERAL.format(resource=resource, labels=labels, address=found[0]["id"])
            )
        return line_item(found[0]) if found else None

    def create(self, container: str, resource: str, maximum: float) -> LineItem:
        """Make a column for an assignment.

        Raises
        ------
        PlatformFailed
        """
        body = {
            "scoreMaximum": maximum,
            "label": resource,
            "resourceId": resource,
            "tag": "grade",
        }
        what = f"make a column for {printable(resource)}"
        answer = self.sent(container, ONE_ITEM, body)
        made = self.read(answer, container, what)
        if not isinstance(made, dict) or not isinstance(made.get("id"), str):
            raise self.failure(answer, container, what)
        return line_item(made)

    def results(self, column: LineItem) -> dict[str, ShownGrade]:
        """What stands in a column, by LTI user id.

        Raises
        ------
        PlatformFailed
        """
        what = "read the grades that it shows (where it has no such service: "
        what += "c.Passback.compares = False)"
        pages = self.pages(below(column.address, "results"), RESULTS, what)
        found = [result(data) for data in pages if data.get("userId") is not None]
        return {one.user: one for one in found}

    def post(self, column: LineItem, score: Score) -> None:
        """Send a score.

        Raises
        ------
        ScoreRefused
            If the platform does not take it, and may take others.
        PlatformFailed
        """
        address = below(column.address, "scores")
        answer = self.sent(address, ONE_SCORE, score.data())
        if answer.status_code in OF_ONE_SCORE:
            raise ScoreRefused(reason(answer))
        if not answer.ok or answer.is_redirect:
            raise self.failure(answer, address, "send scores")

    # --- Requests ------------------------------------------------------------------------------

    def sent(self, address: str, kind: str, body: Mapping) -> requests.Response:
        """The answer to something that is sent."""
        headers = {"Content-Type": kind, "Accept": kind}
        return self.connection.ask("POST", address, headers, json.dumps(body).encode())

    def pages(self, address: str, kind: str, what: str) -> Iterator[dict]:
        """All of a list, which a platform may give page by page."""
        seen: set[str] = set()
        while address and address not in seen and len(seen) < MOST_PAGES:
            seen.add(address)
            answer = self.connection.ask("GET", address, {"Accept": kind})
            data = self.read(answer, address, what)
            if not isinstance(data, list):
                raise self.failure(answer, address, what)
            yield from (one for one in data if isinstance(one, dict))
            address = answer.links.get("next", {}).get("url", "")

    def read(self, answer: requests.Response, address: str, what: str) -> object:
        """The JSON of an answer."""
        if not answer.ok or answer.is_redirect:
            raise self.failure(answer, address, what)
        try:
            return answer.json()
        except ValueError:
            raise self.failure(answer, address, what) from None

    def failure(self, answer: requests.Response, address: str, what: str) -> PlatformFailed:
        """What ends the run, with a sentence."""
        how = FAILURES.get(answer.status_code, ODD).format(what=what, address=printable(address))
        return PlatformFailed(
            FAILED.format(host=host_of(address), how=how, why=reason(answer), goes_on=GOES_ON)
        )


def line_item(data: Mapping) -> LineItem:
    """A column, as a platform describes it."""
    return LineItem(str(data["id"]), str(data.get("label") or ""), number(data.get("scoreMaximum")))


def result(data: Mapping) -> ShownGrade:
    """What stands in a cell, as a platform describes it."""
    maximum = number(data.get("resultMaximum"))
    # Where no maximum is given it is 1, as the specification says.
    return ShownGrade(str(data["userId"]), number(data.get("resultScore")), maximum or 1.0)


def number(value: object) -> float | None:
    """A number of JSON; None for whatever is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def below(address: str, service: str) -> str:
    """The address of a column's scores or results: its own, with one more part of the path.

    What stands after a question mark stays, as the specification asks for.
    """
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{service}"))


def with_query(address: str, **more: str) -> str:
    """An address with further filters, beside those that it has."""
    parts = urlsplit(address)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *more.items()]
    return urlunsplit(parts._replace(query=urlencode(query)))
