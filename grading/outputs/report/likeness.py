"""Answers of two students that are alike, where chance and the stubs do not explain it.

They are also compared with what was there before: the course's own solutions, and answers of
earlier terms. It finds code that is alike, never who wrote it first or why: that is for people to
find out.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from grading.outputs.report.passages import read

#: Notebook and name of a cell; and who wrote an answer: whether before this class, and a name.
Place = tuple[str, str]
Author = tuple[bool, str]
#: Answers by the name of who wrote them, notebook and cell.
Answers = Mapping[tuple[str, str, str], str]
#: For each pair the cells that are alike in it, each with the bits that this is worth.
Evidence = dict[tuple[Author, Author], dict[Place, float]]
#: Syntax elements that an answer needs beyond its stub before being alike means anything.
LONG = 30
#: The share of the passages of the longer answer that are in the other one too, from which on two
#: are alike.
LIKE = 0.5
#: Answers that two have to share before they are named.
SEVERAL = 3
#: An answer that is like those of more than this share of all who wrote it is a common one.
COMMON = 1 / 3
#: Pairs as alike that chance alone may give in a whole class, for it to be listed; and for it to
#: be said at the top of the report.
CHANCE, STRIKING = 1.0, 0.01


@dataclass(frozen=True)
class Alike:
    """Students whose code is alike, and the cells in which at least two of them share it.

    Attributes
    ----------
    students : tuple of str
        Their ids.
    cells : tuple of tuple of str
        Notebook and name of solution cells.
    before : tuple of str
        What was there before and is alike as well, by the names under which it was given.
    chance : float
        How many pairs of a class as this one would be as alike as the closest of these by chance.
    """

    students: tuple[str, ...]
    cells: tuple[Place, ...]
    before: tuple[str, ...]
    chance: float


def alike(
    answers: Answers, released: Mapping[Place, str], before: Answers | None = None
) -> list[Alike]:
    """Groups of students whose code is alike beyond what chance explains.

    Two are put together when they share at least `SEVERAL` long answers, and a class of this size
    would hold fewer than `CHANCE` pairs that do so in all of them, if everybody drew each answer
    at random with the frequencies that it has among all that is compared. That students who think
    alike write alike is not part of this model, so a class holds more such pairs than it says.

    Parameters
    ----------
    answers : dict of tuple to str
        Source by student id, notebook and cell.
    released : dict of tuple to str
        Source of the stub by notebook and cell.
    before : dict of tuple to str, optional
        Answers that were there before this class, by any name in the place of a student's id.
        They are compared with the class, and not with each other.

    Returns
    -------
    list of Alike
        Those that chance explains least first.
    """
    pairs = evidence(long_answers(answers, released, before or {}))
    number = pairs_compared(answers, before or {})
    chances = {pair: by_chance(cells, number) for pair, cells in pairs.items()}
    found = [pair for pair, chance in chances.items() if chance < CHANCE]
    listed = []
    for group in connected(found):
        inside = [pair for pair in found if pair[0] in group]
        listed.append(
            Alike(
                students=tuple(sorted(name for was_before, name in group if not was_before)),
                cells=tuple(sorted({cell for pair in inside for cell in pairs[pair]})),
                before=tuple(sorted(name for was_before, name in group if was_before)),
                chance=min(chances[pair] for pair in inside),
            )
        )
    return sorted(listed, key=lambda found: (found.chance, found.students))


def can_tell(
    answers: Answers, released: Mapping[Place, str], before: Answers | None = None
) -> bool:
    """Whether there are enough long answers that two who share all of them would be named."""
    found = long_answers(answers, released, before or {})
    numbers = {cell: len(writers) for cell, writers in found.items()}
    most = {cell: math.log2(number / 2) for cell, number in numbers.items() if number > 2}
    return by_chance(most, pairs_compared(answers, before or {})) < CHANCE


def pairs_compared(answers: Answers, before: Answers) -> float:
    """How many pairs there are of two students, or of a student and what was there before."""
    number, earlier = (len({name for name, *_ in some}) for some in (answers, before))
    return max(number * (number - 1) / 2 + number * earlier, 1)


def by_chance(cells: Mapping[Place, float], number: float) -> float:
    """How many of a number of pairs chance would make share these cells; inf for few cells."""
    return number * 2 ** -sum(cells.values()) if len(cells) >= SEVERAL else math.inf


def long_answers(
    answers: Answers, released: Mapping[Place, str], before: Answers
) -> dict[Place, dict[Author, frozenset[int]]]:
    """The passages of each answer that is long enough, by cell and author; stubs do not count."""
    found: dict[Place, dict[Author, frozenset[int]]] = defaultdict(dict)
    for was_before, some in ((False, answers), (True, before)):
        for (name, notebook, cell), source in some.items():
            length, passages = read(source)
            stub_length, stub = read(released.get((notebook, cell), ""))
            if length - stub_length >= LONG:
                found[notebook, cell][was_before, name] = passages - stub
    return found


def evidence(found: Mapping[Place, Mapping[Author, frozenset[int]]]) -> Evidence:
    """What pairs share that some, but not many, have in common."""
    pairs: Evidence = defaultdict(dict)
    for cell, passages in found.items():
        number = len(passages)
        near = neighbours(passages)
        for one, others in near.items():
            for other in others:
                frequency = max(len(near[one]), len(near[other])) + 1
                is_rare = frequency <= max(2, COMMON * number)
                if one < other and is_rare and not (one[0] and other[0]):
                    pairs[one, other][cell] = math.log2(number / frequency)
    return pairs


def neighbours(passages: Mapping[Author, frozenset[int]]) -> dict[Author, set[Author]]:
    """The others whose answers to a cell are like each author's own."""
    near: dict[Author, set[Author]] = {author: set() for author in passages}
    for one, other in combinations(passages, 2):
        if are_alike(passages[one], passages[other]):
            near[one].add(other)
            near[other].add(one)
    return near


def are_alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two answers share at least `LIKE` of the passages of the longer one."""
    least, most = sorted((len(one), len(other)))
    return 0 < LIKE * most <= least and len(one & other) >= LIKE * most


def connected(pairs: Iterable[tuple[Author, Author]]) -> list[set[Author]]:
    """Authors who are linked by pairs, as sets."""
    groups: dict[Author, set[Author]] = {}
    for one, other in pairs:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        for author in joined:
            groups[author] = joined
    return list({id(group): group for group in groups.values()}.values())
