"""All submissions of an assignment at the places where nbgrader looks for them.

nbgrader gets a folder made of links to what students handed in, and of empty files that stand for
their notebooks; `exporter` fills in what those hold. What was handed in is only ever read.
"""

import copy
import os
import shutil
import tempfile
import weakref
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

import nbformat
from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from grading.intake import naming
from grading.intake.cells import Released
from grading.intake.example import is_example, is_real
from grading.intake.files import LITTER, NAMES, File, Folder, companions
from grading.intake.ledger import Ledger
from grading.intake.notes import Notes, can_be_kept, printable, quoted
from grading.intake.reading import ITSELF, NotReadable, decode, read_bytes

TIMESTAMP = "timestamp.txt"
NO_TIME = (
    "The time in timestamp.txt could not be read, so this counts as handed in without a time, "
    "which costs nothing."
)
PLAIN_TIME = "The time in timestamp.txt was written in an unusual way, and was read all the same."
NOTHING = (
    "No notebook of {assignment} was found in what was handed in{found}. Hand in {names} under "
    "these names."
)
STUDENT = "\0student"
MOST_STAMP = 1000


class StagedCourse(CourseDirectory):
    """The course as grading sees it: submissions lie where `Submissions` puts them."""

    submissions = None


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
    released: object
    file: File | None = None
    notes: Notes = field(default_factory=Notes)
    refusal: str = ""


class Submissions:
    """The submissions that one call of nbgrader is going to grade.

    Attributes
    ----------
    course : StagedCourse
    assignments : dict of str to list of str
        Notebooks by submission, as nbgrader's converters keep them.
    places : dict of str to Path
        Folders by student.
    handed : dict of str to Handed
        What stands behind each of these notebooks.
    refused : dict of str to str
        Students of whom nbgrader cannot grade anything, and why.
    failed : bool
        Whether one of them could not be taken in for a reason that is not the student's.
    ledger : Ledger
    """

    def __init__(self, course, limits):
        self.original, self.limits = course, limits
        self.folder = tempfile.mkdtemp(prefix="intake-")
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.course = StagedCourse(parent=course.parent)
        for name in CourseDirectory.class_trait_names(config=True):
            setattr(self.course, name, getattr(course, name))
        self.course.submitted_directory = self.folder
        self.course.submissions = self
        self.assignments, self.handed, self.places, self.refused = {}, {}, {}, {}
        self.failed = False
        self.released = self.read_release()
        for student, folder in self.students():
            try:
                self.take_in(student, folder)
            except Exception as error:  # nothing that one student hands in may stop the others
                course.log.error("While taking in %s:", printable(student), exc_info=True)
                why = f"could not be taken in ({type(error).__name__}); the log says more."
                self.refused[student], self.failed = why, True
        self.ledger = Ledger.of(self, course.log)

    def read_release(self):
        """The notebooks of the assignment by name, as they were handed out."""
        folder = self.course_path("release_directory")
        paths = sorted(folder.glob("*.ipynb"))
        if not paths:
            name = self.original.assignment_id
            message = f"No notebook in {folder}. Run nbgrader generate_assignment {name} first."
            self.original.log.error(message)
            raise NbGraderException(message)
        return {path.stem: Released(nbformat.read(path, as_version=4)) for path in paths}

    def course_path(self, step):
        course = self.original
        return Path(course.format_path(getattr(course, step), ".", course.assignment_id))

    def place(self):
        """The folder above those of students, and the place of the assignment below each."""
        course = self.original
        place = Path(course.format_path(course.submitted_directory, STUDENT, course.assignment_id))
        level = place.parts.index(STUDENT)
        return Path(*place.parts[:level]), PurePath(*place.parts[level + 1 :])

    def strangers(self):
        """Folders of students with a name that no assignment of the course has."""
        above, _ = self.place()
        known = {folder.name for folder in self.course_path("release_directory").parent.iterdir()}
        known.update(LITTER)
        return [
            folder
            for folder in above.glob("*/*")
            if folder.is_dir() and folder.name not in known and not is_example(folder.parent.name)
        ]

    def students(self):
        """Names of students with the folders that they handed in, in order."""
        course = self.original
        above, below = self.place()
        excluded = course.student_id_exclude.split(",")
        real = is_real(course)
        for student in sorted(os.listdir(above)) if above.is_dir() else []:
            wanted = student == course.student_id or fnmatchcase(student, course.student_id)
            if student in LITTER or student in excluded or not wanted:
                continue
            if real and is_example(student):
                continue
            folder = folder_in(above / student, below)
            if folder is not None:
                yield student, folder
            elif self.lies_above(above / student):
                self.refused[student] = f"the notebooks lie beside {below}, not in it. Move them."

    def lies_above(self, folder):
        """Whether notebooks of the assignment lie in the folder of a student itself."""
        files = os.listdir(folder) if folder.is_dir() and os.access(folder, os.R_OK) else []
        return any(naming.ENDING.search(f) and naming.by_name(f, self.released) for f in files)

    def take_in(self, student, folder):
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
        handed = [self.notebook(name, files, notes) for name, files in chosen.items()]
        handed += self.without_file(found, chosen, notes)
        wanted = [
            one
            for one in handed or self.nothing(found, notes)
            if fnmatchcase(one.name, self.original.notebook_id)
        ]
        for one in wanted:
            path = place / f"{one.name}.ipynb"
            path.touch()
            self.handed[str(path)] = one
            self.assignments.setdefault(str(place), []).append(str(path))
            self.places[student] = place

    def no_submission(self, student, folder):
        """Why nbgrader cannot keep what a student handed in, or None."""
        if not can_be_kept(student):
            return "the name of the folder has letters that cannot be kept. Rename it."
        if folder.resolve() != folder.parent.parent.resolve() / folder.parent.name / folder.name:
            return f"{folder.name} is a link, and links are not followed. Put the folder there."
        if not folder.is_dir():
            return f"{folder.name} is a file. Expected a folder with the notebooks in it."
        return None

    def link(self, files, base, place, notes):
        """Link the files that notebooks may find beside them, and the time of handing in."""
        beside, stamps = {}, {}
        for file in files:
            if file.place.name == TIMESTAMP:
                stamps[file.place.parent] = file
            elif not any(map(reserved, file.place.parts)):
                inside = file.place.is_relative_to(base)
                where = file.place.relative_to(base) if inside else file.place
                if inside or where not in beside:
                    beside[where] = file
        if stamp := stamps.get(PurePath(), stamps.get(base)):
            self.stamp(stamp, place / TIMESTAMP, notes)
        shipped = self.course_path("source_directory")
        for where, file in companions(beside, shipped, self.limits, notes).items():
            try:
                (place / where).parent.mkdir(parents=True, exist_ok=True)
                (place / where).symlink_to(file.path)
            except OSError:  # too long, or a folder elsewhere in the submission
                notes.add(NAMES, where)

    def stamp(self, file, place, notes):
        """Hand on the time of handing in, if it is one."""
        try:
            data = read_bytes(file.path, MOST_STAMP)
            text = decode(data, Notes()).strip(" \t\r\n\0")
            parse_utc(text)
        except Exception:  # dateutil has many ways to say that a text is no time
            notes.add(NO_TIME)
            return
        if text.encode() != data.strip():
            notes.add(PLAIN_TIME)
        place.write_text(text)

    def notebook(self, name, files, notes):
        handed = Handed(name, self.released[name], files[0], copy.deepcopy(notes))
        naming.explain(name, files, handed.notes)
        return handed

    def without_file(self, found, chosen, notes):
        """Notebooks in whose place lies something else."""
        for place, what in sorted(found.others.items()):
            name = place.name.removesuffix(".ipynb")
            if name != place.name and name in self.released and name not in chosen:
                refusal = NotReadable(f"it is {what}", ITSELF).sentence(place.name)
                yield Handed(name, self.released[name], notes=notes, refusal=refusal)

    def nothing(self, found, notes):
        """A stand-in that tells a student that nothing of the assignment was found."""
        shipped = self.course_path("source_directory")
        own = [file.place for file in found.files if not (shipped / file.place).exists()]
        names = [quoted(place) for place in own[:3]]
        refusal = NOTHING.format(
            assignment=self.original.assignment_id,
            found=f", only {', '.join(names)}" if names else "",
            names=", ".join(f"`{name}.ipynb`" for name in self.released),
        )
        name, released = next(iter(self.released.items()))
        return [Handed(name, released, notes=notes, refusal=refusal)]


def reserved(name):
    """Whether nbgrader reads a file or folder of this name in its own way."""
    return name == TIMESTAMP or naming.ENDING.search(name)


def folder_in(above, below):
    """A folder at a place, also where its name has other case or spaces around it."""
    if os.path.lexists(above / below):
        return above / below
    wanted = str(below).casefold()
    names = sorted(os.listdir(above)) if above.is_dir() and os.access(above, os.R_OK) else []
    return next((above / name for name in names if name.strip().casefold() == wanted), None)
