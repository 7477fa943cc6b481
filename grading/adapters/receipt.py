"""``python -m grading.adapters.receipt show hw11 --student=al1``: of what each grade was made.

``receipt verify`` grades again what was handed in, without what is kept of earlier runs, and
compares. Both take ``--student`` and ``--notebook``; nothing is booked.
"""

import sys
from collections.abc import Iterator

from nbgrader.apps import AutogradeApp
from nbgrader.apps.baseapp import NbGrader
from traitlets.config import Config

from grading.autograde.moves import moves_of
from grading.counts import counted, points
from grading.intake.asked import fits
from grading.letters import printable, visible
from grading.records.receipts import Receipt, receipts
from grading.terminal import show

EXAMPLE = "python -m grading.adapters.receipt show hw11 --student=al1"
#: Parts of an account that are digests: enough of them is shown to tell two apart.
DIGESTS, LETTERS = ("key", "engine", "packages", "reference"), 12


class Verify(AutogradeApp):
    """Grade again what has a receipt, and compare."""

    name = "nbgrader-receipt-verify"
    description = __doc__
    raise_config_file_errors = True

    def start(self) -> None:
        """Grade again."""
        self.update_config(Config({"SubmissionExporter": {"does": "verify"}}))
        super().start()


class Show(NbGrader):
    """Show receipts in words."""

    name = "nbgrader-receipt-show"
    description = __doc__
    raise_config_file_errors = True

    def start(self) -> None:
        """Show each receipt that was asked for."""
        super().start()
        assignment, found = chosen(self, EXAMPLE)
        for student, notebook, receipt in found:
            show(f"{printable(student)}, {printable(assignment)}, {printable(notebook)}")
            for line in lines(receipt):
                show(f"  {line}")


def chosen(app: NbGrader, example: str) -> tuple[str, list[tuple[str, str, Receipt]]]:
    """The assignment that a command is asked for, and its receipts; never none.

    Each comes with student and notebook. `example` is what the command is called with.
    """
    if len(app.extra_args) != 1:
        app.fail("Expected one assignment, as in: %s", example)
    (assignment,), course = app.extra_args, app.coursedir
    found = [
        (student, notebook, receipt)
        for (student, notebook), receipt in receipts(course, assignment)
        if fits(student, course.student_id) and fits(notebook, course.notebook_id)
    ]
    if not found:
        whose, which = printable(course.student_id), printable(course.notebook_id)
        app.fail(
            "There is no receipt of assignment %s, student %s, notebook %s in receipts/.",
            printable(assignment),
            whose,
            which,
        )
    return assignment, found


def lines(receipt: Receipt) -> Iterator[str]:
    """What a receipt says, in words."""
    account = receipt.account
    for cell, one in receipt.tasks.items():
        message = f": {visible(one['message'])}" if one["message"] else ""
        earned = f"{points(one['points'])} of {points(one['of'])}"
        yield f"{printable(cell)}: {earned}, {one['kind']}{message}"
    for cell, mark in receipt.marks.items():
        if cell not in receipt.tasks:
            yield f"{printable(cell)}: {'by hand' if mark is None else points(mark)}"
    for move in moves_of(receipt):
        earned = f"{points(move.before)} → {points(move.after)}"
        yield f"{move.day}, {printable(move.cell)}: {earned}, {move.way} ({visible(move.why)})"
    if "found" in account:
        yield f"its cells ran in an earlier run, {account['found']}"
    yield f"took {account.get('seconds', 0)} s, {account.get('processor', 0)} s of a processor"
    yield f"memory: {counted(round(account.get('memory', 0) / 1e6), 'MB', 'MB')} at most"
    yield f"sandbox: {in_words(account.get('sandbox'))}"
    yield f"random numbers begin with {account.get('seed')}"
    yield f"limits: {in_words(account.get('limits'))}"
    for stop in account.get("stopped", ()):
        yield f"{printable(stop['cell'])} was stopped: {visible(stop['why'])}"
    for what in ("repaired", "refused"):
        if account.get(what):
            yield f"{what}: {visible(in_words(account[what]))}"
    parts = (f"{name} {str(account[name])[:LETTERS]}" for name in DIGESTS if account.get(name))
    yield f"work {receipt.work[:LETTERS]}, checks {receipt.checks[:LETTERS]}, {', '.join(parts)}"


def in_words(value: object) -> str:
    """Values of an account on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


COMMANDS: dict[str, type[NbGrader]] = {"show": Show, "verify": Verify}


def main() -> None:
    """Call the command that is named first."""
    command = COMMANDS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if command is None:
        raise SystemExit(f"Expected show or verify, then an assignment, as in: {EXAMPLE}")
    del sys.argv[1]
    command.launch_instance()


if __name__ == "__main__":
    main()
