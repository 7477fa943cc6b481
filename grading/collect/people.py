"""Whose files they are: the people whom an archive names, and the folders of their submissions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, count

from grading.collect.names import folder_name, is_folder_name, letters, one_form
from grading.collect.places import CollectedFile
from grading.intake.notes import listed, quoted
from grading.intake.spelling import composed
from grading.letters import printable

#: What Canvas and Moodle write in the place of a hidden name.
CODE, PARTICIPANT = "anon_", "participant"
#: What no person's name has and names of groups have: a number, or a letter at the end.
NO_PERSON = re.compile(r"\d|[\s-][^\W\d_]$")

SEVERAL = (
    "several students of the roster have this name ({ids}). Rename the folder in submitted/ to the "
    "id of the one whose work it is."
)
NAMESAKES = (
    "{many} people of this name are in what was downloaded, in the roster one ({ids}). Rename the "
    "folder in submitted/ to the id of the one whose work it is."
)
UNKNOWN = (
    "no student of the roster has this name or number. Put it into the roster and collect again "
    "with --force, or rename the folder in submitted/; work of a group is to be copied for each "
    "member."
)
NOBODY = (
    "nobody in the roster is called {written}, as {many} people in the archive are: {folders}. "
    "Where the platform hides names, let it show them and collect again with --force, or grade "
    "under these."
)
PERHAPS = "If {group} is a group, this is its member's, {id}: rename the folder to that id."
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
    files : list of CollectedFile
    lost : dict of str to str
        Files that could not be unpacked, and why.
    """

    written: str
    number: str = ""
    name: str = ""
    files: list[CollectedFile] = field(default_factory=list)
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
class Collected:
    """What is collected for one student: the folder, whose files come into it, what to say."""

    folder: str
    people: list[Person]
    remarks: list[str] = field(default_factory=list)

    @property
    def other_folders(self) -> set[str]:
        """Folders in which the same work may have been collected under another roster."""
        names = {n for person in self.people for n in (person.written, person.in_full)}
        return {folder_name(name) for name in names} - {self.folder}

    @property
    def came_together(self) -> bool:
        """Whether it is made of archives that give its student different numbers."""
        return len({person.number for person in self.people}) > 1


class Roster:
    """The students of the gradebook, by what else they are known by.

    Parameters
    ----------
    students : iterable of nbgrader.api.Student
    """

    def __init__(self, students: Iterable):
        self.names, self.bare = {}, set()
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
            if not any(forms[:3]):
                self.bare.add(student.id)

    def find(self, written: str) -> list[str]:
        """The ids that a name or a number can stand for."""
        form, plain = one_form(written), letters(written)
        for known, looked_up in zip(self.known, (form, plain, plain, form), strict=True):
            if looked_up in known:
                return known[looked_up]
        return []

    def named(self, written: str) -> list[str]:
        """The ids of those who have this first and last name."""
        _, first_last, last_first, _ = self.known
        return first_last.get(letters(written)) or last_first.get(letters(written), [])

    def is_bare(self, student: str) -> bool:
        """Whether only an id is known of a student, as of those whom grading has added.

        Where that is so of all students, the roster has no more.
        """
        return student in self.bare and len(self.bare) < len(self.names)

    def bears(self, student: str, name: str) -> bool:
        """Whether a name without signs and spaces can be that of a student."""
        parts = [letters(part) for part in self.names[student].split()]
        parts = [part for part in parts if len(part) > 2] or parts
        return not name or not parts or any(part in letters(name) for part in parts)


def assign(people: list[Person], roster: Roster) -> list[Collected]:
    """Give each person a folder, and everybody whose name is not enough one of their own.

    Parameters
    ----------
    people : list of Person
    roster : Roster

    Returns
    -------
    list of Collected
    """
    claims, found = defaultdict(list), {}
    members, anew = members_of_groups(people, roster), numbered_anew(people)
    for person in people:
        ids = members.get(person.written) or roster.find(person.written)
        claim = ("id", ids[0]) if len(ids) == 1 else ("name", person.group_of_name)
        claims[claim].append(person)
        found[claim] = ids
    folders = Folders(roster)
    known = [claim for claim in claims if claim[0] == "id"]
    result = []
    for claim in [*known, *(claim for claim in claims if claim not in known)]:
        claimants = claims[claim]
        differ = are_different(claimants, anew)
        result += submissions_of(claimants, found[claim], differ, roster, folders)
    return sorted(result, key=lambda submission: submission.folder)


def submissions_of(
    people: list[Person], ids: list[str], differ: bool, roster: Roster, folders: "Folders"
) -> list[Collected]:
    """The submissions of people who claim to be one student, or have one name."""
    first = people[0]
    if len(ids) == 1 and not differ:
        return [of_student(ids[0], people, roster, folders)]
    if not ids and not differ and not first.is_hidden:
        return [of_nobody(first.written, people, folders, *unknown_person(first, roster))]
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


def of_student(student: str, people: list[Person], roster: Roster, folders: "Folders") -> Collected:
    """The submission of a student of the roster."""
    submission = Collected(folders.of(student), people)
    if submission.folder != student:
        submission.remarks.append(CHANGED.format(quoted(student)))
    if roster.is_bare(student):
        submission.remarks += unknown_person(people[0], roster)
    strange = next((p.name for p in people if not roster.bears(student, p.name)), None)
    if strange:
        ours = printable(roster.names[student])
        submission.remarks.append(OTHER_NAME.format(ours=ours, theirs=printable(strange)))
    return submission


def of_nobody(written: str, people: list[Person], folders: "Folders", *sentences: str) -> Collected:
    """The submission of somebody who is not known, under the name that the archive gives."""
    submission = Collected(folders.free(written), people)
    if folder_name(written) != composed(written).strip():
        submission.remarks.append(CHANGED.format(quoted(written)))
    submission.remarks += sentences
    return submission


def unknown_person(person: Person, roster: Roster) -> Iterator[str]:
    """What to say of somebody whom the roster does not have."""
    yield UNKNOWN
    if member := member_named(person.written, roster):
        group, student = map(quoted, member)
        yield PERHAPS.format(group=group, id=student)


def are_different(people: list[Person], anew: set[frozenset[str]]) -> bool:
    """Whether people who have one name are not one, for all that their archives say.

    So it is in one archive, and so it is where their numbers differ, unless one of their archives
    numbers everybody anew.
    """
    return any(
        first == second or (one.number != other.number and {first, second} not in anew)
        for one, other in combinations(people, 2)
        for first in one.archives
        for second in other.archives
    )


def numbered_anew(people: list[Person]) -> set[frozenset[str]]:
    """Pairs of archives in which several people have one name, and none of them one number.

    So it is with archives of two assignments of Moodle, for instance one for each problem.
    """
    numbers = defaultdict(lambda: defaultdict(set))
    for person in people:
        for archive in person.archives:
            numbers[archive][person.group_of_name].add(person.number)
    return {
        frozenset(pair)
        for pair in combinations(numbers, 2)
        for one, other in [(numbers[pair[0]], numbers[pair[1]])]
        if len(both := one.keys() & other.keys()) > 1
        and not any(one[name] & other[name] for name in both)
    }


def members_of_groups(people: list[Person], roster: Roster) -> dict[str, list[str]]:
    """Ids by names such as ``Group A-Ada Lovelace``.

    The beginning is a group's name where two or more have it, or where it is none of a person.
    """
    groups = defaultdict(dict)
    for person in people:
        if member := member_named(person.written, roster):
            group, student = member
            groups[group][person.written] = [student]
    return {
        name: ids
        for group, found in groups.items()
        if len(found) > 1 or NO_PERSON.search(group)
        for name, ids in found.items()
    }


def member_named(written: str, roster: Roster) -> tuple[str, str] | None:
    """The group and the id where a name ends with a hyphen and that of one student, or None.

    ``Jean-Luc Picard`` has this form as well.
    """
    known = any(not roster.is_bare(student) for student in roster.find(written))
    parts = written.split("-") if not known else []
    for level in range(1, len(parts)):
        ids = roster.named("-".join(parts[level:]))
        if len(ids) == 1:
            return "-".join(parts[:level]), ids[0]
    return None


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
