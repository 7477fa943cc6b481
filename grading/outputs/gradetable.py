"""The grades of a class as a table: one line per student, one column per problem."""

from pathlib import Path

from grading.counts import points
from grading.course.layout import Course
from grading.letters import listed, places, printable
from grading.outputs.lateness import what_counts
from grading.records.gradebook import Assignment, Gradebook
from grading.terminal import show

#: What is said of totals that are not final, and how many students it names.
WAITING = "not final, because a person has answers to grade: {}"
MOST_NAMED = 20


def show_all(gradebook: Gradebook, course: Course) -> None:
    """Print the grades of all assignments, and where graded notebooks and feedback lie.

    An assignment that nobody has handed in is left out where there is another one.
    """
    handed_in = [one for one in gradebook.assignments if one.submissions]
    for assignment in handed_in or gradebook.assignments:
        name = assignment.name
        show(f"\n{table(assignment, course)}\n")
        waiting = [one.student_id for one in assignment.submissions if one.needs_manual_grade]
        if waiting:
            show(WAITING.format(listed(sorted(waiting), MOST_NAMED)))
        show(f"autograded notebooks: {course.autograded_directory}/<student>/{name}/")
        show(f"feedback pages:       {course.feedback_directory}/<student>/{name}/")


def table(assignment: Assignment, course: Course) -> str:
    """The grades of one assignment as text.

    Parameters
    ----------
    assignment : Assignment
    course : Course
        Says where the graded notebooks are.

    Returns
    -------
    str
        Points per problem; ``missing`` where nothing was handed in. The total is what counts: where
        somebody was late, a column before it shows what that costs.
    """
    problems = sorted(assignment.notebooks, key=lambda problem: problem.name)
    names = [problem.name.split("_")[0] for problem in problems]
    limits = [points(part.max_score) for part in (*problems, assignment)]
    submissions = sorted(assignment.submissions, key=lambda submission: submission.student_id)
    penalties = [submission.late_submission_penalty or 0.0 for submission in submissions]
    late = ["late"] if any(penalties) else []
    rows = [[assignment.name, *names, *late, "total"]]
    rows.append(["points", *limits[:-1], *("" for _ in late), limits[-1]])
    for submission, penalty in zip(submissions, penalties, strict=True):
        graded = course.format_path(
            course.autograded_directory, submission.student_id, assignment.name
        )
        earned = {notebook.name: points(notebook.score) for notebook in submission.notebooks}
        found = [Path(graded, f"{problem.name}.ipynb").exists() for problem in problems]
        cells = [
            earned[problem.name] if here else "missing"
            for problem, here in zip(problems, found, strict=True)
        ]
        if late:
            cells.append(f"-{points(penalty)}" if penalty else "")
        total = points(what_counts(submission.score, penalty))
        rows.append([printable(submission.student_id), *cells, total])
    widths = [max(map(places, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [
                row[0] + " " * (widths[0] - places(row[0])),
                *map(str.rjust, row[1:], widths[1:]),
            ]
        )
        for row in rows
    )
