"""What students are called in a report: by their names, or so that nobody can tell who is who."""

import random
import re
from collections.abc import Iterable

from grading.letters import printable
from grading.outputs.results import Results
from grading.records.gradebook import Student

QUOTED = re.compile(r"`([^`]*)`|“([^”]*)”|\"([^\"]*)\"|(?<!\w)'([^']*)'(?!\w)")
PLACE = re.compile(r"code cell \d+")


class Names:
    """The names of a class, as the gradebook has them."""

    def __init__(self, results: Results) -> None:
        self.order = by_total(results, range(len(results.students)))
        self.labels = {student.id: full_name(student) for student in results.students}

    def mask(self, text: str) -> str:
        return text


class Numbers:
    """Students are numbers in the order of their points; texts about them hold no names.

    Students with equal points are put in an order that changes from report to report, so that it
    tells nothing about their names.

    Parameters
    ----------
    results : Results
    """

    def __init__(self, results: Results) -> None:
        rows = list(range(len(results.students)))
        random.SystemRandom().shuffle(rows)
        self.order = by_total(results, rows)
        self.labels = {
            results.students[row].id: f"student {number}"
            for number, row in enumerate(self.order, 1)
        }
        notebooks = {name for name, _ in results.released} | {c.notebook for c in results.cells}
        self.known = {name for _, name in results.released} | {c.name for c in results.cells}
        self.known |= notebooks | {f"{name}.ipynb" for name in notebooks}
        who = {
            word.strip()
            for student in (*results.students, *results.absent)
            for word in (student.id, student.first_name, student.last_name, student.email)
            if word and word.strip()
        }
        words = "|".join(map(re.escape, sorted(who, key=len, reverse=True)))
        self.who = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if who else None

    def mask(self, text: str) -> str:
        """A text without what a student named: quoted words that the course does not know.

        Names, ids and addresses from the gradebook are taken out wherever they stand.
        """
        text = QUOTED.sub(self.quote, text)
        return self.who.sub("…", text) if self.who else text

    def quote(self, found: re.Match) -> str:
        inner = next(part for part in found.groups() if part is not None)
        ours = inner in self.known or PLACE.fullmatch(inner)
        return found[0] if ours else f"{found[0][0]}…{found[0][-1]}"


def by_total(results: Results, rows: Iterable[int]) -> list[int]:
    """Rows of students with the most points first; equal ones stay in the given order."""
    return sorted(rows, key=lambda row: -results.totals[row])


def full_name(student: Student) -> str:
    """A name with the id, which is unique; the id alone where there is no name."""
    name = " ".join(part for part in (student.first_name, student.last_name) if part)
    return f"{printable(name)} ({printable(student.id)})" if name else printable(student.id)
