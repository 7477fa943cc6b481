"""What a worker must have in common with the grader, since a mark is a function of it.

See `grading.records.inputs`: results are kept by the same things, whoever has found them.
"""

import platform
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from grading.digests import digest, digest_of
from grading.records.inputs import engine, installed

#: How many packages a sentence names.
MOST_NAMED = 3


class Unfit(Exception):
    """A worker must not run notebooks for this grader; the text says what it has."""


@dataclass(frozen=True)
class Fitness:
    """What somebody who runs notebooks has.

    Attributes
    ----------
    python : str
    packages : frozenset of str
        With their versions.
    code : str
        A digest of the code that runs notebooks, and of the one that carries them here.
    """

    python: str
    packages: frozenset[str]
    code: str

    @classmethod
    def here(cls) -> "Fitness":
        """What this process has."""
        own = sorted(Path(__file__).parent.glob("*.py"))
        code = digest_of(engine(), [digest(path.read_bytes()) for path in own])
        return cls(platform.python_version(), frozenset(installed()), code)

    def demand(self, other: "Fitness") -> None:
        """See whether somebody else has the same.

        Raises
        ------
        Unfit
        """
        differences = list(self.differences(other))
        if differences:
            raise Unfit(f"It has {', and '.join(differences)}")

    def differences(self, other: "Fitness") -> Iterator[str]:
        """What somebody else has that is not the same."""
        if other.python != self.python:
            yield f"Python {other.python} where the grader has {self.python}"
        more, fewer = other.packages - self.packages, self.packages - other.packages
        if more:
            yield f"{named(more)}, which the grader has not"
        if fewer:
            yield f"no {named(fewer)}, which the grader has"
        if other.code != self.code:
            yield "another version of the code in grading/"


def named(packages: Collection[str]) -> str:
    """The first of some packages."""
    first = [name.removesuffix(".dist-info") for name in sorted(packages)[:MOST_NAMED]]
    rest = len(packages) - len(first)
    return " or ".join(first) + (f" or {rest} others" if rest else "")
