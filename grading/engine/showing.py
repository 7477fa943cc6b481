"""The second run of a notebook, for what people see: all its cells but the grade cells.

It comes when the marks of a whole run of grading are booked. Nobody asks anything then, so there
is nothing that outputs could tell.
"""

from grading.engine.results import RunResult
from grading.engine.run import Cell, Run, Work
from grading.engine.verdicts import Verdict


class Showing(Run):
    """Runs a notebook from top to bottom and keeps what its cells print and draw."""

    shows = True

    def work_through(self) -> None:
        with self.pool.room_to_run:
            self.start_kernel()
            for position, cell in enumerate(self.cells):
                if self.unwanted:
                    return
                if self.runs(cell):
                    with self.clock.all_counts():
                        outputs = self.room.fit(self.run_cell(position))
                    self.outputs[position] = None if cell.judged else outputs

    def runs(self, cell: Cell) -> bool:
        return bool(cell.runs) and not cell.known_end


def recalled(work: Work) -> RunResult | None:
    """The outputs of a notebook where they are known; None where it has to run."""
    own = work.known.own
    if own is None:
        return None
    verdicts: list[Verdict | None] = [None] * len(work.cells)
    return RunResult(own.outputs, verdicts, dict(own.account), broken=own.broken)
