"""Whose files they are: the people whom an archive names, and the folders of their submissions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, count

from grading.collect.names import folder_name, is_folder_name, letters, one_form
from grading.collect.places import Found
from grading.intake.notes import listed, quoted
from grading.intake.spelling import composed
from grading.letters import printable

#: What Canvas and Moodle write in the place of a hidden name.
CODE, PARTICIPANT = "anon_", "participant"

SEVERAL = (
    "several students of the roster have this name ({ids}). Rename the folder in submitted/ to the "
    "id of the one whose work it is."
)
NAMESAKES = (
    "the archive has {many} people of this name, the roster one ({ids}). Rename the folder in "
    "submitted/ to the id of the one whose work it is."
)
UNKNOWN = (
    "no student of the roster has this name or number. Put it into the roster and collect again, "
    "or rename the folder in submitted/; work of a group is to be copied for each member."
)
NOBODY = (
    "nobody in the roster is called {written}, as {many} people in the archive are: {folders}. "
    "Where the platform hides names, let it show them and collect again, or grade under these."
)
OTHER_NAME = (
    "the roster has the name {ours}, the archive {theirs}. If that is a group, copy the folder in "
    "submitted/ for each of its other members."
)
CHANGED = "is called {} in the archive or the roster, which no folder can be called."


@dataclass
class Person:
    """Somebody whom an archive names.

    Attributes
    ----------
    written : str
        The name or number by which the roster is searched.
    number : str
        What tells namesakes apart; empty where the archive does not.
    name : str
        The name that goes with a number.
    files : list of Found
    lost : dict of str to str
        Files that could not be unpacked, and why.
    """

    written: str
    number: str = ""
    name: str = ""
    files: list[Found] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """The same for all files of somebody."""
        return (self.written if self.is_hidden else one_form(self.written)), self.number

    @property
    def is_hidden(self) -> bool:
        """Whether the platform hides who this is: the name is somebody else's the next time."""
        return self.written.startswith(CODE) or one_form(self.written) == PARTICIPANT

    @property
    def group_of_name(self) -> str:
        """The name that this person has with others, if several have it."""
        return CODE if self.written.startswith(CODE) else one_form(self.written)

    @property
    def archives(self) -> set[str]:
        """The archives in which there are files of this person."""
        return {file.archive for file in self.files}

    @property
    def in_full(self) -> str:
        """The name with the number, if there is one."""
        return f"{self.written} {self.number}".strip()


@dataclass
class Submission:
    """What is collected for one student: the folder, whose files come into it, what to say."""

    folder: str
    people: list[Person]
    remarks: list[str] = field(default_factory=list)


class Roster:
    """The students of the gradebook, by what else they are known by.

    Parameters
    ----------
    students : iterable of nbgrader.api.Student
    """

    def __init__(self, students: Iterable):
        self.names = {}
        # In the order in which they are looked up. An id comes last: who is not in the roster is
        # graded under the name in the archive, which is then an id, until the roster has it.
        self.known = [defaultdict(list) for _ in range(4)]
        for student in students:
            first, last = student.first_name or "", student.last_name or ""
            self.names[student.id] = f"{first} {last}".strip()
            forms = [
                one_form(student.lms_user_id or ""),
                letters(first + last),
                letters(last + first),
                one_form(student.id),
            ]
            for known, form in zip(self.known, forms, strict=True):
                if form:
                    known[form].append(student.id)

    def find(self, written: str) -> list[str]:
        """The ids that a name or a number can stand for."""
        form, plain = one_form(written), letters(written)
        for known, looked_up in zip(self.known, (form, plain, plain, form), strict=True):
            if looked_up in known:
                return known[looked_up]
        return []

    def bears(self, student: str, name: str) -> bool:
        """Whether a name without signs and spaces can be that of a student."""
        parts = [letters(part) for part in self.names[student].split()]
        parts = [part for part in parts if len(part) > 2] or parts
        return not name or not parts or any(part in letters(name) for part in parts)


def assign(people: list[Person], roster: Roster) -> list[Submission]:
    """Give each person a folder, and everybody whose name is not enough one of their own.

    Parameters
    ----------
    people : list of Person
    roster : Roster

    Returns
    -------
    list of Submission
    """
    claims, found = defaultdict(list), {}
    members = members_of_groups(people, roster)
    for person in people:
        ids = members.get(person.written) or roster.find(person.written)
        claim = ("id", ids[0]) if len(ids) == 1 else ("name", person.group_of_name)
        claims[claim].append(person)
        found[claim] = ids
    folders = Folders(roster)
    known = [claim for claim in claims if claim[0] == "id"]
    result = []
    for claim in [*known, *(claim for claim in claims if claim not in known)]:
        result += submissions_of(claims[claim], found[claim], roster, folders)
    return sorted(result, key=lambda submission: submission.folder)


def submissions_of(
    people: list[Person], ids: list[str], roster: Roster, folders: "Folders"
) -> list[Submission]:
    """The submissions of people who claim to be one student, or have one name."""
    first, together = people[0], share_an_archive(people)
    if len(ids) == 1 and not together:
        return [of_student(ids[0], people, roster, folders)]
    if not ids and not together and not first.is_hidden:
        return [of_nobody(first.written, people, folders, UNKNOWN)]
    if ids:
        sentence = (SEVERAL if len(ids) > 1 else NAMESAKES).format(
            many=len(people), ids=listed(ids)
        )
        return [of_nobody(person.in_full, [person], folders, sentence) for person in people]
    by_name = sorted(people, key=lambda person: person.in_full)
    alone = [of_nobody(person.in_full, [person], folders) for person in by_name]
    names = listed([submission.folder for submission in alone])
    written = f"{CODE}…" if first.written.startswith(CODE) else printable(first.written)
    alone[0].remarks.append(NOBODY.format(written=written, many=len(alone), folders=names))
    return alone


def of_student(
    student: str, people: list[Person], roster: Roster, folders: "Folders"
) -> Submission:
    """The submission of a student of the roster."""
    submission = Submission(folders.of(student), people)
    if submission.folder != student:
        submission.remarks.append(CHANGED.format(quoted(student)))
    strange = next((p.name for p in people if not roster.bears(student, p.name)), None)
    if strange:
        ours = printable(roster.names[student])
        submission.remarks.append(OTHER_NAME.format(ours=ours, theirs=printable(strange)))
    return submission


def of_nobody(
    written: str, people: list[Person], folders: "Folders", *sentences: str
) -> Submission:
    """The submission of somebody who is not known, under the name that the archive gives."""
    submission = Submission(folders.free(written), people)
    if folder_name(written) != composed(written).strip():
        submission.remarks.append(CHANGED.format(quoted(written)))
    submission.remarks += sentences
    return submission


def share_an_archive(people: list[Person]) -> bool:
    """Whether an archive names more than one of them: it then means different people."""
    return sum(len(person.archives) for person in people) > len(
        set().union(*(person.archives for person in people))
    )


def members_of_groups(people: list[Person], roster: Roster) -> dict[str, list[str]]:
    """Ids by names such as ``Group A-Ada Lovelace``, where two or more have the same beginning."""
    groups = defaultdict(dict)
    for person in people:
        parts = person.written.split("-") if not roster.find(person.written) else []
        for level in range(1, len(parts)):
            ids = roster.find("-".join(parts[level:]))
            if len(ids) == 1:
                groups["-".join(parts[:level])][person.written] = ids
                break
    return {name: ids for group in groups.values() if len(group) > 1 for name, ids in group.items()}


class Folders:
    """Names of folders, each given once."""

    def __init__(self, roster: Roster) -> None:
        self.students = {one_form(student) for student in roster.names}
        self.taken = set()

    def of(self, student: str) -> str:
        """The folder of a student of the roster."""
        if not is_folder_name(student):
            return self.free(student)
        self.taken.add(one_form(student))
        return student

    def free(self, written: str) -> str:
        """A folder for a name; never that of a student with another name."""
        name = folder_name(written)
        names = chain([name], (f"{name} {number}" for number in count(2)))
        others = self.students - {one_form(written)}
        return self.take(folder for folder in names if one_form(folder) not in others)

    def take(self, names: Iterable[str]) -> str:
        """The first name that is not given yet."""
        folder = next(name for name in names if one_form(name) not in self.taken)
        self.taken.add(one_form(folder))
        return folder
