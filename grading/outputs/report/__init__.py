"""A report on a class: ``nbgrader export --exporter=grading.adapters.exports.ClassReport``.

One page, one JSON file and a few tables for each assignment, without the names of students unless
they are asked for. `summary` gathers what a report says, from `items` (grade cells), `likeness`
(code that is alike, by the `passages` of answers, in the class and with what was there `before`)
and `remarks` (submissions to look at); `naming` decides what students are called, `figures` draws,
and `page` writes the page.
"""

import json
from pathlib import Path

from grading.outputs.report.likeness import Answers
from grading.outputs.report.naming import Names, Numbers
from grading.outputs.report.page import page
from grading.outputs.report.summary import summary
from grading.outputs.results import Results
from grading.outputs.tables import write_table
from grading.terminal import show


def write_class_report(above: Path, results: Results, names: bool, before: Answers) -> None:
    """Write the report on an assignment into its folder, and say where it is."""
    if not results.students:
        show(f"{results.assignment}: nothing is graded yet, so there is no report")
        return
    folder = Path(above, results.assignment + ("_names" if names else ""))
    found = summary(results, Names(results) if names else Numbers(results), before)
    write_report(folder, found, names)
    show(f"{results.assignment}: {folder / 'report.html'}")


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
        "alike": (
            ["group", "who", "cells", "by chance"],
            [
                {
                    "group": number,
                    "who": who,
                    "cells": " ".join(group["cells"]),
                    "by chance": group["chance"],
                }
                for number, group in enumerate(found["alike"], 1)
                for who in (*group["students"], *group["before"])
            ],
        ),
    }
