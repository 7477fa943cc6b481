"""What each attack comes to on stock nbgrader is what `tests.cheats` records of it."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cheats import CHEATS, EARNS
from tests.course import STOCK
from tests.hostile import ASSIGNMENT, Target, cheater, mark, neighbour, processes_with

pytestmark = pytest.mark.slow

TRIED = [name for name, cheat in CHEATS.items() if not cheat.untried]
#: Attacks that are tried where not all are: what they do changes with stock nbgrader alone.
MOST = 8
#: Short, but long enough for attacks that read much, also where others hold the processors.
LIMITS = "\nc.Execute.timeout = 12\nc.Execute.iopub_timeout = 5\n"


@pytest.fixture(scope="module")
def stock(tmp_path_factory, some):
    """For each attack what came of it on stock nbgrader, in two courses side by side."""

    def grade(share):
        target = Target.made(tmp_path_factory.mktemp("stock"), STOCK + LIMITS)
        target.hand_in_right(neighbour(0))
        for name in share:
            target.hand_in_cheat(name)
        try:
            target.run("autograde", ASSIGNMENT, **target.environment)
            return {name: target.observed(cheater(name)) for name in share}
        finally:
            for name in share:
                for number in processes_with(mark(cheater(name))):
                    os.kill(number, signal.SIGKILL)

    tried = some(TRIED, MOST)
    half = len(tried) // 2
    with ThreadPoolExecutor(2) as workers:
        first, second = workers.map(grade, (tried[:half], tried[half:]))
    return first | second


def test_an_attack_does_on_stock_nbgrader_what_is_recorded(stock):
    assert stock == {name: CHEATS[name].stock for name in stock}


@pytest.mark.parametrize("name", CHEATS)
def test_an_attack_says_what_it_is_after_and_what_is_seen_of_it_here(name):
    cheat = CHEATS[name]
    assert cheat.here and (cheat.aims or cheat.helps)
    assert not cheat.helps or EARNS in CHEATS[cheat.helps].stock
