"""The example class: students who hand in right, wrong, unfinished and missing work.

``python -m tests.example_class`` writes it to ``submitted/``, and only where that is empty.
"""

import shutil

import nbformat

from tests.entries import BANK, Entry, fill_in, notebook_of
from tests.notebooks import ROOT, assignments, read_notebooks

SUBMITTED = ROOT / "submitted"
PROBLEMS = ("problem1", "problem2", "problem3", "problem4", "problem5")

#: What the students hand in per problem: the name of a bank entry, "solution" for the reference,
#: "stub" for the notebook as it was released, or None for nothing at all.
STUDENTS = {
    "hw11": {
        "example-full": ("solution",) * 5,
        "example-own-way": (
            "right_covariance",
            "right_loops",
            "right_lists",
            "right_torch_loss",
            "right_counting",
        ),
        "example-partial": (
            "wrong_ignores_fit_to",
            "wrong_loses_empty_clusters",
            "wrong_takes_the_root",
            "wrong_never_clears_gradients",
            "wrong_swaps_the_pair",
        ),
        "example-unfinished": ("solution", "stub", None, None, None),
        "example-untouched": ("stub",) * 5,
    },
    "hw12": {
        "example-full": ("solution",) * 5,
        "example-own-way": (
            "right_loops",
            "right_other_algorithms",
            "right_torch",
            "right_single_precision",
            "right_torch_inside",
        ),
        "example-partial": (
            "wrong_correlations",
            "wrong_scales_with_the_signal",
            "wrong_scores_over_events",
            "wrong_ignores_the_flags",
            "wrong_transposes_the_kernel",
        ),
        "example-unfinished": ("solution", "stub", None, None, None),
        "example-untouched": ("stub",) * 5,
    },
}

STUDENTS = {
    assignment: STUDENTS[assignment] for assignment in assignments() if assignment in STUDENTS
}
#: Of an assignment that is not listed, the reference and what was released, as far as it goes.
for assignment in assignments():
    found = {name.split("_")[0] for name in read_notebooks(ROOT / "source" / assignment)}
    there = [problem in found for problem in PROBLEMS]
    STUDENTS.setdefault(
        assignment,
        {
            "example-full": tuple("solution" if is_there else None for is_there in there),
            "example-untouched": tuple("stub" if is_there else None for is_there in there),
        },
    )


def hand_in(folder, student, assignment, notebooks):
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


def answer(assignment, problem, kind):
    """Name and notebook that a student of the example class hands in for one problem."""
    if kind == "stub":
        name = notebook_of(assignment, problem)
        return name, read_notebooks(ROOT / "release" / assignment)[name]
    if kind == "solution":
        return fill_in(assignment, problem)
    return fill_in(assignment, problem, Entry(BANK / assignment / problem / f"{kind}.py").cells)


def write_class(folder, assignment):
    """Hand in the work of all example students of an assignment."""
    for student, kinds in STUDENTS[assignment].items():
        chosen = zip(PROBLEMS, kinds, strict=True)
        notebooks = dict(answer(assignment, problem, kind) for problem, kind in chosen if kind)
        hand_in(folder, student, assignment, notebooks)


def main():
    if any(not path.name.startswith(".") for path in SUBMITTED.glob("*")):
        return
    for assignment in STUDENTS:
        write_class(SUBMITTED, assignment)
    print("submitted/ was empty: it now holds an example class. Put your students' work there.")


if __name__ == "__main__":
    main()
