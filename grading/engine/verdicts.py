"""Verdicts: what became of a grade cell, as plain data.

A check that raises an error with a ``verdict`` says itself what was wrong. Of any other error its
kind and its words are kept. Nobody has to read sentences to know what happened.
"""

from dataclasses import asdict, dataclass, fields

from grading.engine.outcomes import Ended
from grading.letters import plain

#: Letters that a part of a verdict has at most.
LONGEST = 20_000


@dataclass(frozen=True)
class Verdict:
    """What became of a grade cell.

    Attributes
    ----------
    kind : str
        ``"passed"``; ``"wrong"``, an answer with other values; ``"stumbles"``, an answer of
        another kind, on which the check stops; ``"stops"``, a function that raises an error;
        ``"unwritten"`` and ``"undefined"``, a function that is not there; ``"error"``, an error of
        a check that says no more; ``"ended"``, a cell that did not come to its own end.
    what : str
        What the check asks for.
    expected, got, likely : str
        What was expected, what came, and the likely mistake.
    reason : str
        Why another answer to a question is right.
    error : str
        The kind of an error; of a cell that was ended, the kind of `Ended`.
    place : str
        What is not there.
    says : str
        A sentence in the place of rows.
    because : str
        What became of the cell that should define what is missing, which may hold a student's own
        words.
    given : str
        The earlier tasks in whose place right ones stood.
    """

    kind: str
    what: str = ""
    expected: str = ""
    got: str = ""
    likely: str = ""
    reason: str = ""
    error: str = ""
    place: str = ""
    says: str = ""
    because: str = ""
    given: str = ""

    @property
    def passed(self) -> bool:
        return self.kind == "passed"

    @classmethod
    def of(cls, data: object) -> "Verdict":
        """The verdict in data of any origin; parts that are no texts are left out."""
        given = data if isinstance(data, dict) else {}
        texts = {
            part.name: plain(given[part.name])[:LONGEST]
            for part in fields(cls)
            if isinstance(given.get(part.name), str)
        }
        return cls(**{"kind": "error"} | texts)

    @classmethod
    def ended(cls, end: Ended, says: str) -> "Verdict":
        """That of a grade cell that did not come to its own end, and what is said of it."""
        return cls("ended", error=type(end).__name__, says=says)

    def data(self) -> dict[str, str]:
        """The parts that say something."""
        return {name: text for name, text in asdict(self).items() if text}


PASSED = Verdict("passed")
