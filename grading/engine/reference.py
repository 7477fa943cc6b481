"""What an instructor wrote for a notebook, and the kernel that has run it.

The kernel is started where the marks of a notebook need it, runs in a sandbox like any other, and
ends with these marks: no student's process reaches what answers the next one. Each judgement gets a
copy of its own, which ends with that judgement.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grading.engine.clocks import Clock
from grading.engine.forks import Kernel
from grading.engine.outcomes import Ended, ReferenceFailed
from grading.engine.zygote import Zygote

if TYPE_CHECKING:
    from grading.engine.run import Rules


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


def started(zygote: Zygote, reference: Reference, rules: "Rules") -> Kernel:
    """A kernel that has run a reference.

    Raises
    ------
    ReferenceFailed
        If one of its cells stops with an error or does not come to its own end.
    """
    kernel = Kernel(zygote, reference.files, rules.limits, rules.walls)
    cause = what_fails(kernel, reference, Clock(rules.cell_time, rules.notebook_time))
    if cause is not None:
        kernel.close()
        raise ReferenceFailed(reference.name, cause)
    return kernel


def what_fails(kernel: Kernel, reference: Reference, clock: Clock) -> Ended | str | None:
    """How the first cell ends that does not run through, if there is one."""
    try:
        for source in reference.cells:
            for output in kernel.run(source, clock, shows=False):
                if output.output_type == "error":
                    return f"{output.ename}: {output.evalue}"
    except Ended as end:
        return end
    return None
