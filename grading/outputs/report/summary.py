"""All that a report says of a class, as plain numbers and texts: what JSON, CSV and page share."""

import math

import numpy as np

from grading.outputs.mistakes import is_unwritten, mistakes
from grading.outputs.report.before import without_student
from grading.outputs.report.items import Item, items, remark
from grading.outputs.report.likeness import STRIKING, Answers, alike, can_tell
from grading.outputs.report.naming import Names, Numbers
from grading.outputs.report.remarks import remarks
from grading.outputs.results import GradedCell, Results


def summary(results: Results, names: Names | Numbers, before: Answers | None = None) -> dict:
    """What is worth knowing about an assignment.

    Parameters
    ----------
    results : Results
        Of at least one student.
    names : Names or Numbers
        What students are called.
    before : dict of tuple to str, optional
        Answers that were there before, as `answers_before` returns them.

    Returns
    -------
    dict
        Of lists, dicts, texts and numbers; a number that has no value is None. Students come in
        the order of their points.
    """
    unwritten = who_left_it_unwritten(results)
    statistics = items(results, unwritten)
    rank = {results.students[row].id: place for place, row in enumerate(names.order)}
    return {
        "assignment": results.assignment,
        "points": float(results.points.sum()),
        "handed_in": len(results.students),
        "absent": len(results.absent),
        "waiting": int(results.waiting.any(axis=1).sum()),
        "late": int((results.penalty > 0).sum()),
        "totals": totals(results),
        "callouts": callouts(results, statistics),
        "cells": cells(results, statistics),
        "mistakes": [
            cell_place(mistake.cell) | {"students": mistake.students, "text": mistake.text}
            for mistake in mistakes(results)
        ],
        "students": [student(results, names, row) for row in names.order],
        "notebooks": notebooks(results, names, rank),
        "remarks": to_look_at(results, names, rank),
        "alike": groups(results, names, rank, before or {}),
        "compared_with": len({name for name, *_ in before or {}}),
        "too_few_to_compare": not can_tell(answers_of(results), results.released, before),
    }


def who_left_it_unwritten(results: Results) -> np.ndarray:
    """Who handed in a function as it was released, of shape (students, cells)."""
    found = np.zeros(results.earned.shape, dtype=bool)
    for row, who in enumerate(results.students):
        for column, cell in enumerate(results.cells):
            notebook = results.notebooks.get((who.id, cell.notebook))
            verdict = notebook.verdicts.get(cell.name) if notebook else None
            found[row, column] = is_unwritten(verdict, cell)
    return found


def totals(results: Results) -> dict[str, float]:
    """Five numbers that say how points are spread, and their mean."""
    low, first, middle, third, high = np.quantile(results.totals, [0, 0.25, 0.5, 0.75, 1])
    return {
        "mean": float(results.totals.mean()),
        "lowest": float(low),
        "first_quartile": float(first),
        "median": float(middle),
        "third_quartile": float(third),
        "highest": float(high),
    }


def cell_place(cell: GradedCell) -> dict[str, str]:
    return {"notebook": cell.notebook, "cell": cell.name, "function": cell.function}


def callouts(results: Results, statistics: list[Item]) -> list[dict]:
    """Cells that somebody should look at, those that cost good students points first."""
    urgency = ("nobody", "hard", "odd", "everybody")
    found = []
    for cell, item in zip(results.cells, statistics, strict=True):
        said = remark(item)
        if said:
            kind, text = said
            found.append(cell_place(cell) | {"kind": kind, "text": text})
    return sorted(found, key=lambda callout: urgency.index(callout["kind"]))


def cells(results: Results, statistics: list[Item]) -> list[dict]:
    return [
        cell_place(cell)
        | {
            "points": cell.points,
            "handed_in": item.handed_in,
            "passed": item.passed,
            "failed": item.handed_in - item.passed - item.unwritten - item.waiting,
            "unwritten": item.unwritten,
            "waiting": item.waiting,
            "missing": len(results.students) - item.handed_in,
            "rate": number(item.rate),
            "discrimination": number(item.discrimination),
            "tells_nothing": item.tells_nothing,
        }
        for cell, item in zip(results.cells, statistics, strict=True)
    ]


def student(results: Results, names: Names | Numbers, row: int) -> dict:
    """One student's points by cell, None where the notebook was not handed in, and what waits."""
    return {
        "student": names.labels[results.students[row].id],
        "total": float(results.totals[row]),
        "penalty": float(results.penalty[row]),
        "points": [number(points) for points in results.earned[row]],
        "waiting": [bool(waits) for waits in results.waiting[row]],
    }


def notebooks(results: Results, names: Names | Numbers, rank: dict[str, int]) -> list[dict]:
    """Time and memory of each notebook that says what it took."""
    found = []
    for (who, notebook), content in results.notebooks.items():
        receipt = content.receipt
        if "seconds" in receipt:
            found.append(
                {
                    "student": names.labels[who],
                    "notebook": notebook,
                    "seconds": float(receipt["seconds"]),
                    "mebibytes": receipt.get("memory", 0) / 2**20,
                    "rank": rank[who],
                }
            )
    found.sort(key=lambda row: (row["rank"], row["notebook"]))
    return [{key: value for key, value in row.items() if key != "rank"} for row in found]


def to_look_at(results: Results, names: Names | Numbers, rank: dict[str, int]) -> list[dict]:
    """Remarks on submissions, in the order of their students' points."""
    return [
        {
            "kind": found.kind,
            "student": names.labels[found.student],
            "notebook": found.notebook,
            "texts": [names.mask(text) for text in found.texts],
        }
        for found in sorted(remarks(results), key=lambda found: rank[found.student])
    ]


def answers_of(results: Results) -> dict[tuple[str, str, str], str]:
    """What students wrote in solution cells, by student, notebook and cell."""
    return {
        (who, notebook, cell): source
        for (who, notebook), content in results.notebooks.items()
        for cell, source in content.answers.items()
        if (notebook, cell) in results.released
    }


def groups(
    results: Results, names: Names | Numbers, rank: dict[str, int], before: Answers
) -> list[dict]:
    """Students whose code is alike, where, and what was there before that is alike as well.

    Whatever came from a student of an earlier term has no name in a report without names.
    """
    named = str if isinstance(names, Names) else without_student
    return [
        {
            "students": [names.labels[who] for who in sorted(group.students, key=rank.__getitem__)],
            "before": sorted(map(named, group.before)),
            "cells": [cell for _, cell in group.cells],
            "chance": float(f"{group.chance:.1g}"),
            "is_striking": group.chance < STRIKING,
        }
        for group in alike(answers_of(results), results.released, before)
    ]


def number(value: float) -> float | None:
    """A float, or None for NaN, which JSON does not know."""
    return None if math.isnan(value) else float(value)
