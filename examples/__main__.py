"""Write the example class to ``submitted/`` where nobody has handed in; `make grade` begins so."""

from pathlib import Path

from examples.students import SUBMITTED, write_class
from grading.course.notebooks import assignments
from grading.intake.example import is_example


def main(submitted: Path = SUBMITTED) -> None:
    if any(not path.name.startswith(".") for path in submitted.glob("*")):
        return
    graded = submitted.parent / "autograded"
    if any(path.is_dir() and not is_example(path.name) for path in graded.glob("*")):
        print("submitted/ is empty, and autograded/ holds work of students: no example is written.")
        return
    for assignment in assignments():
        write_class(submitted, assignment)
    print("submitted/ was empty: it now holds an example class. Put your students' work there.")


if __name__ == "__main__":
    main()
