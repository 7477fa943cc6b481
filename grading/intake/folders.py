"""All submissions of an assignment at the places where nbgrader looks for them.

nbgrader gets a folder made of links to what students handed in, and of empty files that stand for
their notebooks. What each of them stands for is kept as `Handed`, of which `repair` makes the
notebook when it is its turn. What was handed in is only ever read.
"""

import copy
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

import nbformat

from grading.course.layout import Course
from grading.engine.limits import Limits
from grading.errors import CourseError
from grading.intake import naming
from grading.intake.cells import Released
from grading.intake.example import is_example, is_real
from grading.intake.files import LITTER, NAMES, File, Folder, companions
from grading.intake.neighbours import neighbours
from grading.intake.notes import Notes, can_be_kept, quoted
from grading.intake.reading import ITSELF, NotReadable
from grading.intake.spelling import composed, students_of
from grading.intake.stamps import TIMESTAMP, read_stamp
from grading.intake.zone import configured_zone
from grading.letters import printable
from grading.records.gradebook import opened
from grading.scratch import run_folder
from grading.times import NoTime, lies_ahead, written

NOTHING = (
    "No notebook of {assignment} was found in what was handed in{found}. Hand in {names} under "
    "these names."
)
SPELLED = (
    "the name is that of another folder, {name}, spelled with other letters of Unicode. That one "
    "counts: put what belongs together into it and remove this one."
)
STUDENT = "\0student"


class NothingReleased(CourseError):
    """No notebook of the assignment was handed out."""


@dataclass
class Handed:
    """A notebook that was handed in.

    Attributes
    ----------
    name : str
    released : Released
    file : File or None
        None where nothing can be read.
    notes : Notes
        What was repaired.
    refusal : str
        Why it is not graded, if so.
    """

    name: str
    released: Released
    file: File | None = None
    notes: Notes = field(default_factory=Notes)
    refusal: str = ""


class Submissions:
    """The submissions that one call of nbgrader is going to grade.

    Parameters
    ----------
    original : Course
    course : Course
        The same as grading sees it: its submissions lie where they are put here.
    limits : Limits

    Attributes
    ----------
    assignments : dict of str to list of str
        Notebooks by submission, as nbgrader's converters keep them.
    places : dict of str to Path
        Folders by student.
    handed : dict of str to Handed
        What stands behind each of these notebooks.
    neighbours : dict of str to dict of str to Path
        All notebooks of a student, by where they lie beside each other.
    present : dict of str to set of str
        Names of all notebooks that a student handed in, also those that the call leaves out.
    refused : dict of str to str
        Students of whom nbgrader cannot grade anything, and why.
    untimed : dict of str to str
        Students whose time of handing in is refused, and why; they count as without a time.
    ahead : dict of str to Time
        Students whose time of handing in has not come yet; it counts all the same.
    failed : bool
        Whether one of them could not be taken in for a reason that is not the student's.
    """

    def __init__(self, original: Course, course: Course, limits: Limits) -> None:
        self.original, self.course, self.limits = original, course, limits
        self.folder = tempfile.mkdtemp(prefix="intake-", dir=run_folder())
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        course.submitted_directory = self.folder
        self.assignments, self.handed, self.places, self.refused = {}, {}, {}, {}
        self.present, self.untimed, self.ahead, self.failed = {}, {}, {}, False
        self.neighbours: dict[str, dict[str, Path]] = {}
        self.released = self.read_release()
        for student, folder in self.students():
            try:
                self.take_in(student, folder)
            except Exception as error:  # nothing that one student hands in may stop the others
                original.log.error("While taking in %s:", printable(student), exc_info=True)
                why = f"could not be taken in ({type(error).__name__}); the log says more."
                self.refused[student], self.failed = why, True

    def read_release(self) -> dict[str, Released]:
        """The notebooks of the assignment by name, as they were handed out."""
        folder = self.course_path("release_directory")
        paths = sorted(folder.glob("*.ipynb"))
        if not paths:
            name = self.original.assignment_id
            message = f"No notebook in {folder}. Run nbgrader generate_assignment {name} first."
            self.original.log.error(message)
            raise NothingReleased(message)
        return {path.stem: Released(nbformat.read(path, as_version=4)) for path in paths}

    def course_path(self, step: str) -> Path:
        """The course's own folder of the assignment in a step, such as ``release_directory``."""
        course = self.original
        return Path(course.format_path(getattr(course, step), ".", course.assignment_id))

    def place(self) -> tuple[Path, PurePath]:
        """The same as of `place_of`, for the assignment of this call."""
        return place_of(self.original, self.original.assignment_id)

    def strangers(self) -> list[Path]:
        """Folders of students with a name that no assignment of the course has."""
        above, _ = self.place()
        known = {folder.name for folder in self.course_path("release_directory").parent.iterdir()}
        known.update(LITTER)
        return [
            folder
            for folder in above.glob("*/*")
            if folder.is_dir() and folder.name not in known and not is_example(folder.parent.name)
        ]

    def students(self) -> Iterator[tuple[str, Path]]:
        """Names of students with the folders that they handed in, in order."""
        course = self.original
        above, below = self.place()
        excluded = course.student_id_exclude.split(",")
        asked, real = composed(course.student_id), is_real(course)
        for student, (name, *others) in self.spelled(above, below):
            wanted = composed(student) == asked or fnmatchcase(composed(student), asked)
            if student in LITTER or student in excluded or not wanted:
                continue
            if real and is_example(student):
                continue
            for other in others:
                self.refused[other] = SPELLED.format(name=printable(name))
            folder = folder_in(above / name, below)
            if folder is not None:
                yield student, folder
            else:
                self.refused[student] = f"the notebooks lie beside {below}, not in it. Move them."

    def spelled(self, above: Path, below: PurePath) -> list[tuple[str, list[str]]]:
        """Students, as the gradebook spells them, in order, with folders that hold something."""
        names = [
            name
            for name in (sorted(os.listdir(above)) if above.is_dir() else [])
            if folder_in(above / name, below) or self.lies_above(above / name)
        ]
        if all(map(str.isascii, names)):
            return [(name, [name]) for name in names]
        with opened(self.original) as gradebook:
            ids = [student.id for student in gradebook.students]
        return sorted(students_of(names, ids).items())

    def lies_above(self, folder: Path) -> bool:
        """Whether notebooks of the assignment lie in the folder of a student itself."""
        files = os.listdir(folder) if folder.is_dir() and os.access(folder, os.R_OK) else []
        return any(naming.ENDING.search(f) and naming.by_name(f, self.released) for f in files)

    def take_in(self, student: str, folder: Path) -> None:
        """Put the submission of a student at its place, or note why that is impossible."""
        reason = self.no_submission(student, folder)
        if reason:
            self.refused[student] = reason
            return
        notes = Notes()
        found = Folder(folder, notes)
        chosen = naming.choose(found.files, self.released, naming.opener())
        base = naming.base([files[0].place for files in chosen.values()])
        place = Path(self.course.format_path(self.folder, student, self.original.assignment_id))
        place.mkdir(parents=True)
        self.link(found.files, base, place, notes)
        self.stamp(student, found, base, place)
        self.neighbours[student] = neighbours(found.files, base, chosen)
        handed = [self.notebook(name, files, notes) for name, files in chosen.items()]
        handed += self.without_file(found, chosen, notes)
        handed = handed or self.nothing(found, notes)
        self.present[student] = {one.name for one in handed}
        for one in handed:
            if not fnmatchcase(one.name, self.original.notebook_id):
                continue
            path = place / f"{one.name}.ipynb"
            path.touch()
            self.handed[str(path)] = one
            self.assignments.setdefault(str(place), []).append(str(path))
            self.places[student] = place

    def no_submission(self, student: str, folder: Path) -> str | None:
        """Why nbgrader cannot keep what a student handed in, or None."""
        if not can_be_kept(student):
            return "the name of the folder has letters that cannot be kept. Rename it."
        if folder.resolve() != folder.parent.parent.resolve() / folder.parent.name / folder.name:
            return f"{folder.name} is a link, and links are not followed. Put the folder there."
        if not folder.is_dir():
            return f"{folder.name} is a file. Expected a folder with the notebooks in it."
        return None

    def link(self, files: list[File], base: PurePath, place: Path, notes: Notes) -> None:
        """Link the files that notebooks may find beside them."""
        beside = {}
        for file in files:
            if not any(map(reserved, file.place.parts)):
                inside = file.place.is_relative_to(base)
                where = file.place.relative_to(base) if inside else file.place
                if inside or where not in beside:
                    beside[where] = file
        shipped = self.course_path("source_directory")
        for where, file in companions(beside, shipped, self.limits, notes).items():
            try:
                (place / where).parent.mkdir(parents=True, exist_ok=True)
                (place / where).symlink_to(file.path)
            except OSError:  # too long, or a folder elsewhere in the submission
                notes.add(NAMES, where)

    def stamp(self, student: str, found: Folder, base: PurePath, place: Path) -> None:
        """Hand on the time of handing in, in a form that everybody reads alike.

        It is no part of the work, so no notebook has a note on it: a file that is mended only
        books lateness anew.
        """
        known = [*(file.place for file in found.files), *found.others]
        where = next((p for p in (PurePath(TIMESTAMP), base / TIMESTAMP) if p in known), None)
        if where is None:
            return
        try:
            if where in found.others:
                raise NoTime("", f"it is {found.others[where]}")
            time = read_stamp(found.path / where, configured_zone())
        except NoTime as error:
            self.untimed[student] = str(error)
        else:
            (place / TIMESTAMP).write_text(written(time))
            if lies_ahead(time):
                self.ahead[student] = time

    def notebook(self, name: str, files: list[File], notes: Notes) -> Handed:
        """A notebook, and what its student is told about the choice of its file."""
        handed = Handed(name, self.released[name], files[0], copy.deepcopy(notes))
        naming.explain(name, files, handed.notes)
        return handed

    def without_file(
        self, found: Folder, chosen: Mapping[str, list[File]], notes: Notes
    ) -> Iterator[Handed]:
        """Notebooks in whose place lies something else."""
        for place, what in sorted(found.others.items()):
            name = place.name.removesuffix(".ipynb")
            if name != place.name and name in self.released and name not in chosen:
                refusal = NotReadable(f"it is {what}", ITSELF).sentence(place.name)
                yield Handed(name, self.released[name], notes=notes, refusal=refusal)

    def nothing(self, found: Folder, notes: Notes) -> list[Handed]:
        """A stand-in that tells a student that nothing of the assignment was found."""
        shipped = self.course_path("source_directory")
        own = [
            file.place
            for file in found.files
            if file.place.name != TIMESTAMP and not (shipped / file.place).exists()
        ]
        names = [quoted(place) for place in own[:3]]
        refusal = NOTHING.format(
            assignment=self.original.assignment_id,
            found=f", only {', '.join(names)}" if names else "",
            names=", ".join(f"`{name}.ipynb`" for name in self.released),
        )
        name, released = next(iter(self.released.items()))
        return [Handed(name, released, notes=notes, refusal=refusal)]


def place_of(course: Course, assignment: str) -> tuple[Path, PurePath]:
    """The folder above those of students, and the place of the assignment below each."""
    place = Path(course.format_path(course.submitted_directory, STUDENT, assignment))
    level = place.parts.index(STUDENT)
    return Path(*place.parts[:level]), PurePath(*place.parts[level + 1 :])


def reserved(name: str) -> bool:
    """Whether nbgrader reads a file or folder of this name in its own way."""
    return name == TIMESTAMP or bool(naming.ENDING.search(name))


def folder_in(above: Path, below: str | PurePath) -> Path | None:
    """A folder at a place, also where its name has other case or spaces around it."""
    if os.path.lexists(above / below):
        return above / below
    wanted = str(below).casefold()
    names = sorted(os.listdir(above)) if above.is_dir() and os.access(above, os.R_OK) else []
    return next((above / name for name in names if name.strip().casefold() == wanted), None)
