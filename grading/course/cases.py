"""Which of the frozen cases beside a notebook a cell depends on.

`cases.zip` holds the cases of all tasks of an assignment; `modules/cases.py` writes and reads it.
A grade cell reads those of the tasks that it names. What students write reads none, unless it looks
at files: then nobody knows what it reads.
"""

import functools
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grading.digests import digest, digest_of

#: The file, and the member of it that says which tasks there are.
CASES, INDEX = "cases.zip", "index.json"
#: What stands in code that can come to read the file.
READS = re.compile(
    r"\b(cases|checks?|causes|zipfile|ZipFile|r?glob|listdir|scandir|iterdir|walk|exec|eval|"
    r"__import__|importlib|import_module|subprocess|system|popen|getattr)\b"
)
#: Letters of a text beyond which nobody looks for these words.
MOST_LETTERS = 1_000_000


def may_read(text: str) -> bool:
    """Whether code of students may read the cases of a task, as far as its words tell."""
    return len(text) > MOST_LETTERS or READS.search(text) is not None


def digest_of_cases(content: bytes, sources: Iterable[str]) -> str:
    """A digest of the cases that some grade cells read.

    Parameters
    ----------
    content : bytes
        Of `CASES`; a file that is none counts as a whole.
    sources : iterable of str
        The code of the cells.
    """
    tasks = digests_of_tasks(content)
    if tasks is None:
        return digest(content)
    named = tasks.keys() & set(re.findall(r"\w+", "\n".join(sources)))
    # A check looks at earlier tasks as well, to say where a mistake is.
    named |= {earlier for name in named for earlier in tasks[name].after} & tasks.keys()
    return digest_of([[name, tasks[name].digest] for name in sorted(named)])


@dataclass(frozen=True)
class TaskCases:
    """The cases of one task: a digest of them, and the earlier tasks that its answer may call."""

    digest: str
    after: tuple[str, ...]


@functools.lru_cache(maxsize=8)
def digests_of_tasks(content: bytes) -> Mapping[str, TaskCases] | None:
    """What a file holds of each task, by names; None where it holds no cases.

    Parameters
    ----------
    content : bytes
        Of the instructor's own file: others are not unpacked here.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            index = json.loads(archive.read(INDEX))
            members: dict[str, list] = {name: [json.dumps(index[name])] for name in index}
            for member in sorted(archive.namelist()):
                if member != INDEX:
                    members[member.split("/")[0]].append([member, digest(archive.read(member))])
            return {
                name: TaskCases(
                    digest_of(parts), tuple(index[name].get("rules", {}).get("after", ()))
                )
                for name, parts in members.items()
            }
    except (zipfile.BadZipFile, zlib.error, LookupError, AttributeError, TypeError, ValueError):
        return None
