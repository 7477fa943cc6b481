"""Has nbgrader read times as the course does, and looks at due dates that a command is to set.

nbgrader reads due dates from the command line, from a CSV file and from formgrader with one
function, which guesses; `read_strictly` puts another in its place.
"""

import csv
import functools
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from nbgrader import utils
from nbgrader.apps import zipcollectapp
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.dbapp import DbAssignmentAddApp, DbAssignmentImportApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import collect
from nbgrader.utils import parse_utc
from tornado.web import HTTPError
from traitlets.config import Application, Config
from traitlets.log import get_logger

from grading.intake import zone
from grading.intake.stamps import TIMESTAMP, read_stamp
from grading.intake.zone import configured_zone
from grading.records.turns import in_server
from grading.records.zones import keep_zones
from grading.times import NoTime, read_time


def read_strictly(config: Config) -> None:
    """Have nbgrader read times with `read_time`, and the gradebook keep the zones of due dates.

    Called by nbgrader_config.py, which formgrader's server reads as well, and again by each command
    with all that was configured, on the command line too. nbgrader's gradebook looks its function
    up at each call, so one assignment reaches all due dates whatever sets them. Times of handing in
    are read where one that is refused costs its own student only.

    Parameters
    ----------
    config : Config
        Looked up when a time is read: an instructor's lines may follow.
    """
    zone.read_with(config)
    keep_zones()
    utils.parse_utc = due_date
    zipcollectapp.parse_utc = time_in_name
    collect.parse_utc = functools.partial(time_in_name, otherwise=datetime.min)
    CourseDirectory.get_existing_timestamp = existing_timestamp
    NbGraderAPI.get_submitted_timestamp = submitted_timestamp


def due_date(given: str | datetime | None) -> datetime | None:
    """A due date as nbgrader got it, in UTC; one that cannot be read ends the command.

    A server answers with the sentence, and goes on.
    """
    if not isinstance(given, str):
        return parse_utc(given)
    try:
        return read_time(given, configured_zone())
    except NoTime as error:
        raise HTTPError(400, "%s", error) if in_server() else SystemExit(str(error)) from None


def time_in_name(
    given: str | datetime | None, otherwise: datetime | None = None
) -> datetime | None:
    """A time in the name of something collected; `otherwise` where it cannot be read."""
    if not isinstance(given, str):
        return parse_utc(given)
    try:
        return read_time(given, configured_zone())
    except NoTime as error:
        get_logger().error("Collected without this time: %s", error)
        return otherwise


def existing_timestamp(course: CourseDirectory, folder: str) -> datetime | None:
    """When a submission was handed in; None where no file says so, or none that can be read."""
    path = Path(folder, TIMESTAMP)
    try:
        return read_stamp(path, configured_zone()) if path.exists() else None
    except NoTime as error:
        course.log.warning("%s: %s", path, error)
        return None


def submitted_timestamp(api: NbGraderAPI, assignment: str, student: str) -> datetime | None:
    """The same, where formgrader asks for it."""
    course = api.coursedir
    folder = course.format_path(course.submitted_directory, student, assignment)
    return course.get_existing_timestamp(folder)


def check_dates(app: Application) -> None:
    """End a command that sets due dates, before it opens the gradebook, if one cannot be read."""
    for where, text in dates_given(app):
        try:
            read_time(text, configured_zone())
        except NoTime as error:
            raise SystemExit(f"{where}{error}") from None


def dates_given(app: Application) -> Iterator[tuple[str, str]]:
    """The due dates that a command is going to set, each with where it stands."""
    if isinstance(app, DbAssignmentAddApp) and app.duedate is not None:
        yield "", app.duedate
    if isinstance(app, DbAssignmentImportApp):
        yield from imported(app, "duedate")


def imported(app: DbAssignmentImportApp, wanted: str) -> Iterator[tuple[str, str]]:
    """What a command is going to import in one column of its file, each with where it stands."""
    for path in filter(Path.is_file, map(Path, app.extra_args)):
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            rows = csv.DictReader(file)
            for row in rows:
                for column, text in row.items():
                    if text and column and column.strip() == wanted:
                        yield f"{path}, line {rows.line_num}: ", text
