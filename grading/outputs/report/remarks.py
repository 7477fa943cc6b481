"""Submissions that somebody should look at, and why: repaired, refused, limited, conspicuous.

Each is a fact about how a notebook was graded; what follows from it is for people to decide.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grading.counts import counted
from grading.outputs.results import GradedNotebook, Results

#: How many cells that were stopped a remark lists before it counts the others.
MOST_ENDS = 20
#: The kinds of remarks, in the order of the page, each with what it means.
KINDS = {
    "refused": "The file could not be graded and earned no points; it lies untouched in "
    "submitted/.",
    "damaged": "The graded notebook cannot be read any more. Grade the submission again.",
    "repaired": "Something was repaired before grading, without touching what was handed in.",
    "limited": "A cell used up its time or memory, or ended Python. It costs the points that "
    "depend on it, and the others were graded.",
    "died in a grade cell": "A function ended the Python that it ran in while a check asked it. "
    "Usually exit() or a crash in a library; look at the cell.",
    "restarted": "Python had to be started again on the way through the notebook, because a cell "
    "had ended it. That is harmless by itself.",
    "no sandbox": "The notebook ran without a sandbox, with all the rights of whoever graded. "
    "Grade it again in a sandbox unless that was intended.",
    "no receipt": "The notebook does not say how it was graded: another engine did it.",
}


@dataclass(frozen=True)
class Remark:
    """One fact about one notebook.

    Attributes
    ----------
    kind : str
        A key of `KINDS`.
    student, notebook : str
    texts : tuple of str
        What happened, in sentences.
    """

    kind: str
    student: str
    notebook: str
    texts: tuple = ()


def remarks(results: Results) -> list[Remark]:
    """All remarks on a class.

    Parameters
    ----------
    results : Results

    Returns
    -------
    list of Remark
        By kind, in the order of `KINDS`.
    """
    graded = {cell.key for cell in results.cells}
    found = [
        remark
        for (student, notebook), content in results.notebooks.items()
        for remark in remarks_on(content, student, notebook, graded)
    ]
    order = list(KINDS)
    return sorted(found, key=lambda remark: order.index(remark.kind))


def remarks_on(
    content: GradedNotebook, student: str, notebook: str, graded: Collection[str]
) -> Iterator[Remark]:
    """The remarks on one notebook."""
    receipt = content.receipt
    if content.damage:
        yield Remark("damaged", student, notebook, (content.damage,))
        return
    if receipt.get("refused"):
        yield Remark("refused", student, notebook, (receipt["refused"],))
    if receipt.get("repaired"):
        yield Remark("repaired", student, notebook, tuple(receipt["repaired"]))
    ends = receipt.get("stopped") or ()
    died = [end for end in ends if (notebook, end["cell"]) in graded and died_in(content, end)]
    for kind, chosen in (
        ("limited", [end for end in ends if end not in died]),
        ("died in a grade cell", died),
    ):
        if chosen:
            texts = [f"`{end['cell']}`: {end['why']}" for end in chosen[:MOST_ENDS]]
            if len(chosen) > MOST_ENDS:
                texts.append(counted(len(chosen) - MOST_ENDS, "more cell"))
            yield Remark(kind, student, notebook, tuple(texts))
    if receipt.get("restarts"):
        yield Remark("restarted", student, notebook, (times(receipt["restarts"]),))
    if receipt.get("sandbox") is False:
        yield Remark("no sandbox", student, notebook)
    if "seconds" not in receipt and not receipt.get("refused"):
        yield Remark("no receipt", student, notebook)


def died_in(content: GradedNotebook, end: dict[str, str]) -> bool:
    """Whether a grade cell ended Python or its judge, rather than used up its time or memory."""
    verdict = content.verdicts.get(end["cell"])
    return verdict is not None and verdict.error in ("KernelDied", "JudgeEnded")


def times(number: int) -> str:
    """How often something was, in words."""
    return "once" if number == 1 else counted(number, "time")
