"""Which of the frozen cases beside a notebook a cell depends on.

`cases.zip` holds the cases of all tasks of an assignment; `modules/cases.py` writes and reads it.
A grade cell reads those of the tasks that it names. What students write reads none, unless it looks
at files: then nobody knows what it reads.
"""

import ast
import functools
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grading.course.names import NO_PYTHON, WORD
from grading.digests import digest, digest_of

#: The file, and the member of it that says which tasks there are.
CASES, INDEX = "cases.zip", "index.json"
#: Names in code that can come to read the file.
READS = re.compile(
    r"cases|checks?|causes|zipfile|ZipFile|r?glob|listdir|scandir|iterdir|walk|exec|eval|"
    r"__import__|importlib|import_module|subprocess|system|popen|getattr|"
    r"builtins|__builtins__|__doc__|inspect|getsource"
)
#: Methods that only share the name of a function of Python: networks have one of them.
OF_OTHERS = frozenset({"eval", "exec"})
#: What a text in code may name: the file, or a module that reads it.
NAMES_FILE = re.compile(r"\b(cases|checks?|causes|__builtins__)\b")
#: Letters of a text beyond which nobody looks for these words.
MOST_LETTERS = 1_000_000


def may_read(text: str) -> bool:
    """Whether code of students may read the cases of a task, as far as its words tell.

    A text that is no Python may where one of the words stands anywhere in it. In Python, comments
    and docstrings do not count.
    """
    if len(text) > MOST_LETTERS:
        return True
    if not any(READS.fullmatch(word) for word in WORD.findall(text)):
        return False
    try:
        tree = ast.parse(text)
    except NO_PYTHON:
        return True
    explains = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return any(tells(node) for node in ast.walk(tree) if id(node) not in explains)


def tells(node: ast.AST) -> bool:
    """Whether a part of the code names something that can read the cases, or their file."""
    match node:
        case ast.Constant(value=str(text)):
            return NAMES_FILE.search(text) is not None
        case ast.Name(id=name):
            names = [name]
        case ast.Attribute(attr=name):
            names = [] if name in OF_OTHERS else [name]
        case ast.Import(names=aliases):
            names = [part for alias in aliases for part in alias.name.split(".")]
        case ast.ImportFrom(module=module, names=aliases):
            names = [*(module or "").split("."), *(alias.name for alias in aliases)]
        case _:
            return False
    return any(READS.fullmatch(name) for name in names)


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
