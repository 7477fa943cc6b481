"""Results of runs, kept by what they are a function of: `results.db` in the course folder.

It also holds what judges and students' processes have said to each other, so that a changed check
may be judged by that. It holds nothing that could not be found again: whoever deletes it loses time
and no grade. Nothing is kept of runs that ended for a reason of the machine's, such as time or
memory, nor of runs without walls, whose code could write into the file.
"""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from grading.digests import digest, digest_of
from grading.engine.results import NOTHING_LOST, Judgement, Known, Own, RunResult
from grading.records.inputs import Inputs

RESULTS_FILE = "results.db"
#: Days after which a result that nobody has asked for is dropped.
DAYS = 400
#: The form of rows, after which their table is named: those of another form are not known.
FORM = 1
#: Seconds to wait for another program that has locked the file, as no command of the course does.
LOCK_PATIENCE = 0.5
TABLE = f"""
CREATE TABLE IF NOT EXISTS results_{FORM} (key TEXT PRIMARY KEY, found BLOB, day TEXT)
"""


class KeptResults:
    """The results of one course.

    Parameters
    ----------
    path : Path
        Of the file, which is made where it is missing, and made anew where it is damaged.
    recalls : bool
        Whether results of earlier runs count; those that this object has kept always do.
    """

    def __init__(self, path: Path, recalls: bool = True) -> None:
        self.path, self.recalls, self.mine = path, recalls, set[str]()
        self.day = datetime.now(UTC).date()
        self.database: sqlite3.Connection | None = None
        self.given_up = False

    def opened(self) -> sqlite3.Connection:
        """The database, made where there is none."""
        if self.database is None:
            self.database = made(self.path)
        return self.database

    def close(self) -> None:
        """Drop what nobody has asked for in a long time, and close the file."""
        if self.database is not None:
            oldest = (self.day - timedelta(days=DAYS)).isoformat()
            self.attempt(lambda d: d.execute(f"DELETE FROM results_{FORM} WHERE day < ?", [oldest]))
        if self.database is not None:
            self.database.close()
            self.database = None

    def attempt(self, act: Callable[[sqlite3.Connection], object]) -> None:
        """Do something in one transaction; what the system or the file does not let be is left.

        Where it was not let be once, it is not tried again: each attempt may take a moment.
        """
        if self.given_up:
            return
        try:
            with self.opened() as database:
                act(database)
        except sqlite3.OperationalError:
            self.given_up = True  # the system, or somebody who has locked the file
        except sqlite3.DatabaseError:
            self.begin_anew()

    def begin_anew(self) -> None:
        """Take a damaged file away."""
        database, self.database = self.database, None
        with contextlib.suppress(sqlite3.Error, OSError):
            if database is not None:
                database.close()
            self.path.unlink(missing_ok=True)

    # --- Rows ------------------------------------------------------------------------------------

    def get(self, keys: Iterable[str]) -> dict[str, object]:
        """What is known under some keys."""
        wanted = [key for key in keys if self.recalls or key in self.mine]
        query = (
            f"SELECT key, found, day FROM results_{FORM} "
            f"WHERE key IN ({', '.join('?' * len(wanted))})"
        )
        rows: list[tuple[str, bytes, str]] = []
        today = self.day.isoformat()

        def look(database: sqlite3.Connection) -> None:
            rows.extend(database.execute(query, wanted).fetchall())
            old = [(today, key) for key, _, day in rows if day != today]
            database.executemany(f"UPDATE results_{FORM} SET day = ? WHERE key = ?", old)

        self.attempt(look)
        found = {key: unpacked(content) for key, content, _ in rows}
        return {key: value for key, value in found.items() if value is not None}

    def put(self, found: Mapping[str, object]) -> None:
        """Keep values that JSON knows."""
        today = self.day.isoformat()
        rows = [(key, packed(value), today) for key, value in found.items()]
        insert = f"INSERT OR REPLACE INTO results_{FORM} VALUES (?, ?, ?)"
        self.attempt(lambda database: database.executemany(insert, rows))
        self.mine |= found.keys()

    # --- Results ---------------------------------------------------------------------------------

    def recall(self, inputs: Inputs) -> Known:
        """What is known of a notebook; nothing where a row is of another form than it should be."""
        try:
            return self.recalled(inputs)
        except (AttributeError, LookupError, TypeError, ValueError):
            return Known()

    def recalled(self, inputs: Inputs) -> Known:
        """The same; raises an error where a row is of another form."""
        keys = {inputs.own, *inputs.alone.values(), *inputs.given.values()}
        found = self.get(keys)
        cells: dict[int, dict[str, Judgement]] = {}
        for position, key in inputs.alone.items():
            variants = {NOTHING_LOST: found.get(key), **as_dict(found.get(inputs.given[position]))}
            cells[position] = {
                lost: Judgement.of(data) for lost, data in variants.items() if data is not None
            }
        own = as_dict(found.get(inputs.own))
        return Known(Own.of(own) if own else None, cells, self.exchanges(inputs, cells, own))

    def exchanges(self, inputs: Inputs, cells: Mapping[int, Mapping], own: dict) -> dict[int, str]:
        """What was said of each grade cell, where some have to be judged and no other cell runs."""
        if not own or all(NOTHING_LOST in of for of in cells.values()):
            return {}
        found, before = {}, inputs.own
        for position in inputs.alone:
            key = next_question(before, position)
            name = self.get([key]).get(key)
            text = self.get([name]).get(name) if isinstance(name, str) else None
            if not isinstance(name, str) or not isinstance(text, str):
                break
            found[position], before = text, digest_of(before, name)
        return found

    def keep(self, inputs: Inputs, result: RunResult) -> None:
        """Keep what a run has found, where the same inputs always give that."""
        if not result.is_repeatable:
            return
        account = {"found": datetime.now(UTC).isoformat(timespec="seconds")} | result.account
        own = result.own()
        new: dict[str, object] = {inputs.own: Own(own.outputs, own.broken, account).data()}
        given = {
            inputs.given[position]: (lost, judgement)
            for position, (lost, judgement) in result.judged.items()
            if lost != NOTHING_LOST
        }
        before_it = inputs.own
        for position, (lost, judgement) in result.judged.items():
            if not judgement.exchange or lost != NOTHING_LOST:
                break
            name = digest(judgement.exchange.encode())  # mostly what others have said as well
            new |= {next_question(before_it, position): name, name: judgement.exchange}
            before_it = digest_of(before_it, name)
        before = self.get(given)
        for key, (lost, judgement) in given.items():
            new[key] = as_dict(before.get(key)) | {lost: judgement.data()}
        for position, (lost, judgement) in result.judged.items():
            if lost == NOTHING_LOST:
                new[inputs.alone[position]] = judgement.data()
        self.put(new)


def made(path: Path) -> sqlite3.Connection:
    """The database in a file. Who pulls the plug may damage it, which costs only time."""
    # In a server the next batch may come in another thread; commands take turns, so nobody waits.
    database = sqlite3.connect(path, timeout=LOCK_PATIENCE, check_same_thread=False)
    database.execute("PRAGMA synchronous = OFF")
    database.execute(TABLE)
    return database


def next_question(before: str, position: int) -> str:
    """The key of what is said at a grade cell, given a digest of all that was said before it.

    What a student's process answers may depend on what it was asked before.
    """
    return digest_of("said at", before, position)


def as_dict(value: object) -> dict:
    """A value that is a dict, or an empty one."""
    return value if isinstance(value, dict) else {}


def packed(value: object) -> bytes:
    """A value as a row holds it."""
    return zlib.compress(json.dumps(value).encode(), level=1)


def unpacked(content: bytes) -> object:
    """The value in a row; None where it is damaged."""
    try:
        return json.loads(zlib.decompress(content))
    except (zlib.error, TypeError, ValueError):
        return None
