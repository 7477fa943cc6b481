"""What is wrong with an answer, and which mistake explains it.

Shipped beside the notebooks for students to read; it holds no answers.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from answers import (
    Between,
    Right,
    difference,
    fits,
    is_array,
    kind_of,
    numbers_of,
    shape_of,
    shape_words,
    shaped_words,
)
from calls import CheckFailed, failed
from cases import Answer, Mistakes, Rules, Trial
from slips import slips

#: More sentences than these that fit equally well say nothing, so none of them is told.
MOST_CAUSES = 3
#: Kinds of results: what a value must be, what is said where it is not, and the remedy.
KINDS: dict[str, tuple[Callable[[Any], bool], str, str]] = {
    "numbers": (lambda value: True, "", ""),
    "array": (
        is_array,
        "an array, with which one can compute further",
        "wrap it: np.array({name})",
    ),
    "tensor": (lambda value: hasattr(value, "detach"), "a tensor", "wrap it: torch.tensor({name})"),
    "number": (
        lambda value: not isinstance(value, list | tuple),
        "a number by itself",
        "return {name} itself, not a list or a tuple with it",
    ),
    "floats": (
        lambda value: isinstance(value, list) and all(isinstance(part, float) for part in value),
        "a list of Python floats",
        "append one float at a time: `loss.item()` of a tensor, float(…) of a number of numpy",
    ),
}

#: Remedies for lists of tensors, where other kinds of results are wanted.
STACKED = dict.fromkeys(("array", "tensor"), "make one tensor of them: torch.stack({name})")
#: What is said of a list of functions.
NOT_CALLED = "functions are in the list: brackets are missing after one, as in loss.item()"


class Look:
    """An answer beside what is right in a trial.

    Attributes
    ----------
    wrong : list of str
        The results that are wrong.
    of_kind : bool
        Whether all numbers are right, so that what is wrong, if anything, is of the wrong kind.
    """

    def __init__(self, rules: Rules, trial: Trial, values: Sequence[Any]) -> None:
        self.rules, self.trial = rules, trial
        self.values = dict(zip(rules.results, values, strict=True))
        self.numbers = {name: numbers_of(value) for name, value in self.values.items()}
        # Of several right answers the one from which the fewest results differ.
        self.right = min(trial.right, key=lambda right: len(self.unlike(right)))
        unlike = self.unlike(self.right)
        self.of_kind = not unlike
        self.wrong = unlike or self.misfits()

    def unlike(self, right: Answer) -> list[str]:
        """Names of the results that differ from those of a right answer."""
        return [name for name, value in right.items() if not self.is_like(name, value)]

    def misfits(self) -> list[str]:
        """Names of the results that are not of the kind that is wanted."""
        kinds = self.rules.results
        return [name for name, value in self.values.items() if not KINDS[kinds[name]][0](value)]

    def is_like(self, name: str, value: Right) -> bool:
        """Whether a result is this."""
        return fits(self.numbers[name], value, self.rules.tolerance, self.rules.any_sign)

    def is_wrapped(self, name: str) -> bool:
        """Whether a result is the right number, with a list or an axis around it."""
        numbers, right = self.numbers[name], self.right[name]
        if numbers is None or not numbers.shape or numbers.size != 1 or shape_of(right):
            return False
        return fits(numbers.reshape(()), right, self.rules.tolerance)

    def unwrapping(self, name: str) -> str:
        """What is said of a result that is the right number with something around it."""
        if isinstance(self.values[name], tuple):
            return f"a comma after a number makes a tuple of it: return {name} by itself"
        return f"return {name} by itself, without a list or an axis around it"

    def shows(self, name: str, value: Right) -> bool:
        """Whether a mistake that gives this is seen here: it is not right by chance."""
        if isinstance(value, Between):
            # A range may overlap with what is right: the answer tells whether it is from there.
            return name in self.wrong or not self.is_like(name, value)
        numbers, rules = numbers_of(value), self.rules
        return not any(
            fits(numbers, right[name], rules.tolerance, rules.any_sign)
            for right in self.trial.right
        )

    def failure(self, looks: Sequence["Look"]) -> CheckFailed:
        """What is said of the wrong results."""
        rules, name = self.rules, self.wrong[0]
        if self.of_kind:
            _, expected, remedy = KINDS[rules.results[name]]
            value = self.values[name]
            found = kind_in_words(value)
            if isinstance(value, list) and hasattr(innermost(value), "detach"):
                remedy = STACKED.get(rules.results[name], remedy)
            return failed(f"{self.called(name)} as {expected}", found, remedy.format(name=name))
        missing = [name for name in self.wrong if self.values[name] is None]
        if missing:
            expected = shape_words(self.called(missing[0]), shape_of(self.right[missing[0]]))
            returns = any(other.values[missing[0]] is not None for other in looks)
            branch = "no `return` line is reached in this case: each branch needs one"
            return failed(expected, "None", branch if returns else "the `return` line is missing")
        name, likely = self.likely(looks)
        what, right, numbers = self.called(name), self.right[name], self.numbers[name]
        if numbers is None:
            value = self.values[name]
            if isinstance(value, list) and any(map(callable, value)):
                likely = NOT_CALLED
            return failed(shape_words(what, shape_of(right)), kind_of(value), likely)
        if numbers.shape != shape_of(right):
            got = shaped_words(what, numbers)
            return failed(shape_words(what, shape_of(right)), got, likely)
        return failed(*difference(what, numbers, right, rules.tolerance, rules.any_sign), likely)

    def called(self, name: str) -> str:
        """A result in words, with what is special about the trial."""
        return f"{name} ({self.trial.what})" if self.trial.what else name

    def likely(self, looks: Sequence["Look"]) -> tuple[str, str]:
        """The result to speak of, and the likely mistake.

        It explains as many of the wrong results as possible, in all trials in which there are any,
        and speaks against as few of the right ones as possible. Where several do so equally well
        all of them are named. What the instructor has listed comes first, then slips of any task,
        unless one of these does better, with one and the same of its answers.
        """
        found = self.wrong[0], self.rules.likely
        lowest: tuple[float, ...] = (len(self.wrong), np.inf)
        for mistakes_of in (listed, slipped, altered):
            causes = explaining(self, mistakes_of(self))
            tables = [(look, mistakes_of(look)) for look in looks] if causes else []
            costs = {}
            for cause, explained in causes.items():
                against = [counts_against(cause, look, mistakes) for look, mistakes in tables]
                if None not in against:
                    left = len(self.wrong) - len(explained)
                    # Where one and the same of its answers fits in all trials, that says more.
                    costs[cause] = left, sum(filter(None, against)), cause.number is None
            best = [cause for cause in costs if costs[cause] == min(costs.values())]
            told = list(dict.fromkeys(cause.sentence for cause in best))
            if not 0 < len(told) <= MOST_CAUSES:
                continue
            *cost, is_vague = costs[best[0]]
            if lowest[1] == np.inf or (tuple(cost) < lowest and not is_vague):
                found, lowest = (causes[best[0]][0], "; or ".join(told)), tuple(cost)
            if lowest == (0, 0):
                break
        return found


class Cause(NamedTuple):
    """A mistake, and which of the answers is meant that it can give; None for any of them."""

    sentence: str
    number: int | None


def listed(look: Look) -> Mistakes:
    """The mistakes that the specification lists."""
    return look.trial.wrong()


def altered(look: Look) -> Mistakes:
    """What the right way gives with altered arguments."""
    return look.trial.altered()


def slipped(look: Look) -> Mistakes:
    """What slips that any task can meet make of the right answer."""
    found: dict[str, list[Answer]] = {}
    names = list(look.right)
    arguments = [*look.trial.arguments, *look.trial.options.values()]
    for name, right in look.right.items():
        for other, value in look.right.items():
            if other != name:
                both = " and ".join(sorted((name, other)))
                sentence = f"{both} are exchanged: return them in the order {', '.join(names)}"
                found.setdefault(sentence, []).append({name: value})
        numbers = look.numbers[name]
        if look.is_wrapped(name) and numbers is not None:
            found[look.unwrapping(name)] = [{name: numbers}]
        elif not isinstance(right, Between):
            for sentence, wrong in slips(np.asarray(right, dtype=float), arguments):
                found.setdefault(sentence, []).append({name: wrong})
    return {sentence: merged(answers) for sentence, answers in found.items()}


def merged(answers: Sequence[Answer]) -> list[Answer]:
    """Answers for single results, put together to answers with as many results as possible."""
    by_name: dict[str, list[Right]] = {}
    for answer in answers:
        for name, value in answer.items():
            by_name.setdefault(name, []).append(value)
    longest = max(map(len, by_name.values()))
    return [
        {name: values[number] for name, values in by_name.items() if number < len(values)}
        for number in range(longest)
    ]


def explaining(look: Look, mistakes: Mistakes) -> dict[Cause, list[str]]:
    """Those mistakes that give what is wrong, each with the results that it explains."""
    found: dict[Cause, list[str]] = {}
    for sentence, answers in mistakes.items():
        for number, answer in enumerate(answers):
            names = [
                name
                for name in look.wrong
                if name in answer
                and look.is_like(name, answer[name])
                and look.shows(name, answer[name])
            ]
            if names:
                found[Cause(sentence, number)] = names
                of_any = found.get(Cause(sentence, None), [])
                found[Cause(sentence, None)] = max(names, of_any, key=len)
    return found


def counts_against(cause: Cause, look: Look, mistakes: Mistakes) -> int | None:
    """In how many results a mistake gives what the answer does not; None if it explains none.

    A trial of which the mistakes do not hold the sentence counts neither way.
    """
    answers = mistakes.get(cause.sentence, [])
    if cause.number is not None:
        answers = answers[cause.number : cause.number + 1]
    # Nothing is known of an answer that rounding decides in this trial.
    if not any(answers):
        return 0
    is_wrong = look.wrong and not look.of_kind
    if is_wrong and cause not in explaining(look, {cause.sentence: mistakes[cause.sentence]}):
        return None
    values = {name: [a[name] for a in answers if name in a] for name in look.right}
    return sum(
        bool(given)
        and all(look.shows(name, value) and not look.is_like(name, value) for value in given)
        for name, given in values.items()
    )


def kind_in_words(value: Any) -> str:
    """What a value is whose numbers are right."""
    if is_array(value):
        return "a tensor" if hasattr(value, "detach") else "an array of numpy"
    if isinstance(value, list) and value:
        if is_number(innermost(value)):
            others = {type(part).__name__ for part in value if not isinstance(part, float)}
            return f"a list with {' and '.join(sorted(others))}" if others else "a list of numbers"
        return f"a list with {kind_in_words(value[0])} in it"
    name = type(value).__name__
    return f"a value of type {name}" if type(value).__module__ == "builtins" else kind_of(value)


def innermost(value: Any) -> Any:
    """The first value in a list that is no list itself."""
    while isinstance(value, list) and value:
        value = value[0]
    return value


def is_number(value: Any) -> bool:
    """Whether a value is a single number of Python or of numpy, and no truth value."""
    kinds = int | float | np.integer | np.floating
    return isinstance(value, kinds) and not isinstance(value, bool)
