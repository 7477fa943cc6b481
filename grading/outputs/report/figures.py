"""The pictures of a report, as SVG, each with a text that says what it shows.

Colours are those of the notebooks: light blue for what is there, dark red for what is missing.
"""

import io
from collections.abc import Callable
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from grading.counts import counted
from grading.outputs.report.items import TELLS

#: Of the notebooks' preamble: they also differ when printed in grey.
NORMAL, ANOMALY = "#6fa8d6", "#8c1c13"
DOT, QUIET, ABSENT = "#2f6693", "#c9c9c9", "#f1f1f1"
#: How a bar or a field is filled where there are no points yet, or nothing was handed in.
WAITING: dict[str, Any] = {"fc": "white", "hatch": "....", "ec": "#555555"}
MISSING: dict[str, Any] = {"fc": ABSENT, "hatch": "////", "ec": "#a0a0a0"}
SHARES = LinearSegmentedColormap.from_list("shares", [ANOMALY, "#d9a6a0", "#dbe8f4", NORMAL])
STYLE: dict[Any, Any] = {
    "font.size": 9,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "svg.hashsalt": "report",
    "svg.fonttype": "path",
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a name may hold dollar signs
}
#: Inches of the wider pictures, which scroll on a telephone.
WIDTH = 7.2
#: Students up to which each one is drawn by itself, and columns that a heat map has at most.
FEW, COLUMNS = 30, 100


def drawn(draw: Callable[..., Figure], *args: Any) -> str:
    """The SVG text of a picture."""
    with matplotlib.rc_context(STYLE):
        figure = draw(*args)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def new_figure(height: float, width: float = WIDTH) -> Figure:
    return Figure(figsize=(width, height), layout="constrained")


def draw_totals(summary: dict) -> Figure:
    """How many students have how many points, in twenty equal steps."""
    fig = new_figure(2.4, width=4.6)  # a telephone shows it without scrolling
    ax = fig.subplots()
    limit = max(summary["points"], 1.0)
    values = np.clip([student["total"] for student in summary["students"]], 0, limit)
    ax.hist(values, bins=list(np.linspace(0, limit, 21)), color=NORMAL, edgecolor="white")
    if len(values) > 1:
        ax.axvline(summary["totals"]["median"], color=ANOMALY, linestyle=":", label="median")
        fig.legend(loc="outside upper right")  # no bar reaches there
    ax.set_xlim(0, limit)
    ax.set_xlabel("total [points]")
    ax.set_ylabel("students")
    ax.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]
    return fig


def draw_success(summary: dict) -> Figure:
    """Shares of students by cell, and beside them how well the cell tells students apart."""
    cells = summary["cells"]
    fig = new_figure(0.9 + 0.235 * len(cells))
    known = any(cell["discrimination"] is not None for cell in cells)
    left, *others = fig.subplots(
        1, 1 + known, sharey=True, squeeze=False, width_ratios=[3, 1.4][: 1 + known]
    )[0]
    rows = np.arange(len(cells))
    start = np.zeros(len(cells))
    number = max(summary["handed_in"], 1)
    for key, label, style in (
        ("passed", "all points", {"color": NORMAL}),
        ("failed", "fewer", {"color": ANOMALY}),
        ("unwritten", "unwritten", {"color": QUIET}),
        ("waiting", "to grade by hand", WAITING),
        ("missing", "not handed in", MISSING),
    ):
        share = np.array([cell[key] for cell in cells]) / number
        if share.any() or key in ("passed", "failed"):
            left.barh(rows, 100 * share, left=start, height=0.72, label=label, linewidth=0, **style)
        start += 100 * share
    left.set_xlim(0, 100)
    left.set_ylim(len(cells) - 0.4, -0.6)
    left.set_yticks(rows, [cell["function"] for cell in cells])
    left.tick_params(axis="y", length=0)
    left.set_xlabel("students who handed something in [%]")
    between_notebooks(left, cells)
    for right in others:
        discrimination(right, cells)
    fig.legend(*left.get_legend_handles_labels(), loc="outside upper left", ncols=5)
    return fig


def discrimination(ax: Axes, cells: list[dict]) -> None:
    """How well each cell tells strong from weak students."""
    between_notebooks(ax, cells)
    for row, cell in enumerate(cells):
        value = cell["discrimination"]
        if value is not None:
            marker, color = ("v", ANOMALY) if cell["tells_nothing"] else ("o", DOT)
            ax.plot(value, row, marker=marker, color=color, markersize=4.5)
    ax.axvline(0, color="black", linewidth=0.8)
    ax.axvline(TELLS, color="black", linestyle=":", linewidth=1)
    lowest = min([0.0, *(cell["discrimination"] or 0.0 for cell in cells)])
    ax.set_xlim(min(-0.1, lowest - 0.05), 1.05)  # so that no dot is cut
    ax.set_xlabel("discrimination")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)


def between_notebooks(ax: Axes, cells: list[dict]) -> None:
    """Thin lines between the cells of different notebooks."""
    for row in range(1, len(cells)):
        if cells[row]["notebook"] != cells[row - 1]["notebook"]:
            ax.axhline(row - 0.5, color="#999999", linewidth=0.6)


def draw_heat_map(summary: dict) -> Figure:
    """Points of each student by cell, most points at the left; large classes in groups."""
    cells, students = summary["cells"], summary["students"]
    shares, waiting = columns_of(summary)
    few = len(students) <= FEW
    fig = new_figure(1.45 + 0.235 * len(cells))
    ax = fig.subplots()
    ax.add_patch(Rectangle((0, 0), *shares.shape, lw=0, **MISSING))
    for place in np.argwhere(waiting):
        ax.add_patch(Rectangle(tuple(place), 1, 1, lw=0, **WAITING))
    mesh = ax.pcolormesh(
        np.ma.masked_invalid(shares.T),
        cmap=SHARES,
        vmin=0,
        vmax=1,
        # The colour of the cell itself leaves no seams between columns.
        edgecolors="white" if few else "face",
        linewidth=1.0 if few else 0.2,
    )
    ax.set_ylim(max(len(cells), 1), 0)
    # A handful of columns as wide as the page would be blocks.
    ax.set_xlim(0, max(len(shares), 8))
    ax.set_yticks(np.arange(len(cells)) + 0.5, [cell["function"] for cell in cells])
    ax.tick_params(length=0)
    ax.set_frame_on(False)
    for row in range(1, len(cells)):
        if cells[row]["notebook"] != cells[row - 1]["notebook"]:
            ax.plot([0, len(shares)], [row, row], color="black", linewidth=0.8)
    if few:
        ax.set_xticks(np.arange(len(students)) + 0.5, [*map(str, range(1, len(students) + 1))])
        ax.set_xlabel("number of the student, most points first", loc="left")
    else:
        size = len(students) / len(shares)
        group = "" if size == 1 else f", each column about {size:.0f} of them"
        ax.set_xticks([])
        ax.set_xlabel(
            f"← more points   {counted(len(students), 'student')}{group}   fewer points →"
        )
    bar = fig.colorbar(mesh, ax=ax, location="top", aspect=50, shrink=0.6, pad=0.02)
    dotted = "; dotted: to grade by hand" if waiting.any() else ""
    bar.set_label(f"share of the points (hatched: not handed in{dotted})")
    bar.ax.tick_params(length=2)
    return fig


def columns_of(summary: dict) -> tuple[Any, Any]:
    """Shares of the points by column and cell; a column is a student, or a group of them.

    Returns
    -------
    shares : ndarray of shape (columns, cells)
        NaN where nobody of a column has points: none handed the notebook in, or all wait.
    waiting : ndarray of the same shape, bool
        Where that is because a person has still to give the points.
    """
    points = np.array([cell["points"] for cell in summary["cells"]], dtype=float)
    earned = np.array(
        [[np.nan if p is None else p for p in s["points"]] for s in summary["students"]]
    )
    waits = np.array([student["waiting"] for student in summary["students"]], dtype=bool)
    shares = np.clip(earned / np.where(points > 0, points, 1.0), 0, 1)
    columns = min(len(shares), COLUMNS)
    groups = np.array_split(np.where(waits, np.nan, shares), columns)
    counts = np.array([np.sum(~np.isnan(group), axis=0) for group in groups])
    sums = np.array([np.nansum(group, axis=0) for group in groups])
    waiting = np.array([group.any(axis=0) for group in np.array_split(waits, columns)])
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means, waiting & (counts == 0)


def draw_cost(summary: dict) -> Figure:
    """Time and memory of the notebooks: a box over the middle half, or a dot for each."""
    names = sorted({notebook["notebook"] for notebook in summary["notebooks"]})
    fig = new_figure(0.8 + 0.42 * max(len(names), 1))
    for ax, key, label in zip(
        fig.subplots(1, 2, sharey=True),
        ("seconds", "mebibytes"),
        ("time [s]", "memory [MiB]"),
        strict=True,
    ):
        values = [[n[key] for n in summary["notebooks"] if n["notebook"] == name] for name in names]
        for row, found in enumerate(values):
            if len(found) <= FEW:
                ax.plot(found, np.full(len(found), row), "o", color=DOT, alpha=0.6, ms=4)
            else:
                ax.boxplot(
                    found,
                    positions=[row],
                    orientation="horizontal",
                    widths=0.55,
                    patch_artist=True,
                    boxprops={"facecolor": NORMAL},
                    medianprops={"color": "black"},
                    flierprops={
                        "marker": ".",
                        "markersize": 3,
                        "markeredgecolor": ANOMALY,
                        "markerfacecolor": ANOMALY,
                    },
                )
        ax.set_xlim(left=0)
        ax.set_ylim(len(names) - 0.5, -0.5)
        ax.set_yticks(np.arange(len(names)), names)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(label)
    return fig
