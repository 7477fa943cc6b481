"""The cases on which a check tries a function, as a file beside the notebooks.

`cases.zip` holds for each task what an answer is held to and its visible cases: arguments, what is
expected, and what known mistakes give. It is written from the instructor's specification, as JSON
in which arrays keep their kind.

Shipped beside the notebooks for students to read; it holds no answers.
"""

import contextlib
import functools
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import questions
from answers import Between, Right
from questions import Question

FILE = Path(__file__).with_name("cases.zip")
#: Its members: the rules of all tasks, and for each task its trials, and what mistakes give there.
INDEX, TRIALS, MISTAKES = "index.json", "{}/trials.json", "{}/mistakes.json"
#: The parts of a trial that stand among the mistakes.
OF_MISTAKES = "wrong", "altered"
DAMAGED = (
    "{} is damaged, or of another release than the notebooks: take it from the released homework "
    "again."
)
#: What a file that is damaged, or unpacked in part, is met with.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    TypeError,
    ValueError,
    FileNotFoundError,
    NotADirectoryError,
)
#: Values by the names of the results; of a mistake those that are wrong by it.
Answer = dict[str, Right]
#: Sentences, each with the answers that this mistake can give.
Mistakes = Mapping[str, Sequence[Answer]]


@dataclass(frozen=True)
class Rules:
    """What an answer to a task is held to, apart from its cases.

    Attributes
    ----------
    does : str
        What the function must do, in one sentence.
    part : str
        The number of the task in the homework, such as ``"2.3"``.
    results : dict of str to str
        Names of what is returned, each with its kind; see `causes.KINDS`.
    likely : str
        The likely mistake where none of the known ones gives the answer.
    tolerance : float
        Largest allowed deviation, relative to the largest expected absolute value, which counts
        as 1e-12 where zeros are expected.
    any_sign : bool
        Whether each column may come with either sign, as principal axes do.
    probe : str
        How the answer is asked, by its name in `probes`; empty where it is just called.
    after : list of str
        Functions of earlier tasks that the answer is likely to call.
    alone : bool
        Whether answers that do without these are as usual.
    """

    does: str
    results: dict[str, str]
    likely: str
    part: str = ""
    tolerance: float = 1e-3
    any_sign: bool = False
    probe: str = ""
    after: list[str] = field(default_factory=list)
    alone: bool = False


@dataclass(frozen=True)
class Trial:
    """One call, with what is right and what known mistakes give.

    Attributes
    ----------
    what : str
        What is special about it, as a message says it; may be empty.
    arguments : tuple
    options : dict
    right : list of dict
        Right answers; each has a value for each result.
    wrong : callable
        Returns a dict from the sentences of mistakes to what they give, which is computed then.
    altered : callable
        The same of what the right way gives with altered arguments.
    """

    what: str
    arguments: tuple
    options: dict[str, Any]
    right: list[Answer]
    wrong: Callable[[], Mistakes]
    altered: Callable[[], Mistakes] = dict


def written(tasks: Mapping[str, tuple[Rules, Iterable[dict]] | Question]) -> bytes:
    """The file that holds the frozen trials of tasks, by the names of their functions.

    Questions, by the names of the variables that hold their answers, are in it as well.
    """
    index: dict[str, Any] = {}
    members: dict[str, Any] = {INDEX: index}
    for name, task in sorted(tasks.items()):
        if isinstance(task, Question):
            index[name] = {"question": questions.packed(task)}
            continue
        index[name] = {"rules": asdict(task[0])}
        trials = list(task[1])
        for member, is_mistake in ((TRIALS, False), (MISTAKES, True)):
            members[member.format(name)] = [
                {key: value for key, value in trial.items() if (key in OF_MISTAKES) is is_mistake}
                for trial in trials
            ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, data in members.items():
            # The date is fixed, so that equal cases are equal files.
            entry = zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, json.dumps(data))
    return file.getvalue()


def names(path: Path = FILE) -> list[str]:
    """Functions of which there are cases, and variables that hold the answers to questions.

    Raises
    ------
    FileNotFoundError
        If the file is not there.
    ValueError
        If it cannot be read.
    """
    if not path.exists() and not is_unpacked(path):
        raise FileNotFoundError(
            f"{path.name} is expected beside the notebook and {Path(__file__).name}, and is not "
            f"there: take it from the released homework."
        )
    return list(loaded(INDEX, path))


def rules(name: str, path: Path = FILE) -> Rules:
    """What an answer to a task is held to.

    Raises
    ------
    ValueError
        If the file does not fit the modules beside it.
    """
    with told_if_damaged(path):
        return Rules(**loaded(INDEX, path)[name]["rules"])


def read(name: str, path: Path = FILE) -> tuple[Rules, list[Trial]]:
    """What an answer to a task is held to, and its visible cases.

    Raises
    ------
    ValueError
        If the file does not fit the modules beside it.
    """
    # Most of the file is what mistakes give, and a right answer needs none of it.
    mistakes = functools.cache(lambda: loaded(MISTAKES.format(name), path))

    def of_trial(number: int, kind: str) -> Mistakes:
        with told_if_damaged(path):
            return told(unpacked, mistakes()[number][kind])

    with told_if_damaged(path):
        return rules(name, path), [
            Trial(
                data["what"],
                tuple(unpacked(value) for value in data["arguments"]),
                each(unpacked, data["options"]),
                [each(unpacked, answer) for answer in data["right"]],
                *(functools.cache(functools.partial(of_trial, n, kind)) for kind in OF_MISTAKES),
            )
            for n, data in enumerate(loaded(TRIALS.format(name), path))
        ]


def question(name: str, path: Path = FILE) -> Question | None:
    """The question that a variable answers, without the right answer; None if it is a task.

    Raises
    ------
    ValueError
        If the file does not fit the modules beside it.
    """
    with told_if_damaged(path):
        data = loaded(INDEX, path)[name]
        return questions.unpacked(data["question"]) if "question" in data else None


def loaded(member: str, path: Path) -> Any:
    """What one of the members of the file holds.

    Raises
    ------
    ValueError
        If it cannot be read.
    """
    with told_if_damaged(path):
        if is_unpacked(path):
            return json.loads((path.with_suffix("") / member).read_bytes())
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read(member))


def is_unpacked(path: Path) -> bool:
    """Whether the file came as a folder: Kaggle and some browsers unpack whatever is packed."""
    return not path.exists() and path.with_suffix("").is_dir()


@contextlib.contextmanager
def told_if_damaged(path: Path) -> Iterator[None]:
    """Say in one sentence that a file cannot be read."""
    try:
        yield
    except UNREADABLE as error:
        raise ValueError(DAMAGED.format(path.name)) from error


def frozen(trial: Trial) -> dict[str, Any]:
    """A trial as JSON knows it."""
    return {
        "what": trial.what,
        "arguments": [packed(value) for value in trial.arguments],
        "options": each(packed, trial.options),
        "right": [each(short, answer) for answer in trial.right],
        "wrong": told(short, trial.wrong()),
        "altered": told(short, trial.altered()),
    }


def told(change: Callable[[Any], Any], mistakes: Mapping[str, Sequence]) -> dict[str, list]:
    """Mistakes with the values in their answers changed."""
    return {
        sentence: [each(change, answer) for answer in answers]
        for sentence, answers in mistakes.items()
    }


def each(change: Callable[[Any], Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A dict with its values changed."""
    return {name: change(value) for name, value in values.items()}


def short(part: Right) -> Any:
    """A result as JSON knows it, with as many digits as any tolerance needs."""
    if isinstance(part, Between):
        return {"between": [short(part.low), short(part.high)]}
    numbers = np.asarray(part)
    if numbers.dtype.kind == "f":
        digits = np.array([float(f"{number:.8g}") for number in numbers.flat])
        numbers = digits.reshape(numbers.shape)
    return packed(numbers)


def packed(value: Any) -> Any:
    """A value as JSON knows it.

    Raises
    ------
    TypeError
        If it is of a kind that cannot be kept in a file.
    """
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, Between):
        return {"between": [packed(value.low), packed(value.high)]}
    if isinstance(value, np.ndarray | np.generic):
        return {"array": value.tolist(), "dtype": str(value.dtype), "shape": list(value.shape)}
    if hasattr(value, "detach"):
        return {"tensor": packed(value.detach().cpu().numpy())}
    if isinstance(value, tuple):
        return {"tuple": [packed(part) for part in value]}
    if isinstance(value, list):
        return [packed(part) for part in value]
    if isinstance(value, dict):
        return {"dict": [[packed(key), packed(part)] for key, part in value.items()]}
    raise TypeError(
        f"A case holds a {type(value).__name__}, which cannot be kept in {FILE.name}: give "
        f"numbers, texts, arrays, tensors, or lists, tuples and dicts of them; for anything else "
        f"write a probe that makes it."
    )


def unpacked(data: Any) -> Any:
    """The value of which `packed` has made this."""
    if isinstance(data, list):
        return [unpacked(part) for part in data]
    if not isinstance(data, dict):
        return data
    if "between" in data:
        return Between(*(unpacked(end) for end in data["between"]))
    if "array" in data:
        array = np.array(data["array"], dtype=data["dtype"]).reshape(data["shape"])
        return array if array.shape else array[()]
    if "tensor" in data:
        import torch

        return torch.from_numpy(np.asarray(unpacked(data["tensor"])))
    if "tuple" in data:
        return tuple(unpacked(part) for part in data["tuple"])
    return {unpacked(key): unpacked(part) for key, part in data["dict"]}
