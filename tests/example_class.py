"""The example class: students who hand in right, wrong, unfinished and missing work.

``python -m tests.example_class`` writes it to ``submitted/``, and only where that is empty.
"""

import shutil

import nbformat

from tests.entries import BANK, Entry, fill_in, notebook_of
from tests.notebooks import ROOT, read_notebooks

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
    }
}


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
