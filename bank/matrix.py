"""Grades the whole bank, prints a table and draws it: who lost which cell, and who should have.

``make bank`` runs it. Green is as expected, red is not; a cross is a lost cell. It also prints how
many wrong answers students find out themselves, by the visible part of the checks.
"""

import sys
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np

from bank.direct import Grader
from bank.entries import entries
from grading.counts import counted
from grading.course.answers import AnswerFile
from grading.course.gradecell import about, grade_id, visible
from grading.course.notebooks import ROOT, assignments, grade_cells, read_notebooks

GREEN, RED = "#9fd8b4", "#d62728"
#: For each entry of the bank the grade ids of its problem, each with whether it was lost.
Lost = dict[AnswerFile, dict[str, bool]]


def results(assignment: str) -> Lost:
    """For each entry of the bank the grade ids of its problem, each with whether it was lost."""
    return {
        entry: {name: message is not None for name, message in told.items()}
        for entry, told in Grader().grade_entries(entries(assignment)).items()
    }


def rates(lost: Lost) -> tuple[tuple[int, int], tuple[int, int]]:
    """Shares of false rejections and false acceptances.

    Parameters
    ----------
    lost : dict
        As `results` returns it.

    Returns
    -------
    rejected : tuple of int
        Cells that were lost against expectation, and cells that were to be earned.
    accepted : tuple of int
        Cells that were earned against expectation, and cells that were to be lost.
    """
    pairs = [
        (name in entry.fails, is_lost) for entry in lost for name, is_lost in lost[entry].items()
    ]
    kept = [is_lost for expected, is_lost in pairs if not expected]
    named = [is_lost for expected, is_lost in pairs if expected]
    return (sum(kept), len(kept)), (len(named) - sum(named), len(named))


def headline(lost: Lost) -> str:
    (rejected, kept), (accepted, named) = rates(lost)
    right = sum(entry.kind == "right" for entry in lost)
    return (
        f"{counted(len(lost), 'submission')}, {right} of them right: "
        f"{rejected} of {counted(kept, 'cell')} falsely rejected, "
        f"{accepted} of {named} falsely accepted"
    )


def found_out(assignment: str) -> tuple[list[str], list[str], int]:
    """What students learn of wrong answers before they hand them in.

    Returns
    -------
    unseen : list of str
        Wrong answers that pass the visible checks.
    other : list of str
        Those of the rest that are told something else there than what is said of them.
    count : int
        How many wrong answers there are.
    """
    wrong = [entry for entry in entries(assignment) if entry.kind == "wrong"]
    unseen, other = [], []
    for entry, told in Grader(change=visible).grade_entries(wrong).items():
        text = " ".join(" ".join(filter(None, told.values())).split())
        if not all(told[name] for name in entry.fails):
            unseen.append(entry.student)
        elif not all(words in text for words in entry.says):
            other.append(entry.student)
    return unseen, other, len(wrong)


def in_advance(assignment: str) -> str:
    """The same in a few lines."""
    unseen, other, count = found_out(assignment)
    caught = count - len(unseen)
    lines = [
        f"The visible checks find {caught} of {counted(count, 'wrong answer')} "
        f"({caught / max(count, 1):.0%}) and tell {caught - len(other)} of them their mistake."
    ]
    lines += [f"  not found: {', '.join(unseen)}"] if unseen else []
    lines += [f"  told something else: {', '.join(other)}"] if other else []
    return "\n".join(lines)


def table(lost: Lost) -> str:
    """The matrix as text: one line for each entry."""
    width = max(len(entry.path.stem) for entry in lost)
    lines, problem = [], None
    for entry, cells in lost.items():
        if entry.problem != problem:
            problem = entry.problem
            lines += ["", f"{problem}: {', '.join(cells)}"]
        marks = ["✗" if is_lost else "✓" for is_lost in cells.values()]
        odd = " ← not as expected" if {n for n in cells if cells[n]} != entry.fails else ""
        lines.append(f"  {entry.path.stem:{width}}  {'  '.join(marks)}{odd}")
    return "\n".join(lines[1:])


def draw(assignment: str, lost: Lost, path: Path) -> None:
    """Draw the matrix: a panel for each problem, a row for each submission."""
    problems = {}
    for entry, cells in lost.items():
        problems.setdefault(entry.problem, []).append((entry, cells))
    rows, functions = max(map(len, problems.values())), functions_of(assignment)
    fig, panels = plt.subplots(
        1, len(problems), figsize=(3.1 * len(problems), 1.6 + 0.145 * rows), layout="constrained"
    )
    for ax, (problem, listed) in zip(panels, problems.items(), strict=True):
        names = list(listed[0][1])
        for row, (entry, cells) in enumerate(listed):
            for column, name in enumerate(names):
                right = cells[name] == (name in entry.fails)
                box = plt.Rectangle((column, row), 1, 1, color=GREEN if right else RED, ec="white")
                ax.add_patch(box)
                if cells[name]:
                    ax.plot(column + 0.5, row + 0.5, marker="x", color="black", markersize=3.5)
        ax.set_xlim(0, len(names))
        ax.set_ylim(rows, 0)
        stems = [entry.path.stem.replace("_", " ") for entry, _ in listed]
        ax.set_yticks(np.arange(len(listed)) + 0.5, stems, fontsize=5.5)
        ax.set_xticks(
            np.arange(len(names)) + 0.5,
            [functions[name] for name in names],
            fontsize=6,
            rotation=90,
        )
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.set_frame_on(False)
        ax.set_title(problem, fontsize=9)
    fig.suptitle(f"{assignment}: {headline(lost)}", fontsize=9)
    fig.savefig(path, dpi=130, metadata={"Software": None})
    plt.close(fig)


def functions_of(assignment: str) -> dict[str, str]:
    """What each grade cell grades."""
    notebooks = read_notebooks(ROOT / "source" / assignment).values()
    cells = [cell for notebook in notebooks for cell in grade_cells(notebook)]
    return {grade_id(cell): about(cell.source)[0] for cell in cells}


def main() -> int:
    matplotlib.use("agg")
    as_expected = True
    for assignment in assignments():
        lost = results(assignment)
        path = ROOT / "docs" / f"bank_{assignment}.png"
        path.parent.mkdir(exist_ok=True)
        draw(assignment, lost, path)
        print(
            f"{assignment}: {headline(lost)}\n\n{table(lost)}\n\ndrawn in {path.relative_to(ROOT)}"
        )
        print(in_advance(assignment))
        (rejected, _), (accepted, _) = rates(lost)
        as_expected &= rejected == accepted == 0
    return 0 if as_expected else 1


if __name__ == "__main__":
    sys.exit(main())
