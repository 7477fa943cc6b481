"""Which checks failed their proof: `proof` keeps it, and grading says it.

A verdict is about the checks with one digest. It is true of no others, and nothing is kept of
checks that were proved, or never tried.
"""

import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from grading.course.layout import Course

#: By assignment and notebook, the digests of checks that failed.
FILE = ".nbgrader.unproved"


def keep(
    course: Course,
    checks: Mapping[str, str],
    tried: Collection[str],
    failed: Collection[str],
) -> None:
    """Keep what a proof has found, in the place of what an earlier one had.

    Parameters
    ----------
    course : Course
        Of the assignment that was tried.
    checks : mapping of str to str
        Digests, by notebook; see `grading.autograde.plan.present_checks`.
    tried, failed : collection of str
        Notebooks.
    """
    every = all_kept(course)
    verdicts = every.get(course.assignment_id, {})
    others = {name: digest for name, digest in verdicts.items() if name not in tried}
    every[course.assignment_id] = others | {name: checks[name] for name in sorted(failed)}
    unfinished = Path(course.root, f"{FILE}.unfinished")
    unfinished.write_text(json.dumps(every, indent=1) + "\n")
    os.replace(unfinished, Path(course.root, FILE))


def failed(course: Course, checks: Mapping[str, str]) -> list[str]:
    """Notebooks of an assignment whose present checks failed their proof."""
    verdicts = all_kept(course).get(course.assignment_id, {})
    return [name for name, digest in checks.items() if verdicts.get(name) == digest]


def all_kept(course: Course) -> dict[str, dict[str, str]]:
    """What is kept; nothing where the file is not there or cannot be read."""
    try:
        found = json.loads(Path(course.root, FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: one for name, one in found.items() if isinstance(one, dict)}
