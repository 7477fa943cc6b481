"""A notebook on its way to a worker, as bytes; what all submissions of it share travels apart.

So the instructor's files and answers come to each worker once, and not with each submission.
"""

import io
import pickle
from dataclasses import dataclass, replace

from grading.course import words
from grading.engine.limits import Limits
from grading.engine.reference import Reference
from grading.engine.run import Rules, Work

#: What stands in a parcel for the words of the course, which are a module that every worker has.
WORDS = "words"
REFERENCE = "reference"
FILE = "file"


@dataclass(frozen=True, eq=False)
class Common:
    """What all submissions of a notebook share.

    Attributes
    ----------
    files : dict of str to bytes
        The instructor's, beside the notebook.
    reference : Reference or None
    """

    files: dict[str, bytes]
    reference: Reference | None

    @classmethod
    def of(cls, work: Work) -> "Common":
        """What a notebook shares with others."""
        return cls(work.judge_files, work.reference)


class ParcelWriter(pickle.Pickler):
    """Writes a notebook, and for what it shares only what that is."""

    def __init__(self, file: io.BytesIO, common: Common) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.common = common
        self.names = {id(content): name for name, content in common.files.items()}

    def persistent_id(self, value: object) -> tuple[str, str] | None:
        """What stands for a value; None where it is written itself."""
        if value is words:
            return WORDS, ""
        if value is self.common.reference and value is not None:
            return REFERENCE, ""
        if isinstance(value, bytes) and id(value) in self.names:
            return FILE, self.names[id(value)]
        return None


class ParcelReader(pickle.Unpickler):
    """Reads what a `ParcelWriter` has written."""

    def __init__(self, file: io.BytesIO, common: Common) -> None:
        super().__init__(file)
        self.common = common

    def persistent_load(self, told: tuple[str, str]) -> object:
        """What is meant."""
        kind, name = told
        if kind == WORDS:
            return words
        return self.common.reference if kind == REFERENCE else self.common.files[name]


def packed(work: Work, common: Common) -> bytes:
    """A notebook as a parcel."""
    file = io.BytesIO()
    ParcelWriter(file, common).dump(replace(work, rules=plain(work.rules)))
    return file.getvalue()


def unpacked(parcel: bytes, common: Common) -> Work:
    """The notebook in a parcel."""
    return ParcelReader(io.BytesIO(parcel), common).load()


def plain(rules: Rules) -> Rules:
    """The same rules, without the step of nbgrader's pipeline to which their limits belong."""
    return replace(rules, limits=Limits(**rules.limits.numbers()))
