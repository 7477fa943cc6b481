"""What a run of a notebook has found, as data that can be kept and sent to another machine.

A mark is a function of its inputs, so what an earlier run has found of the same inputs is as good
as a new run. Two kinds of things are known: what became of the notebook's *own* cells, and the
judgement on each grade cell, which also depends on what earlier tasks were lost.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode, from_dict

from grading.engine.outcomes import Ended, ReferenceFailed, Stop
from grading.engine.setting import JudgedTask
from grading.engine.verdicts import Verdict

#: The variant of a judgement on a task before which nothing was lost.
NOTHING_LOST = ""


#: Kinds of errors that come again whatever the machine is short of.
REPEATABLE = frozenset(
    {
        "AssertionError",
        "AttributeError",
        "CheckFailed",
        "IndexError",
        "KeyError",
        "ModuleNotFoundError",
        "NameError",
        "NotImplementedError",
        "SyntaxError",
        "TypeError",
        "UnboundLocalError",
        "ValueError",
        "ZeroDivisionError",
    }
)


@dataclass
class Judgement:
    """What a judge says of a grade cell.

    Attributes
    ----------
    outputs : list of NotebookNode
    verdict : Verdict
    gone : str
        ``"before"`` if the witness had ended before it was asked, ``"during"`` if it ended while it
        was, otherwise empty.
    exchange : str
        What judge and witness have said; empty where it was too much, or was a record itself.
    asked_less : bool
        Whether a record was not asked for all that it holds.
    """

    outputs: list[NotebookNode]
    verdict: Verdict
    gone: str = ""
    exchange: str = ""
    asked_less: bool = False

    def data(self) -> list:
        """Outputs and verdict, in values that JSON knows."""
        return [self.outputs, self.verdict.data()]

    @classmethod
    def of(cls, data: list) -> "Judgement":
        """The judgement of which `data` has made this."""
        outputs, verdict = data
        return cls([from_dict(output) for output in outputs], Verdict.of(verdict))


@dataclass(frozen=True)
class Own:
    """What became of the cells that no judge runs.

    Attributes
    ----------
    outputs : list
        Of each cell; None for grade cells and for what was not run.
    broken : dict of int to Stop
        Positions of cells that stopped with an error, and where.
    account : dict
        What running them took.
    """

    outputs: list[list[NotebookNode] | None]
    broken: dict[int, Stop]
    account: dict[str, object]

    def data(self) -> dict:
        """The same in values that JSON knows."""
        broken = [[position, stop.kind, stop.line] for position, stop in self.broken.items()]
        return {"outputs": self.outputs, "broken": broken, "account": self.account}

    @classmethod
    def of(cls, data: dict) -> "Own":
        """What `data` was made of."""
        outputs = [
            None if one is None else [from_dict(output) for output in one]
            for one in data["outputs"]
        ]
        broken = {position: Stop(kind, line) for position, kind, line in data["broken"]}
        return cls(outputs, broken, data["account"])


@dataclass(frozen=True)
class Known:
    """What earlier runs have found of a notebook.

    Attributes
    ----------
    own : Own or None
    cells : mapping of int to mapping of str to Judgement
        By positions of grade cells, and by `variant`.
    exchanges : mapping of int to str
        What judge and witness have said of a grade cell, by its position.
    """

    own: Own | None = None
    cells: Mapping[int, Mapping[str, Judgement]] = field(default_factory=dict)
    exchanges: Mapping[int, str] = field(default_factory=dict)

    def judgement(self, position: int, lost: Mapping[int, JudgedTask]) -> Judgement | None:
        """That on a grade cell, after some tasks were lost; None where nobody knows."""
        return self.cells.get(position, {}).get(variant(lost))


@dataclass
class RunResult:
    """What running a notebook has found.

    Attributes
    ----------
    outputs : list
        Of each cell; None where it was not run.
    verdicts : list
        On each cell; None where no judge runs it.
    account : dict
        What running it took.
    stopped : dict of int to Ended
        Positions of cells that did not come to their own end, and why.
    broken : dict of int to Stop
        Positions of cells that stopped with an error, and where.
    no_reference : ReferenceFailed or None
        Why later tasks were not judged again, where the instructor's answers are to blame.
    judged : dict of int to (str, Judgement)
        Of each grade cell its variant and the judgement.
    """

    outputs: list[list[NotebookNode] | None]
    verdicts: list[Verdict | None]
    account: dict[str, object]
    stopped: dict[int, Ended] = field(default_factory=dict)
    broken: dict[int, Stop] = field(default_factory=dict)
    no_reference: ReferenceFailed | None = None
    judged: dict[int, tuple[str, Judgement]] = field(default_factory=dict)

    @property
    def is_repeatable(self) -> bool:
        """Whether the same inputs give the same again, on a machine that is busy or small.

        Only errors of `REPEATABLE` kinds are taken to come again.
        """
        kinds = {stop.kind for stop in self.broken.values()}
        kinds |= {v.error for v in self.verdicts if v is not None and v.error}
        return not self.stopped and self.no_reference is None and kinds <= REPEATABLE

    def own(self) -> Own:
        """What became of the cells that no judge runs."""
        judged = self.judged
        outputs = [None if n in judged else one for n, one in enumerate(self.outputs)]
        return Own(outputs, self.broken, self.account)


def variant(lost: Mapping[int, JudgedTask]) -> str:
    """What tells judgements on one grade cell apart: which earlier tasks were lost."""
    if not lost:
        return NOTHING_LOST
    return json.dumps(
        sorted([task.number, task.label, sorted(task.names)] for task in lost.values())
    )
