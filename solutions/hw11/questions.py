"""Questions that students answer before they run a cell: in which form, and whether it is right.

Before handing in only the form of an answer is looked at, since anything more would tell it.
Shipped beside the notebooks for students to read; it holds no answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from answers import Between, fits, numbers_of
from calls import CheckFailed, NotWritten

#: A number that stands for a decimal fraction may be off by this share of the right one.
NEARLY = 1e-6


class Form:
    """What an answer must look like."""

    def words(self) -> str:
        """The form in words, such as ``a number from 0 to 1``."""
        raise NotImplementedError

    def read(self, answer: Any) -> Any:
        """The answer as it is compared; None where it is not of this form."""
        raise NotImplementedError

    def hint(self, answer: Any) -> str:
        """What is likely wrong with an answer that is not of this form."""
        return "the answer has another form than the question asks for"

    def fits(self, found: Any, right: Any) -> bool:
        """Whether an answer, as `read` gives it, is the right one."""
        return bool(found == self.read(right))


@dataclass(frozen=True)
class Number(Form):
    """A number from a smallest to a largest one, both included."""

    low: float
    high: float
    whole: bool = False

    def words(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.low:g} to {self.high:g}, without quotation marks"

    def read(self, answer: Any) -> float | None:
        number = one_number(answer)
        if number is None or not self.low <= number <= self.high:
            return None
        return float(number) if not self.whole or number == np.round(number) else None

    def hint(self, answer: Any) -> str:
        if isinstance(answer, tuple) and len(answer) == 2:
            return "a decimal point is a point, not a comma: 0.7 and not 0,7"
        number = one_number(answer)
        if number is None:
            return super().hint(answer)
        if self.low <= number <= self.high:
            return "this is no whole number"
        return f"this number does not lie from {self.low:g} to {self.high:g}"

    def fits(self, found: Any, right: Any) -> bool:
        return fits(np.asarray(found), right, NEARLY)


class Choice(Form):
    """One of several texts."""

    def __init__(self, *options: str) -> None:
        self.options = options

    def words(self) -> str:
        return f"one of the texts {listed(self.options)}, in quotation marks"

    def read(self, answer: Any) -> str | None:
        return next((option for option in self.options if plain(option) == plain(answer)), None)


class Order(Form):
    """All of several texts in some order."""

    def __init__(self, *items: str) -> None:
        self.items = items

    def words(self) -> str:
        return f"a list with each of the texts {listed(self.items)} once"

    def read(self, answer: Any) -> list[str] | None:
        if not isinstance(answer, list | tuple) or len(answer) != len(self.items):
            return None
        by_text = {plain(item): item for item in self.items}
        found = [by_text.get(plain(part), "") for part in answer]
        return found if set(found) == set(self.items) else None

    def hint(self, answer: Any) -> str:
        known = {plain(item) for item in self.items}
        parts = answer if isinstance(answer, list | tuple) else []
        strange = [part for part in parts if plain(part) not in known]
        return f"{shown(strange[0])} is none of the texts" if strange else super().hint(answer)


#: Forms by the names under which a file keeps them.
FORMS: dict[str, type[Form]] = {form.__name__: form for form in (Number, Choice, Order)}


@dataclass(frozen=True)
class Question:
    """A question with its answer.

    Attributes
    ----------
    asks : str
        What is asked for, as a phrase: ``"the number of axes with the largest AUC"``.
    form : Form
    right : object
        The right answer, or `Between` for a range of numbers. Students' files hold None.
    because : str
        Why this is right, told with a wrong answer that was handed in.
    """

    asks: str
    form: Form
    right: Any = None
    because: str = ""

    def __post_init__(self) -> None:
        ends = (
            [self.right.low, self.right.high] if isinstance(self.right, Between) else [self.right]
        )
        if isinstance(self.form, Order) and self.right == list(self.form.items):
            raise ValueError(
                "The texts of an Order are listed in the right order, which messages would show: "
                "list them in another one."
            )
        if self.right is not None and any(self.form.read(end) is None for end in ends):
            raise ValueError(f"The right answer must be {self.form.words()}, not {self.right!r}.")

    def judge(self, name: str, answer: Any) -> None:
        """Raise `CheckFailed` unless an answer is of the form, and right where that is known."""
        if answer is None or answer is Ellipsis:
            says = f"{name} is not answered yet: write {self.form.words()} in its cell, and run it."
            raise NotWritten("unwritten", name, says)
        title, found = f"{name}: {self.asks}", self.form.read(answer)
        if found is None:
            likely = self.form.hint(answer)
            raise CheckFailed(
                what=title, expected=self.form.words(), got=shown(answer), likely=likely
            )
        if self.right is not None and not self.form.fits(found, self.right):
            raise CheckFailed(
                what=title, expected="another answer", got=shown(answer), reason=self.because
            )


def packed(question: Question) -> dict[str, Any]:
    """What students may have of a question, as JSON knows it."""
    form = question.form
    values = [*vars(form).values()]
    given = values if isinstance(form, Number) else [*values[0]]
    return {"asks": question.asks, "form": type(form).__name__, "given": given}


def unpacked(data: dict[str, Any]) -> Question:
    """The question, without its answer, of which `packed` has made this."""
    return Question(data["asks"], FORMS[data["form"]](*data["given"]))


def one_number(answer: Any) -> np.ndarray | None:
    """An answer as an array of one number without axes; None where it is something else."""
    number = None if isinstance(answer, bool | np.bool_ | list) else numbers_of(answer)
    return None if number is None or number.shape else number


def plain(text: Any) -> str:
    """A text without differences that mean nothing: spaces and capitals."""
    return "".join(text.split()).casefold() if isinstance(text, str) else ""


def listed(texts: Sequence[str]) -> str:
    """Several texts in words."""
    return ", ".join(f'"{text}"' for text in texts)


def shown(answer: Any) -> str:
    """An answer as a message shows it."""
    number = isinstance(answer, float | np.floating)
    text = f"{answer:.6g}" if number else repr(answer)
    return text if len(text) <= 80 and "\n" not in text else f"a {type(answer).__name__}"
