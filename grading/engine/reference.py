"""What an instructor wrote for a notebook, and the kernel that has run it.

The kernel is started where the marks of a notebook need it, runs in a sandbox like any other, and
ends with these marks: no student's process reaches what answers the next one. Each judgement gets a
copy of its own, which ends with that judgement.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from traitlets.log import get_logger

from grading.engine.clocks import Clock
from grading.engine.forks import Kernel
from grading.engine.outcomes import Ended
from grading.engine.zygote import Zygote

if TYPE_CHECKING:
    from grading.engine.run import Rules

FAILED = (
    "The reference of %s cannot be used, so its later tasks are not judged again where earlier "
    "ones failed: %s"
)


@dataclass(frozen=True)
class Task:
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


@dataclass(frozen=True, eq=False)
class Reference:
    """The instructor's own answers to a notebook.

    Attributes
    ----------
    name : str
        Of the notebook.
    cells : tuple of str
        Sources to run, in order.
    files : dict of str to bytes
        What they find beside them.
    """

    name: str
    cells: tuple
    files: dict


def started(zygote: Zygote, reference: Reference, rules: "Rules") -> Kernel | None:
    """A kernel that has run a reference, or None."""
    kernel = Kernel(zygote, reference.files, rules.limits, rules.walls)
    clock = Clock(rules.cell_time, rules.notebook_time)
    try:
        for source in reference.cells:
            for output in kernel.run(source, clock, shows=False):
                if output.output_type == "error":
                    raise Ended(f"{output.ename}: {output.evalue}")
    except Ended as end:
        get_logger().warning(FAILED, reference.name, end)
        kernel.close()
        return None
    return kernel
