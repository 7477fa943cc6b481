"""One call of ``nbgrader zip_collect``: whose each file is, and where it goes.

nbgrader asks for one file after the other. When it asks for the first, all of them are looked at
and one plan is made, so that each submission costs itself at most.
"""

import filecmp
import os
import shlex
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from logging import Logger
from pathlib import Path

from grading.collect.archives import files_in
from grading.collect.extracted import Extracted
from grading.collect.people import Collected, Roster, assign
from grading.collect.places import places_of
from grading.collect.transfer import replace
from grading.counts import counted
from grading.course.layout import Course
from grading.errors import CourseError
from grading.intake.notes import quoted
from grading.intake.reading import MB
from grading.intake.spelling import composed
from grading.intake.stamps import TIMESTAMP
from grading.letters import listed, printable
from grading.records.gradebook import Gradebook
from grading.terminal import MOST_NAMES, say

OTHER_FORM = (
    "None of the %d files in %s has a name as c.FileNameCollectorPlugin.named_regexp expects it, "
    "for instance %s. Is that MOODLE where the archive is Canvas', or the reverse?"
)
NO_ROOM = (
    "What is to be collected takes %d MB, and the disk has %d MB left. No submission was changed: "
    "make room, and run the command again with --force."
)
LEFT = "has work in submitted/ already, which is left as it is. Add --force to replace it."
STAMP = (
    "its timestamp.txt, {}, was of an earlier submission and is gone. Write the time of this one."
)
NO_TIME = "{} is no time that can be read, so there is no timestamp.txt. Write one."
NOT_COPIED = (
    "%s: what was collected could not be copied (%s); the folder is as it was. Mend that, and "
    "collect again with --force."
)
IN_THE_WAY = (
    "{} is in the way: expected a folder that can be written to, or nothing. Put it aside and "
    "collect again with --force."
)
LEFT_BEHIND = (
    "{folder} is left of an earlier collection and is the same student's. Delete that folder"
    "{grades}."
)
AND_GRADES = ", and its grades with `nbgrader db student remove {name} --force`"
TOGETHER = (
    "{names}: their archives give them different numbers, as those of several assignments in "
    "Moodle do. What has one name was collected as one student's."
)


class NotCollected(CourseError):
    """Nothing was collected; the text says what was expected, and what to do."""


class Collection:
    """One call of ``nbgrader zip_collect``.

    Parameters
    ----------
    course : Course
    extracted : Extracted
        What lies in ``extracted/``.
    force : bool
        Whether work that is there is replaced.
    log : Logger
    log_file : str
        Its name, empty where there is none.

    Attributes
    ----------
    counts : Counter
        What became of how many submissions.
    """

    def __init__(
        self, course: Course, extracted: Extracted, force: bool, log: Logger, log_file: str
    ) -> None:
        self.course, self.extracted, self.force = course, extracted, force
        self.log, self.log_file = log, log_file
        self.counts: Counter[str] = Counter()

    def collected(self, src_files: list[str]) -> dict[str, dict]:
        """What goes where, by student.

        Parameters
        ----------
        src_files : list of str
            All files in ``extracted/``.

        Returns
        -------
        dict of str to dict
            In the form in which nbgrader keeps it, as far as `transfer` needs it.
        """
        found: dict[str, dict] = {}
        for path in map(Path, src_files):
            if answer := self.plan.get(path):
                student = found.setdefault(answer["student_id"], {"files": [], "timestamp": None})
                student["files"].append((path, Path(answer["file_id"])))
                times = (student["timestamp"], answer.get("timestamp"))
                student["timestamp"] = max(filter(None, times), default=None)
        return found

    def transfer(self, collected: dict[str, dict]) -> None:
        """Put the files of all students in place, and say what became of them.

        Parameters
        ----------
        collected : dict of str to dict
            By student, from `collected`.

        Raises
        ------
        NotCollected
            When all others are in place, if one could not be copied.
        """
        course, lost = self.course, []
        for student, found in collected.items():
            folder = Path(
                course.format_path(course.submitted_directory, student, course.assignment_id)
            )
            try:
                replace(folder, found["files"], found["timestamp"])
            except OSError as error:
                lost.append(student)
                self.log.error(NOT_COPIED, printable(student), error.strerror or error)
        self.counts["collected"] -= len(lost)
        self.counts["not collected"] += len(lost)
        self.say()
        if lost:
            raise NotCollected(f"Not copied: {listed(lost, MOST_NAMES)}.")

    @cached_property
    def plan(self) -> dict[Path, dict]:
        """Whose each file is, and its place in the submission, by path.

        Raises
        ------
        NotCollected
        """
        plan: dict[Path, dict] = {}
        extracted = self.extracted
        if not extracted.people:
            files, folder = extracted.strangers, extracted.folder
            first = quoted(files[0].relative_to(folder))
            raise NotCollected(OTHER_FORM % (len(files), folder, first))
        with Gradebook(self.course.db_url) as gradebook:
            roster = Roster(gradebook.students)
        submissions = assign(list(extracted.people.values()), roster)
        self.together = [one.folder for one in submissions if one.came_together]
        mine = {one.folder for one in submissions}
        for submission in submissions:
            what, answers = self.take(submission)
            plan |= answers
            self.counts[what] += 1
            for person in submission.people:
                submission.remarks += [f"{quoted(f)} {why}" for f, why in person.lost.items()]
            submission.remarks += self.left_behind(submission.other_folders - mine, roster)
            if submission.remarks:
                first, *more = submission.remarks
                said = " ".join([first, *(text[0].upper() + text[1:] for text in more)])
                self.log.error("%s: %s", printable(submission.folder), said)
        self.expect_room(plan)
        return plan

    def take(self, submission: Collected) -> tuple[str, dict[Path, dict]]:
        """What becomes of a submission, and the answers for its files."""
        course = self.course
        files = [file for person in submission.people for file in person.files]
        places = places_of(files, self.released)
        student = self.spelled(submission.folder)
        folder = Path(course.format_path(course.submitted_directory, student, course.assignment_id))
        if not places:
            return "without a file", {}
        if is_in_the_way(folder):
            submission.remarks.append(IN_THE_WAY.format(folder))
            return "not collected", {}
        if holds(folder, places):
            return "unchanged", {}
        if folder.is_dir() and os.listdir(folder):
            if not self.force:
                submission.remarks.append(LEFT)
                return "left as before", {}
            if (stamp := folder / TIMESTAMP).is_file():
                text = stamp.read_text(errors="replace").strip()
                submission.remarks.append(STAMP.format(quoted(text)))
        answers: dict[Path, dict] = {}
        answers |= {p: {"student_id": student, "file_id": place} for p, place in places.items()}
        for file in files:
            if file.path in answers and file.stamp:
                answers[file.path]["timestamp"] = file.time
                if file.time is None:
                    submission.remarks.append(NO_TIME.format(quoted(file.stamp)))
        return "collected", answers

    def left_behind(self, names: Iterable[str], roster: Roster) -> Iterator[str]:
        """What to do with folders of these names, unless they are students of the roster."""
        course = self.course
        for name in sorted(names):
            known = name in roster.names
            place = course.format_path(course.submitted_directory, name, course.assignment_id)
            if Path(place).is_dir() and not (known and not roster.is_bare(name)):
                grades = AND_GRADES.format(name=shlex.quote(name)) if known else ""
                yield LEFT_BEHIND.format(
                    folder=quoted(os.path.relpath(place, course.root)), grades=grades
                )

    def expect_room(self, plan: Iterable[Path]) -> None:
        """End before a submission is replaced by what the disk cannot hold."""
        needed = sum(path.stat().st_size for path in plan)
        free = shutil.disk_usage(self.course.root).free
        if needed > free:
            raise NotCollected(NO_ROOM % (needed // MB, free // MB))

    @cached_property
    def released(self) -> set[str]:
        """Names of the notebooks that were handed out."""
        course = self.course
        folder = course.format_path(course.release_directory, ".", course.assignment_id)
        return {path.name for path in Path(folder).glob("*.ipynb")}

    def spelled(self, student: str) -> str:
        """The name of a student's folder, which may be there in another Unicode form."""
        course = self.course
        above = Path(course.root, course.submitted_directory)
        names = sorted(os.listdir(above)) if above.is_dir() else []
        same = [name for name in names if composed(name) == composed(student)]
        return student if student in same else next(iter(same), student)

    def say(self) -> None:
        """The last line of a run; the log names the files that belong to nobody."""
        extracted = self.extracted
        for path in extracted.strangers:
            self.log.warning("File of no student: %s", path)
            if path in extracted.failures:
                self.log.error("%s %s", printable(path.name), extracted.failures[path])
        said = ", ".join(f"{number} {what}" for what, number in self.counts.items() if number)
        total = sum(self.counts.values())
        line = f"{self.course.assignment_id}, {counted(total, 'submission')}: {said}."
        if extracted.strangers:
            where = f"; {self.log_file} names them" if self.log_file else ""
            line += f" Files of no student: {len(extracted.strangers)}{where}."
        lines = (
            [TOGETHER.format(names=listed(self.together, MOST_NAMES)), line]
            if self.together
            else [line]
        )
        for line in lines:
            self.log.info(line)
            say(line)


def is_in_the_way(folder: Path) -> bool:
    """Whether something lies at the place of a submission that nbgrader cannot replace."""
    up = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    return not (up.is_dir() and os.access(up, os.W_OK | os.X_OK)) or folder.is_symlink()


def holds(folder: Path, places: dict[Path, str]) -> bool:
    """Whether a folder holds these files, byte for byte, and beside them at most a timestamp."""
    there = {str(path.relative_to(folder)) for path in files_in(folder)} - {TIMESTAMP}
    with suppress(OSError):  # what cannot be read is replaced
        return there == set(places.values()) and all(
            filecmp.cmp(path, folder / place, shallow=False) for path, place in places.items()
        )
    return False
