"""What a grade cell judges and what is around it.

That is: which of the instructor's code a judge runs before it, which names it asks the student's
process for, and what it tells that process.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field

#: A line beyond the last one of any cell.
NEVER = 1 << 30


@dataclass(frozen=True)
class JudgedTask:
    """What a grade cell judges.

    Attributes
    ----------
    number : int
        Its place among all tasks of the source notebook.
    label : str
        What students know it by, such as ``2.1``; without numbered headings its first name.
    names : frozenset of str
        The functions and classes that it asks for.
    """

    number: int
    label: str
    names: frozenset


@dataclass(frozen=True)
class Step:
    """Code of the instructor's that a judge runs before a grade cell.

    Attributes
    ----------
    source : str
    hidden : int
        The line from which on nothing that a student's process says of an error may be told; 0
        where that is nothing at all.
    otherwise : tuple of str
        Names for which the student's process is asked where this fails.
    """

    source: str
    hidden: int = 0
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setting:
    """What a grade cell stands in.

    Attributes
    ----------
    steps : tuple of Step
        What a judge runs before it, in order.
    asked : tuple of str
        Names whose values are the student's, whatever they are.
    imports : dict of str to str
        Statements that import a module, by the name that they give it. They are the instructor's,
        and run only where the student's process has a module of that name.
    classes : dict of str to tuple of str
        Classes that students write, and the operators that the instructor's own one knows.
    told : tuple of str
        Names that the functions of the notebook read. Where the grade cell gives one another
        value, or deletes it, these functions are to see it.
    heard : tuple of str
        Names that the instructor's own functions change. The grade cell is to see that.
    draws : bool
        Whether it looks at figures, which are the student's.
    seeds : bool
        Whether it sets the state of Python's or numpy's random numbers.
    hidden : int
        The line of the grade cell itself at which its hidden part begins; as in `Step`.
    """

    steps: tuple[Step, ...] = ()
    asked: tuple[str, ...] = ()
    imports: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    draws: bool = False
    seeds: bool = False
    hidden: int = 0

    def packed(self) -> list:
        """The same in plain values."""
        return list(astuple(self))

    @classmethod
    def unpacked(cls, values: list) -> "Setting":
        """The setting that was packed."""
        steps, *others = values
        return cls(tuple(Step(*step) for step in steps), *others)


#: A cell that needs nothing beyond the preamble and the functions that students write.
ALONE = Setting()
