"""A shift is all runs of one kind in one run of grading: first those for marks, then for pages.

No notebook of a shift begins before everything of the one before is over on every worker, with its
judges. How that is ensured:

- The grader cancels what it has not asked for, then tells every worker that the scheduler knows of
  the new shift, and waits for all of them to confirm. A worker confirms when all that ran in its
  sandboxes, and all its judges, have ended, and from then on takes notebooks of that shift only.
  Who came meanwhile is told as well.
- A worker that the scheduler has lost cannot confirm. Each one therefore has a *lease*: its warm
  process, whose end is the end of all its sandboxes and judges, ends by itself `LEASE` seconds
  after the worker has last asked the scheduler, and was told that this still counts on it. Where a
  worker was lost, or the scheduler has just begun and knows of no losses, the grader waits for as
  long before the first page. What a lost worker makes of a page is taken by nobody, so marks need
  not wait for it.
"""

import uuid
from dataclasses import dataclass

from grading.cluster.fitness import Fitness
from grading.cluster.parcels import plain
from grading.engine.run import Rules, Run

#: Seconds after which nothing runs any more on a worker that is out of touch.
LEASE = 30
#: Seconds between two times that a worker asks whether it is still counted on.
BEAT = 2


class OtherShift(Exception):
    """A notebook came to a worker that is in another shift, or was ended with its own."""


@dataclass(frozen=True)
class Shift:
    """What workers are told of a shift.

    Attributes
    ----------
    number : str
        No other shift of anybody has the same.
    kind : type
        Of its runs.
    rules : Rules
    fitness : Fitness
        What a worker must have.
    """

    number: str
    kind: type[Run]
    rules: Rules
    fitness: Fitness

    @classmethod
    def new(cls, kind: type[Run], rules: Rules) -> "Shift":
        """The next shift."""
        return cls(uuid.uuid4().hex, kind, plain(rules), Fitness.here())
