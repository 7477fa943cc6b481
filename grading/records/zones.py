"""The zone in which a due date was given, kept in a table beside the date.

The gradebook keeps a date in UTC. The zone is where the gradebook is: with a second instructor, on
another machine, in PostgreSQL.
"""

import contextlib

from sqlalchemy import (
    Column,
    DateTime,
    MetaData,
    String,
    Table,
    delete,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapper

from grading.records.gradebook import Assignment, Gradebook
from grading.times import Time

#: Made when it is first needed. The date is kept as well: where the gradebook has another one by
#: now, somebody else has set it, and the zone is not its.
ZONES = Table(
    "due_date_zone",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("duedate", DateTime()),
    Column("zone", String(64)),
)
WRITTEN = ("after_insert", "after_update")


def keep_zones() -> None:
    """Have every gradebook of this process keep the zones of due dates from now on."""
    for moment in WRITTEN:
        if not event.contains(Assignment, moment, keep_zone):
            event.listen(Assignment, moment, keep_zone)


def keep_zone(mapper: Mapper, connection: Connection, assignment: Assignment) -> None:
    """Keep the zone in the transaction that writes the date."""
    name, date = assignment.name, assignment.duedate
    if isinstance(date, Time):
        # Where the database lets nobody make a table, the date counts all the same.
        with contextlib.suppress(SQLAlchemyError), connection.begin_nested():
            ZONES.create(connection, checkfirst=True)
            connection.execute(delete(ZONES).where(ZONES.c.assignment == name))
            row = {"assignment": name, "duedate": date, "zone": date.given_in}
            connection.execute(insert(ZONES).values(row))


def kept_zone(gradebook: Gradebook, assignment: Assignment) -> str:
    """The zone in which the due date of an assignment was given; empty where nobody knows."""
    if not inspect(gradebook.engine).has_table(ZONES.name):
        return ""
    same = ZONES.c.assignment == assignment.name, ZONES.c.duedate == assignment.duedate
    return gradebook.db.execute(select(ZONES.c.zone).where(*same)).scalar() or ""
