"""How long a command waits for its gradebook: `let_gradebooks_wait` has all of a process do so.

For one in SQLite it waits in steps while another program writes into it. SQLite itself waits
without a break, in which Python notices no signal: a Ctrl-C would be answered only at the end of
the time that a command has patience for. A PostgreSQL server would be waited for without end.
"""

import sqlite3
import time
from collections.abc import Callable
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.engine import Dialect, Engine

from grading.interrupts import interrupts

#: Seconds that a command waits while another one writes into the gradebook. Each write is short,
#: but there can be many, and a disk can be slow.
PATIENCE = 60.0
#: Seconds after which it looks whether somebody wants it to end.
STEP = 0.2
#: The same for a PostgreSQL server, as its drivers are told: seconds until it answers, milliseconds
#: until a row is free that another program writes, and when a line counts as dead that is silent.
OF_POSTGRESQL = {
    "connect_timeout": 10,
    "options": f"-c lock_timeout={round(PATIENCE * 1000)}",
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 4,
}


def patiently(call: Callable, *arguments: Any) -> Any:
    """Call something of SQLite again and again while the database is locked.

    Parameters
    ----------
    call : callable
        Waits for a `STEP` itself.
    *arguments

    Returns
    -------
    Any
        What the call returns.

    Raises
    ------
    sqlite3.OperationalError
        If the database is still locked after `PATIENCE`, or when a signal waits for the end of
        what is going on.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return call(*arguments)
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # of all its kinds
            if not busy or interrupts.waiting is not None or time.monotonic() > end:
                raise


class PatientCursor(sqlite3.Cursor):
    """Sends statements again while the database is locked."""

    def execute(self, *arguments: Any) -> Self:
        """Execute a statement."""
        return patiently(super().execute, *arguments)

    def executemany(self, *arguments: Any) -> Self:
        """Execute a statement for several rows."""
        return patiently(super().executemany, *arguments)


class PatientConnection(sqlite3.Connection):
    """A connection whose statements and commits wait like this."""

    def cursor(self, factory: Any = PatientCursor) -> Any:
        """A cursor that waits."""
        return super().cursor(factory)

    def commit(self) -> None:
        """End the transaction; where readers are in the way it goes on until they are gone."""
        patiently(super().commit)


def let_gradebooks_wait() -> None:
    """Let every gradebook wait as long as a command has patience for, and no longer."""
    if not event.contains(Engine, "do_connect", wait_for_others):
        event.listen(Engine, "do_connect", wait_for_others)


def wait_for_others(
    dialect: Dialect, record: object, arguments: list, options: dict[str, Any]
) -> None:
    """Have a connection that is about to be made wait so; what its address says of it stands."""
    if dialect.driver == "pysqlite":
        options |= {"factory": PatientConnection, "timeout": STEP}
    elif dialect.driver in ("psycopg", "psycopg2"):
        options |= OF_POSTGRESQL | options
