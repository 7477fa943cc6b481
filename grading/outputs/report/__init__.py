"""A report on a class: ``nbgrader export --exporter=grading.outputs.report.ClassReport``.

One page, one JSON file and a few tables for each assignment, without the names of students unless
they are asked for. `summary` gathers what a report says, from `items` (grade cells), `likeness`
(identical code) and `remarks` (submissions to look at); `naming` decides what students are called,
`figures` draws, and `page` writes the page.
"""

import json
from pathlib import Path

from nbgrader.plugins import ExportPlugin
from traitlets import Bool

from grading.outputs.report.naming import Names, Numbers
from grading.outputs.report.page import page
from grading.outputs.report.summary import summary
from grading.outputs.results import chosen_assignments, read_results
from grading.outputs.tables import write_table
from grading.terminal import show


class ClassReport(ExportPlugin):
    """Write a report on every assignment that somebody handed in.

    Reports lie in ``reports/<assignment>/``, those with names in ``reports/<assignment>_names/``,
    so that neither is taken for the other; ``--to`` names another folder than ``reports``.
    """

    names = Bool(False, help="Whether the report calls students by their names.").tag(config=True)

    def export(self, gradebook):
        course = self.parent.coursedir
        for assignment in chosen_assignments(self, gradebook):
            results = read_results(gradebook, course, assignment, self.student)
            if not results.students:
                show(f"{assignment}: nothing is graded yet, so there is no report")
                continue
            folder = Path(self.to or "reports", assignment + ("_names" if self.names else ""))
            found = summary(results, Names(results) if self.names else Numbers(results))
            write_report(folder, found, self.names)
            show(f"{assignment}: {folder / 'report.html'}")


def write_report(folder: Path, found: dict, named: bool) -> None:
    """Write page, JSON and tables.

    Parameters
    ----------
    folder : Path
    found : dict
        As `summary` returns it.
    named : bool
        Whether students are called by their names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.html").write_text(page(found, named), encoding="utf-8")
    (folder / "report.json").write_text(
        json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False), encoding="utf-8"
    )
    for name, (header, rows) in tables(found).items():
        write_table(folder / f"{name}.csv", rows, header)


def tables(found: dict) -> dict[str, tuple[list[str], list[dict]]]:
    """What a report says as tables: by name, the columns and the rows of each."""
    columns = [f"{cell['notebook']}: {cell['cell']}" for cell in found["cells"]]
    students = [
        {
            "student": row["student"],
            "total": row["total"],
            "late penalty": row["penalty"],
            **dict(zip(columns, row["points"], strict=True)),
        }
        for row in found["students"]
    ]
    place = ["notebook", "cell", "function"]
    return {
        "students": (["student", "total", "late penalty", *columns], students),
        "cells": (list(found["cells"][0]) if found["cells"] else place, found["cells"]),
        "mistakes": ([*place, "students", "text"], found["mistakes"]),
        "notebooks": (["student", "notebook", "seconds", "mebibytes"], found["notebooks"]),
        "remarks": (
            ["kind", "student", "notebook", "texts"],
            [row | {"texts": " ".join(row["texts"])} for row in found["remarks"]],
        ),
        "identical": (
            ["group", "student", "cells"],
            [
                {"group": number, "student": who, "cells": " ".join(group["cells"])}
                for number, group in enumerate(found["alike"], 1)
                for who in group["students"]
            ],
        ),
    }
