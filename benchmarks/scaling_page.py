"""The tables and the picture in `docs/scaling.md`, from what `benchmarks.class_size` has kept."""

import matplotlib.pyplot as plt

from benchmarks.classes import Measured
from grading.course.notebooks import ROOT

PAGE = ROOT / "docs" / "scaling.md"
PICTURE = ROOT / "docs" / "scaling" / "class_size.png"
COLOURS = {1: "#999999", 2: "#0072B2", 4: "#D55E00", 8: "#009E73"}
#: For how many submissions the second table is.
MANY = 100_000

CLASSES = [
    "homework",
    "students",
    "workers",
    "marks",
    "pages",
    "notebooks marked per minute and core",
    "pages made per minute and core",
    "the grader alone",
    "feedback",
    "memory",
    "kept results",
    "all else",
]
ON_PAPER = ["", "each further submission", f"{MANY:,} submissions"]


def head(columns: list[str]) -> str:
    """The first two lines of a table."""
    return f"| {' | '.join(columns)} |\n| {' | '.join(['---'] * len(columns))} |"


def of_classes(found: list[Measured]) -> str:
    """The table of all classes that were measured, as Markdown."""
    return "\n".join([head(CLASSES), *map(row, found)])


def row(one: Measured) -> str:
    """A line of that table."""
    marks, pages = one.rates()
    return (
        f"| {one.assignment} | {one.students} | {one.workers} | {one.marks:.0f} s | "
        f"{one.pages:.0f} s | {marks:.0f} | {pages:.0f} | {one.alone:.0f} s | "
        f"{told(one.feedback, 's')} | {one.memory:.0f} MB | {one.disk:.0f} MB | "
        f"{told(one.written, 'MB')} |"
    )


def told(value: float | None, unit: str) -> str:
    """A number with its unit, or a dash where it was not measured."""
    return "–" if value is None else f"{value:.0f} {unit}"


def on_paper(found: list[Measured], assignment: str) -> str:
    """The table of what many submissions would take, as Markdown.

    What one more submission takes is the difference between the smallest and the largest class
    that were measured with as many workers as cores, so that starting counts for nothing. All
    seconds but those of the grader alone and of feedback are multiplied by the number of cores.
    """
    some = [one for one in found if one.assignment == assignment and one.workers == one.cores]
    small, large = (pick(some, key=lambda one: one.students) for pick in (min, max))
    whole = max((one for one in some if one.written), key=lambda one: one.students)
    assert whole.feedback is not None and whole.written is not None

    def further(name: str) -> float:
        more = getattr(large, name) - getattr(small, name)
        return more / (large.students - small.students)

    lines = [
        *(
            paper_row(what, further(name) * large.cores, "s of a core", 3600, "core hours")
            for what, name in (("marks", "marks"), ("pages", "pages"))
        ),
        paper_row("the grader alone", further("alone"), "s", 3600, "hours"),
        paper_row("feedback", whole.feedback / whole.students, "s", 3600, "hours"),
        paper_row("kept results", further("disk"), "MB", 1000, "GB"),
        paper_row("all else", whole.written / whole.students, "MB", 1000, "GB"),
    ]
    return "\n".join([head(ON_PAPER), *lines])


def paper_row(what: str, each: float, unit: str, ratio: float, large_unit: str) -> str:
    """A line of that table."""
    return f"| {what} | {each:.2g} {unit} | {each * MANY / ratio:.2g} {large_unit} |"


def picture(found: list[Measured]) -> plt.Figure:
    """Seconds for each student against the size of the class, for each number of workers."""
    names = sorted({one.assignment for one in found})
    figure, axes = plt.subplots(1, len(names), figsize=(4.5 * len(names), 3.6), squeeze=False)
    for name, axis in zip(names, axes[0], strict=True):
        for workers in sorted({one.workers for one in found if one.assignment == name}):
            some = [one for one in found if (one.assignment, one.workers) == (name, workers)]
            sizes = [one.students for one in some]
            for what, style in (("marks", "o-"), ("pages", "s--")):
                seconds = [getattr(one, what) / one.students for one in some]
                label = f"{what}, {workers} worker{'s' * (workers > 1)}"
                axis.plot(sizes, seconds, style, color=COLOURS.get(workers), label=label)
        axis.set(title=name, xscale="log", xlabel="students", ylim=(0, None))
        sizes = sorted({one.students for one in found if one.assignment == name})
        axis.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axis.minorticks_off()
        axis.set_ylabel("seconds for each student")
        axis.legend(frameon=False)
    figure.tight_layout()
    return figure


def write(found: list[Measured]) -> None:
    """Draw the picture, and put both tables in the place of those that the page has."""
    picture(found).savefig(PICTURE, dpi=150)
    text = PAGE.read_text()
    for columns, table in ((CLASSES, of_classes(found)), (ON_PAPER, on_paper(found, "hw11"))):
        before, _, after = text.partition(head(columns))
        _, _, rest = after.partition("\n\n")
        text = f"{before}{table}\n\n{rest}"
    PAGE.write_text(text)
