"""What lies in ``extracted/``: whom the names of the files name, and files that name nobody."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from grading.collect.archives import files_in
from grading.collect.forms import matched
from grading.collect.people import Person
from grading.collect.places import CollectedFile
from grading.intake.files import is_litter


class Extracted:
    """The files of a class.

    Parameters
    ----------
    folder : Path
        ``extracted/``
    archives : Path
        ``archive/``, from which it was filled.
    form : str
        A pattern, see `grading.collect.forms`.
    kinds : list of str
        Endings of the files that are collected; all where there is none.
    failures : dict of Path to str
        What could not be opened, and why.

    Attributes
    ----------
    people : dict of tuple to Person
    strangers : list of Path
        Files of nobody.
    """

    def __init__(
        self,
        folder: Path,
        archives: Path,
        form: str,
        kinds: Sequence[str] = (),
        failures: dict[Path, str] | None = None,
    ) -> None:
        self.folder, self.archives, self.form = folder, archives, form
        self.kinds, self.failures = kinds, failures or {}
        self.people, self.strangers = {}, []
        paths = [path for path in files_in(folder) if not is_litter(path.name)]
        self.saved = self.times(paths)
        for path in sorted({*paths, *self.failures}):
            self.sort(path)

    def archive_of(self, path: Path) -> str:
        """The archive of a class in which a file was; empty where it was in none."""
        first, *more = path.relative_to(self.folder).parts
        return first if more and (self.archives / first).is_file() else ""

    def times(self, paths: list[Path]) -> dict[str, float]:
        """The time of the newest file of each archive."""
        saved = defaultdict(float)
        for path in paths:
            archive = self.archive_of(path)
            saved[archive] = max(saved[archive], path.stat().st_mtime)
        return saved

    def sort(self, path: Path) -> None:
        """Give a file to the person whom its name names, or to nobody."""
        archive = self.archive_of(path)
        match = matched(self.form, path.relative_to(self.folder / archive))
        if match is None or (self.kinds and path.suffix not in self.kinds):
            self.strangers.append(path)
            return
        info = defaultdict(str, {name: text or "" for name, text in match.groupdict().items()})
        written, number, place = info["student_id"], info["number"], PurePosixPath(info["file_id"])
        person = Person(written, number, info["name"])
        person = self.people.setdefault(person.key, person)
        if path in self.failures:
            person.lost[str(place)] = self.failures[path]
        if path.is_file():
            upload = int(info["upload"]) if info["upload"] else None
            stamp = info["timestamp"]
            person.files.append(
                CollectedFile(path, place, archive, self.saved[archive], upload, stamp)
            )
