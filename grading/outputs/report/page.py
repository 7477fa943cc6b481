"""The page of a report: one file without scripts that needs nothing beside it."""

import base64
from pathlib import Path

from grading.outputs.pages import environment
from grading.outputs.report import figures
from grading.outputs.report.remarks import KINDS

HERE = Path(__file__).parent
#: Rows of a table that the page shows; the CSV files have all of them.
MOST_MISTAKES, MOST_REMARKS, MOST_GROUPS = 30, 40, 20


def page(found: dict, named: bool) -> str:
    """A report as HTML.

    Parameters
    ----------
    found : dict
        As `summary` returns it.
    named : bool
        Whether students are called by their names.

    Returns
    -------
    str
    """
    templates = environment(HERE, "page.css")
    templates.filters.update(percent=percent, decimal=decimal, few=few)
    by_kind = {
        kind: [remark for remark in found["remarks"] if remark["kind"] == kind] for kind in KINDS
    }
    return templates.get_template("page.html").render(
        found,
        named=named,
        pictures=pictures(found),
        costs=costs(found),
        by_problem=by_problem(found),
        kinds=KINDS,
        by_kind=by_kind,
        most_mistakes=MOST_MISTAKES,
        most_remarks=MOST_REMARKS,
        most_groups=MOST_GROUPS,
    )


def pictures(found: dict) -> dict[str, str]:
    """Each picture as a data URI."""
    drawn = {
        "totals": figures.draw_totals,
        "success": figures.draw_success,
        "heat_map": figures.draw_heat_map,
        **({"cost": figures.draw_cost} if found["notebooks"] else {}),
    }
    return {
        name: "data:image/svg+xml;base64,"
        + base64.b64encode(figures.drawn(draw, found).encode()).decode()
        for name, draw in drawn.items()
    }


def costs(found: dict) -> list[dict]:
    """Median and largest time and memory of each notebook."""
    rows = []
    for name in sorted({row["notebook"] for row in found["notebooks"]}):
        here = [row for row in found["notebooks"] if row["notebook"] == name]
        row: dict[str, object] = {"notebook": name, "number": len(here)}
        for key in ("seconds", "mebibytes"):
            values = sorted(row[key] for row in here)
            row[key] = values[len(values) // 2], values[-1]
        rows.append(row)
    return rows


def by_problem(found: dict) -> dict[str, list]:
    """Each student's points by notebook; None where it was not handed in."""
    names = list(dict.fromkeys(cell["notebook"] for cell in found["cells"]))
    rows = []
    for student in found["students"]:
        sums = dict.fromkeys(names)
        for cell, earned in zip(found["cells"], student["points"], strict=True):
            if earned is not None:
                sums[cell["notebook"]] = (sums[cell["notebook"]] or 0.0) + earned
        rows.append(student | {"notebooks": list(sums.values())})
    return {"names": names, "rows": rows}


def percent(share: float | None) -> str:
    """A share in per cent; a dash where there is none."""
    return "–" if share is None else f"{100 * share:.0f} %"


def few(number: float) -> str:
    """A number below 1 with all its zeros."""
    return "fewer than 0.000001" if number < 1e-6 else f"{number:.6f}".rstrip("0")


def decimal(value: float | None, digits: int = 2) -> str:
    """A number with its decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}".replace("-", "−")
