"""Asks what is kept before a notebook runs, and keeps what a run has found.

Notebooks that are the same in all that counts run once, also where both are under way: the second
one waits for the first.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from grading.engine import marking, showing
from grading.engine.marking import Marking
from grading.engine.results import RunResult
from grading.engine.run import Run, Work
from grading.engine.showing import Showing
from grading.engine.workforce import Workforce
from grading.records.inputs import Inputs, inputs_of, packages
from grading.records.kept import KeptResults

#: How the result of a run of each kind is put together from what is known.
RECALLED = {Marking: marking.recalled, Showing: showing.recalled}


@dataclass
class Expected:
    """A notebook that was announced and is not asked for yet."""

    work: Work
    kind: type[Run]
    inputs: Inputs
    result: RunResult | None = None
    waits: bool = False


class Recall:
    """Has a workforce run what is not known.

    Parameters
    ----------
    workforce : Workforce

    Attributes
    ----------
    kept : KeptResults or None
        Results to look for and to add to; where there are none, every notebook runs.
    """

    def __init__(self, workforce: Workforce) -> None:
        self.workforce = workforce
        self.kept: KeptResults | None = None
        self.expected: dict[Hashable, Expected] = {}

    def begin(self, kept: KeptResults) -> None:
        """Use what is kept, until `end`."""
        self.end()
        packages.cache_clear()  # in a server something may have been installed meanwhile
        self.kept = kept

    def use(self, workforce: Workforce) -> None:
        """Have another workforce run what is announced from now on."""
        if workforce is not self.workforce:
            self.forget()
            self.workforce.leave()
            self.workforce = workforce

    def end(self) -> None:
        """End what was announced and is not asked for any more, and keep nothing from now on."""
        self.forget()
        self.workforce.leave()
        if self.kept is not None:
            self.kept.close()
        self.kept = None

    def expect(self, key: Hashable, work: Work, kind: type[Run] = Marking) -> None:
        """Announce a notebook, as `Workforce.expect` does."""
        one = Expected(work, kind, inputs_of(work, shows=kind is Showing))
        under_way = {other.inputs.all for other in self.expected.values() if not other.result}
        self.expected[key] = one
        if self.look(one):
            return
        one.waits = self.may_keep(one) and one.inputs.all in under_way
        if not one.waits:
            self.workforce.expect(key, one.work, kind)

    def may_keep(self, one: Expected) -> bool:
        """Whether results count: without walls a student's code could write some itself."""
        return self.kept is not None and one.work.rules.walls

    def look(self, one: Expected) -> bool:
        """Look for the result of a notebook, and for parts of it; whether there is one."""
        if self.kept is None or not self.may_keep(one):
            return False
        one.work = replace(one.work, known=self.kept.recall(one.inputs))
        one.result = RECALLED[one.kind](one.work)
        return one.result is not None

    def announced(self, key: Hashable) -> Work | None:
        """What was announced under a key; None where nothing was."""
        one = self.expected.get(key)
        return one.work if one else None

    def finish(self, key: Hashable, work: Work, kind: type[Run] = Marking) -> RunResult:
        """What a notebook's run has found, this one's or an earlier one's."""
        if key not in self.expected or self.expected[key].kind is not kind:
            self.expect(key, work, kind)
        one = self.expected.pop(key)
        result = one.result or self.run(key, one)
        told: dict[str, object] = {
            "key": one.inputs.all,
            **one.inputs.parts,
        }
        if one.inputs.reads_cases:
            told["reads_cases"] = True
        return replace(result, account=result.account | told)

    def run(self, key: Hashable, one: Expected) -> RunResult:
        """Wait for the run of a notebook, and keep what it has found."""
        if one.waits:  # for one that nobody has asked for
            self.workforce.expect(key, one.work, one.kind)
        result = self.workforce.result(key, one.work, one.kind)
        if self.kept is not None and self.may_keep(one):
            self.kept.keep(one.inputs, result)
        self.go_on(one.inputs)
        return result

    def go_on(self, inputs: Inputs) -> None:
        """Look again for the notebooks that have waited for one that is through."""
        for key, one in self.expected.items():
            if one.waits and one.inputs.all == inputs.all:
                one.waits = False
                if not self.look(one):
                    self.workforce.expect(key, one.work, one.kind)

    def forget(self) -> None:
        """End what was announced and is not asked for any more."""
        self.expected.clear()
        self.workforce.forget()
