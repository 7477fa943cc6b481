"""Who is in the example class: students with right, wrong, unfinished and missing work.

Their ids begin with the prefix that `grading.intake.example` keeps for them.
"""

import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.course.answers import AnswerFile, fill_in, notebook_of
from grading.course.notebooks import ROOT, read_notebooks
from grading.intake.example import PREFIX

SUBMITTED = ROOT / "submitted"
ANSWERS = ROOT / "examples"
PROBLEMS = ("problem1", "problem2", "problem3", "problem4", "problem5")

#: What some hand in for each problem: the name of a file of answers, "solution" for the
#: reference, "stub" for the notebook as it was released, or None for nothing at all.
EVERYWHERE = {
    "full": ("solution",) * 5,
    "unfinished": ("solution", "stub", None, None, None),
    "untouched": ("stub",) * 5,
}
#: What others hand in for the assignments that have these answers.
OF_ASSIGNMENT = {
    "hw11": {
        "own-way": (
            "right_covariance",
            "right_loops",
            "right_lists",
            "right_torch_loss",
            "right_counting",
        ),
        "partial": (
            "wrong_ignores_fit_to",
            "wrong_loses_empty_clusters",
            "wrong_takes_the_root",
            "wrong_never_clears_gradients",
            "wrong_swaps_the_pair",
        ),
    },
    "hw12": {
        "own-way": (
            "right_loops",
            "right_other_algorithms",
            "right_torch",
            "right_single_precision",
            "right_torch_inside",
        ),
        "partial": (
            "wrong_correlations",
            "wrong_scales_with_the_signal",
            "wrong_scores_over_events",
            "wrong_ignores_the_flags",
            "wrong_transposes_the_kernel",
        ),
    },
}


def example_class(assignment: str) -> dict[str, dict[str, str]]:
    """What each student of the example class hands in.

    Problems and answers that the course does not have are left out.

    Parameters
    ----------
    assignment : str

    Returns
    -------
    dict of str to dict of str to str
        By id: the kind of answer by problem, for those problems that are handed in.
    """
    there = {path.name.split("_")[0] for path in (ROOT / "source" / assignment).glob("*.ipynb")}
    found = {}
    for student, kinds in sorted((EVERYWHERE | OF_ASSIGNMENT.get(assignment, {})).items()):
        work = {
            problem: kind
            for problem, kind in zip(PROBLEMS, kinds, strict=True)
            if problem in there and kind and is_known(assignment, problem, kind)
        }
        if work:
            found[f"{PREFIX}{student}"] = work
    return found


def is_known(assignment: str, problem: str, kind: str) -> bool:
    """Whether an answer can be handed in; its file may have been removed."""
    return kind in ("solution", "stub") or file_of(assignment, problem, kind).exists()


def file_of(assignment: str, problem: str, kind: str) -> Path:
    """The file of an answer."""
    return ANSWERS / assignment / problem / f"{kind}.py"


def answer(assignment: str, problem: str, kind: str) -> tuple[str, NotebookNode]:
    """Name and notebook that a student of the example class hands in for one problem."""
    if kind == "stub":
        name = notebook_of(assignment, problem)
        return name, read_notebooks(ROOT / "release" / assignment)[name]
    if kind == "solution":
        return fill_in(assignment, problem)
    return fill_in(assignment, problem, AnswerFile(file_of(assignment, problem, kind)).cells)


def hand_in(
    folder: Path, student: str, assignment: str, notebooks: Mapping[str, NotebookNode]
) -> Path:
    """Write a submission as nbgrader expects it.

    Parameters
    ----------
    folder : Path
        The folder of all submissions.
    student, assignment : str
    notebooks : dict of str to NotebookNode
        Notebooks by name; those left out are missing from the submission.

    Returns
    -------
    Path
        The folder of the submission.
    """
    target = folder / student / assignment
    release = ROOT / "release" / assignment
    shutil.copytree(release, target, ignore=shutil.ignore_patterns("*.ipynb"))
    for name, notebook in notebooks.items():
        nbformat.write(notebook, target / f"{name}.ipynb")
    return target


def write_class(folder: Path, assignment: str, students: Collection[str] = ()) -> None:
    """Hand in the work of example students of an assignment.

    Parameters
    ----------
    folder : Path
        The folder of all submissions.
    assignment : str
    students : collection of str
        Their ids; none for all of them.
    """
    for student, kinds in example_class(assignment).items():
        if not students or student in students:
            notebooks = dict(answer(assignment, problem, kind) for problem, kind in kinds.items())
            hand_in(folder, student, assignment, notebooks)
