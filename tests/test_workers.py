"""How many notebooks are graded at once changes no grade."""

import shutil
import threading

import pytest

from grading.adapters.execute import JudgedExecute
from grading.engine.pool import Pool, processors
from tests.own_course import ASSIGNMENT, OwnCourse
from tests.test_killed import rows
from tests.tiny import RIGHT, WRONG, hand_in, tiny_course

ENDS = "import os\n\n\ndef {function}(x):\n    os._exit(1)"
#: No two of them are the same.
CLASS = {
    "ada": (RIGHT, RIGHT),
    "bob": (f"# bob\n{RIGHT}", WRONG),
    "cyd": (WRONG, f"# cyd\n{RIGHT}"),
    "dan": (ENDS, None),
    "eve": ("raise NotImplementedError", f"# eve\n{WRONG}"),
}


def test_there_is_a_worker_for_each_processor_where_nobody_says_how_many():
    assert Pool().workers == processors() >= 1
    assert Pool(workers=3).ahead == 6


def test_as_many_notebooks_run_at_once_as_there_are_workers():
    pool, most, now = Pool(workers=3), 0, 0
    begun = threading.Barrier(3, timeout=20)

    def work():
        nonlocal most, now
        with pool.room_to_run:
            now += 1
            most = max(most, now)
            begun.wait()  # goes on when three are here, which the fourth one cannot join
            now -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most <= 3 and not any(thread.is_alive() for thread in threads)


def test_a_step_employs_the_workers_that_the_configuration_asks_for(monkeypatch):
    pool = Pool(workers=1)
    monkeypatch.setattr(pool, "warm", lambda: None)
    monkeypatch.setattr(JudgedExecute, "pool", pool)
    for asked, found in ((5, 5), (0, processors())):
        JudgedExecute(workers=asked).start()
        assert pool.workers == len(pool.seats.all) == found


@pytest.mark.slow
def test_grades_are_the_same_with_any_number_of_workers(tmp_path):
    alone = tiny_course(tmp_path / "alone")
    for student, answers in CLASS.items():
        hand_in(alone, student, *answers)
    together = OwnCourse(shutil.copytree(alone.root, tmp_path / "together"))
    for course, workers in ((alone, 1), (together, 3)):
        result = course.grade(f"--JudgedExecute.workers={workers}")
        assert f"{ASSIGNMENT}, 5 submissions: 5 graded." in result.stdout
    assert rows(alone) == rows(together)
