"""Grading on the workers of a cluster: the same grades, whatever becomes of workers meanwhile."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import psutil
import pytest
from distributed import KilledWorker
from traitlets.config import Configurable

from grading.adapters import execute
from grading.cluster import cluster, connection, jobs
from grading.cluster.cluster import Cluster
from grading.cluster.connection import NoCluster
from grading.cluster.fitness import Fitness, Unfit
from grading.cluster.jobs import Job, Jobs
from grading.cluster.parcels import Common, packed, unpacked
from grading.course import words
from grading.course.notebooks import ROOT
from grading.engine import outcomes
from grading.engine.forks import Kernel
from grading.engine.limits import Limits
from grading.engine.marking import Marking
from grading.engine.outcomes import WorkersLost
from grading.engine.pool import Pool
from grading.engine.reference import Reference
from grading.engine.run import Cell, Rules, Work
from grading.engine.showing import Showing
from grading.engine.zygote import Zygote
from tests.own_course import ASSIGNMENT, OwnCourse
from tests.tiny import RIGHT, WRONG, hand_in, tiny_course

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="grading needs Linux")

#: Seconds after which a test gives up to wait.
AT_LAST = 60
#: Seconds without a sign of a worker after which the scheduler gives it up; Dask takes five at
#: least.
SILENCE = "5s"
LEASE = 4
FILES = {"data.csv": b"of the instructor's", "tools.py": b"one = 1"}
HIDDEN_END = "# this ends its worker"


def work_of(first="def f(x): return x + 1", *more, walls=True):
    """A notebook with one check of a function, and cells after it."""
    cells = (Cell(first, False), Cell("assert f(1) == 2", True), *(Cell(s, False) for s in more))
    rules = Rules(Limits(), 60, 60, walls)
    reference = Reference("ps1", ("def f(x): return x + 1",), FILES)
    files = {"own.txt": b"of the student's"} | FILES
    return Work(cells, files, rules, ("f",), "", FILES, words, reference=reference)


def slow(seconds, name=""):
    """A notebook that takes some seconds, and is like no other."""
    return work_of(f"import time\ntime.sleep({seconds})\ndef f(x): return x + 1  # {name}")


def waited_for(condition):
    """Wait until something is so."""
    end = time.monotonic() + AT_LAST
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def family(process):
    """The processes that a process and its children have started."""
    return process.children(recursive=True)


def have_ended(processes):
    """Whether some processes have all ended, also where nobody has taken notice of that."""
    _, left = psutil.wait_procs(processes, timeout=0)
    return all(one.is_running() and one.status() == psutil.STATUS_ZOMBIE for one in left)


# --- Processes -------------------------------------------------------------------------------


@contextmanager
def dask(*command, place, folder=ROOT, **environment):
    """A command of Dask's; whatever it has started ends with it."""
    process = psutil.Popen(
        [sys.executable, "-m", "dask", *command, "--no-dashboard"],
        cwd=folder,
        env=os.environ | {"DASK_TEMPORARY_DIRECTORY": str(place)} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        started = []
        if process.poll() is None:
            started = family(process)
            process.kill()
            process.wait()
        psutil.wait_procs(started, timeout=AT_LAST)


class Machines:
    """A scheduler and workers on this machine.

    Attributes
    ----------
    address : str
    workers : list of psutil.Popen
    """

    def __init__(self, place, folder=ROOT):
        self.place, self.folder, self.stack, self.workers = place, folder, ExitStack(), []

    def __enter__(self):
        file = self.place / "scheduler.json"
        command = "scheduler", "--host=127.0.0.1", "--port=0", f"--scheduler-file={file}"
        patience = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": SILENCE}
        scheduler = dask(*command, place=self.place, folder=self.folder, **patience)
        self.scheduler = self.stack.enter_context(scheduler)
        waited_for(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
        self.address = json.loads(file.read_text())["address"]
        return self

    def __exit__(self, *error):
        self.stack.close()

    def hire(self, number=1, threads=1, **strange):
        """Start workers, which may be strange: see `tests.strange_worker`."""
        how = f"--preload={ROOT / 'tests' / 'strange_worker.py'}", "--host=127.0.0.1"
        command = "worker", self.address, f"--nthreads={threads}", "--no-nanny", *how
        for _ in range(number):
            worker = dask(*command, place=self.place, **strange)
            self.workers.append(self.stack.enter_context(worker))


@pytest.fixture
def machines(tmp_path):
    """A scheduler without workers."""
    with Machines(tmp_path) as found:
        yield found


@pytest.fixture
def grader(machines, monkeypatch):
    """The grader's side."""
    monkeypatch.setattr(cluster, "LEASE", LEASE)
    monkeypatch.setattr(cluster, "PATIENCE", 20)
    found = Cluster(machines.address)
    yield found
    found.leave()


def all_there(grader, number):
    """Wait until so many workers are there."""
    waited_for(lambda: len(grader.line.threads()) == number)


def passed(result):
    return [verdict.passed for verdict in result.verdicts if verdict]


# --- Parts -----------------------------------------------------------------------------------


def test_a_parcel_holds_nothing_that_all_submissions_share_and_gives_the_same_notebook():
    work = work_of()
    common = Common.of(work)
    parcel = packed(work, common)
    assert FILES["data.csv"] not in parcel and b"grading.course.words" not in parcel
    assert b"of the student's" in parcel
    found = unpacked(parcel, common)
    assert found.files == work.files and found.cells == work.cells and found.words is words
    assert found.judge_files is common.files or found.judge_files == work.judge_files
    assert found.reference is work.reference and found.preamble == work.preamble
    assert found.rules.limits.numbers() == work.rules.limits.numbers()


def test_the_limits_in_a_parcel_bring_no_pipeline_along():
    class Step(Configurable):
        def __reduce__(self):
            raise AssertionError("a step of the pipeline travels")

    work = work_of()
    limits = Limits(parent=Step(), memory=1 << 30)
    found = packed(replace(work, rules=replace(work.rules, limits=limits)), Common.of(work))
    assert unpacked(found, Common.of(work)).rules.limits.memory == 1 << 30


ENDS = [
    outcomes.CellTimeout(60, of_notebook=True),
    outcomes.KernelDied(begun=False, restarts=3),
    outcomes.OutOfMemory(most=1 << 30),
    outcomes.JudgeEnded(),
    outcomes.ReferenceFailed("ps1", "KeyError: 1"),
    outcomes.ForkFailed("no room"),
    outcomes.SandboxRefused("no namespaces"),
    outcomes.PreambleFailed("NameError: x"),
]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
def test_what_becomes_of_a_notebook_is_the_same_after_its_way_to_the_grader(end):
    found = pickle.loads(pickle.dumps(end))
    assert type(found) is type(end) and vars(found) == vars(end) and str(found) == str(end)


HERE = Fitness("3.11.7", frozenset({"numpy-2.4.dist-info", "torch-2.dist-info"}), "code")
OTHERS = {
    "It has Python 3.12.1 where the grader has 3.11.7": {"python": "3.12.1"},
    "It has torch-3, which the grader has not, and no torch-2, which the grader has": {
        "packages": frozenset({"numpy-2.4.dist-info", "torch-3.dist-info"})
    },
    "It has another version of the code in grading/": {"code": "x"},
}


@pytest.mark.parametrize("said", OTHERS)
def test_a_worker_that_differs_is_told_in_what(said):
    HERE.demand(replace(HERE))
    with pytest.raises(Unfit) as refusal:
        HERE.demand(replace(HERE, **OTHERS[said]))
    assert str(refusal.value) == said


def job(lost=0, worker=""):
    """A job, under way where it has a worker."""
    return Job(print, None, object() if worker else None, worker, lost)


def test_no_worker_gets_more_notebooks_than_it_has_threads():
    waiting = Jobs({n: job() for n in range(9)} | {"busy": job(worker="a")})
    places = [place for _, place in waiting.placed({"a": 3, "b": 2})]
    assert sorted(places) == ["a", "a", "b", "b"]


def test_a_notebook_whose_worker_was_lost_runs_alone_and_before_others():
    lost = job(lost=1)
    waiting = Jobs({"first": job(), "lost": lost})
    assert waiting.placed({"a": 2})[0][0] is lost and len(waiting.placed({"a": 2})) == 1
    # Nobody overtakes it while it waits for a worker of its own.
    assert Jobs({"busy": job(worker="a"), "lost": lost, "next": job()}).placed({"a": 2}) == []
    # Nobody comes to it.
    assert Jobs({"lost": job(lost=1, worker="a"), "next": job()}).placed({"a": 2}) == []


class Told:
    """What Dask tells of a notebook that is through."""

    def __init__(self, status, what=None):
        self.status, self.result, self.exception = status, lambda: what, lambda: what
        self.done = lambda: True


LOST = Told("error", KilledWorker("run", None, 0))


def test_a_notebook_that_has_lost_two_workers_waits_for_no_third_one():
    one = job()
    for _ in range(jobs.MOST_LOST):
        assert one.waits
        one.future = LOST
        one.look()
    assert jobs.MOST_LOST == 2 and one.is_over and isinstance(one.error, KilledWorker)


def test_what_comes_of_a_notebook_after_a_loss_is_what_counts():
    one = job()
    for one.future in (LOST, Told("finished", "result")):
        one.look()
    assert one.is_over and one.error is None and one.result == "result"
    another = job()
    another.future = Told("error", KeyError(1))
    another.look()
    assert another.is_over and isinstance(another.error, KeyError) and not another.lost


@on_linux
def test_a_warm_process_whose_time_is_up_ends_with_its_sandboxes():
    zygote = Zygote(until=time.monotonic() + AT_LAST)
    kernel = Kernel(zygote, {}, Limits(), walls=True)
    keeper = psutil.Process(kernel.keeper)
    zygote.keep_on(time.monotonic())
    zygote.process.wait(AT_LAST)
    psutil.wait_procs([keeper], timeout=AT_LAST)
    assert not keeper.is_running()
    kernel.close()
    zygote.close()


@on_linux
def test_other_requests_do_not_keep_a_warm_process_whose_time_is_up():
    zygote = Zygote(until=time.monotonic() + 1)
    waited_for(lambda: zygote.load("json") or zygote.loaded.clear() or zygote.gone)
    assert zygote.process.wait(AT_LAST) is not None


@on_linux
def test_a_warm_process_that_is_told_in_time_to_go_on_stays():
    zygote = Zygote(until=time.monotonic() + AT_LAST)
    zygote.keep_on(time.monotonic() + AT_LAST)
    Kernel(zygote, {}, Limits(), walls=True).close()
    assert zygote.process.poll() is None and not zygote.gone
    zygote.close()


def test_without_dask_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    for name in [name for name in sys.modules if name.startswith("grading.cluster")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(SystemExit, match=r"distributed is not installed.*requirements-cluster"):
        execute.JudgedExecute(scheduler="tcp://127.0.0.1:1").start()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "tcp://"])
def test_a_scheduler_that_is_not_there_is_said_in_one_sentence(monkeypatch, address):
    monkeypatch.setattr(connection, "ANSWER", 0.5)
    with pytest.raises(NoCluster, match="No scheduler of Dask answers at") as end:
        Cluster(address).warm()
    assert address in str(end.value) and "\n" not in str(end.value)


# --- Workers ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_scheduler_that_runs_elsewhere_than_in_a_course_is_told_where_to(tmp_path):
    said = r"does not know this course.*No module named 'grading"
    with Machines(tmp_path, folder=tmp_path) as machines, pytest.raises(NoCluster, match=said):
        Cluster(machines.address).warm()


@pytest.mark.slow
@on_linux
def test_a_cluster_without_workers_ends_the_run_with_a_sentence(grader, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(NoCluster, match="has no workers"):
        grader.check(work_of())


@pytest.mark.slow
@on_linux
def test_marks_and_pages_are_those_of_this_machine(machines, grader):
    machines.hire(2)
    all_there(grader, 2)
    pool = Pool()
    works = [work_of(), work_of("def f(x): return x"), work_of("f = 1 / 0", "print('seen')")]
    grader.check(works[0])
    for kind in (Marking, Showing):
        for number, work in enumerate(works):
            grader.expect(number, work, kind)
        for number, work in enumerate(works):
            here, there = pool.result(number, work, kind), grader.result(number, work, kind)
            assert there.outputs == here.outputs and there.verdicts == here.verdicts
            assert there.broken == here.broken and there.judged == here.judged
    pool.zygote.close()


@pytest.mark.slow
@on_linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP])
def test_what_ran_on_a_worker_that_is_lost_runs_elsewhere(machines, grader, how):
    machines.hire(2, threads=2, STRANGE_LEASE=str(LEASE))
    all_there(grader, 2)
    works = {n: slow(2, n) for n in range(6)}
    for key, work in works.items():
        grader.expect(key, work, Marking)
    lost = machines.workers[0]
    waited_for(lambda: len(family(lost)) > 2)
    started = family(lost)
    lost.send_signal(how)
    assert all(passed(grader.result(key, work, Marking)) == [True] for key, work in works.items())
    # Before anything is shown, nothing of the first runs is left on the lost worker either.
    assert grader.result("page", work_of("print('seen')"), Showing).outputs[0][0].text == "seen\n"
    assert have_ended(started)


@pytest.mark.slow
@on_linux
def test_a_notebook_that_ends_its_worker_twice_is_said_and_those_beside_it_go_on(machines, grader):
    machines.hire(3, threads=2, STRANGE_END=HIDDEN_END)
    all_there(grader, 3)
    works = {n: slow(1, n) for n in range(5)}
    grader.expect("ends", work_of(HIDDEN_END), Marking)
    for key, work in works.items():
        grader.expect(key, work, Marking)
    with pytest.raises(WorkersLost):
        grader.result("ends", work_of(), Marking)
    assert all(passed(grader.result(key, work, Marking)) == [True] for key, work in works.items())
    assert len(grader.line.threads()) == 1


@pytest.mark.slow
@on_linux
def test_before_the_first_page_everything_of_the_marks_has_ended_on_all_workers(machines, grader):
    machines.hire(2, threads=2)
    all_there(grader, 2)
    for number in range(4):
        grader.expect(number, slow(3, number), Marking)
    waited_for(lambda: all(len(family(one)) > 2 for one in machines.workers))
    grader.turn_to(Showing, work_of().rules)
    # Nothing is left but the warm process, which all are forks of.
    assert [len(family(one)) for one in machines.workers] == [1, 1]


@pytest.mark.slow
@on_linux
def test_a_worker_that_comes_later_takes_part(machines, grader):
    machines.hire()
    all_there(grader, 1)
    for number in range(6):
        grader.expect(number, slow(2, number), Marking)
    machines.hire()
    for number in range(6):
        assert passed(grader.result(number, slow(0), Marking)) == [True]
        waited_for(lambda: len(grader.line.threads()) == 2)
    assert all(one.children() for one in machines.workers)  # a warm process each


@pytest.mark.slow
@on_linux
@pytest.mark.parametrize("later", [False, True])
def test_a_worker_with_other_code_refuses_and_ends_the_run_with_a_sentence(machines, grader, later):
    if later:
        machines.hire()
        grader.check(work_of())
    machines.hire(STRANGE_CODE="x")
    all_there(grader, len(machines.workers))
    with pytest.raises(NoCluster, match=r"The worker tcp://\S+ cannot take part: It has another"):
        for number in range(4):
            grader.expect(number, slow(1, number), Marking)
        for number in range(4):
            grader.result(number, work_of(), Marking)
    assert not family(machines.workers[-1])


@pytest.mark.slow
@on_linux
def test_a_worker_with_other_packages_refuses(machines, grader, tmp_path):
    (tmp_path / "more" / "surprise-1.0.dist-info").mkdir(parents=True)
    paths = [str(tmp_path / "more"), *filter(None, [os.environ.get("PYTHONPATH")])]
    machines.hire(PYTHONPATH=os.pathsep.join(paths))
    all_there(grader, 1)
    with pytest.raises(NoCluster, match=r"It has surprise-1\.0, which the grader has not"):
        grader.check(work_of())


@pytest.mark.slow
@on_linux
def test_a_scheduler_that_ends_in_between_ends_the_run_with_a_sentence(machines, grader):
    machines.hire()
    all_there(grader, 1)
    grader.expect("ada", slow(3), Marking)
    machines.scheduler.kill()
    with pytest.raises(NoCluster, match="does not answer any more"):
        grader.result("ada", slow(3), Marking)


@pytest.mark.slow
@on_linux
def test_two_graders_do_not_use_a_cluster_at_the_same_time(machines, grader, monkeypatch, capsys):
    monkeypatch.setattr(connection, "AFTER_A_KILL", 0.1)
    machines.hire()
    all_there(grader, 1)
    second = Cluster(machines.address)
    with pytest.raises(NoCluster, match="Somebody else grades"):
        second.warm()
    grader.leave()
    second.warm()
    second.leave()


@pytest.mark.slow
@on_linux
def test_a_sandbox_reaches_neither_scheduler_nor_worker(machines, grader):
    machines.hire()
    all_there(grader, 1)
    (worker,) = grader.line.threads()
    ask = (
        "import socket\n"
        "def f(x):\n"
        "    for port in {ports}:\n"
        "        with socket.socket() as line:\n"
        "            if line.connect_ex(('127.0.0.1', port)) == 0:\n"
        "                return 'reached'\n"
        "    return x + 1"
    )
    source = ask.format(ports=[int(one.rpartition(":")[2]) for one in (machines.address, worker)])
    space = {}
    exec(source, space)
    assert space["f"](1) == "reached"  # from outside of a sandbox
    assert passed(grader.result("ada", work_of(source), Marking)) == [True]


# --- A class ---------------------------------------------------------------------------------

LOOP = "def {function}(x):\n    while True:\n        pass"
ENDS_PYTHON = "import os\n\n\ndef {function}(x):\n    os._exit(1)"
CLASS = {
    "ada": (RIGHT, RIGHT),
    "bob": (WRONG, RIGHT),
    "cyd": (ENDS_PYTHON, "print('here')\n" + RIGHT),
    "dan": (RIGHT, None),
    "eve": (LOOP, WRONG),
}


@pytest.fixture(scope="module")
def graded_here(tmp_path_factory):
    """A class that was graded on this machine, and what was said."""
    return graded_class(tmp_path_factory.mktemp("here") / "course")


def graded_class(root, *options):
    course = tiny_course(root, "\nc.JudgedExecute.cell_time = 2\n")
    for student, answers in CLASS.items():
        hand_in(course, student, *answers)
    return course, course.grade(*options)


def at(machines):
    """The option that names the scheduler."""
    return f"--JudgedExecute.scheduler={machines.address}"


def marks(course):
    return {student: course.scores(ASSIGNMENT, student) for student in CLASS}


def pages(course):
    """The outputs of all graded notebooks, and what was said of cells that were stopped."""
    return {
        (student, name): (
            [cell.get("outputs") for cell in notebook.cells],
            notebook.metadata.grading["stopped"],
        )
        for student in CLASS
        for name, notebook in course.autograded(ASSIGNMENT, student).items()
    }


@pytest.mark.slow
@on_linux
def test_a_class_has_the_same_grades_and_pages_as_on_this_machine(graded_here, tmp_path):
    here, told = graded_here
    assert told.returncode == 0, told.stdout
    with Machines(tmp_path) as machines:
        machines.hire(2)
        there, said = graded_class(tmp_path / "course", at(machines))
    assert said.returncode == 0, said.stdout
    assert marks(there) == marks(here) and pages(there) == pages(here)
    assert said.stdout.splitlines()[-2:] == told.stdout.splitlines()[-2:]


@pytest.mark.slow
@on_linux
def test_a_submission_that_ends_two_workers_is_named_and_the_others_are_graded(
    graded_here, tmp_path
):
    course, _ = graded_here
    hand_in(course, "zed", f"{HIDDEN_END}\n{RIGHT}", RIGHT)
    hand_in(course, "zoe", f"{RIGHT}  # in other words", RIGHT)
    with Machines(tmp_path) as machines:
        machines.hire(3, STRANGE_END=HIDDEN_END)
        said = course.grade(at(machines))
    assert said.returncode == 1 and "Traceback" not in said.stdout
    assert "zed: the worker that ran it was lost, and so was another one" in said.stdout
    assert "1 graded" in said.stdout and "Not graded: zed." in said.stdout
    assert all(score == most for score, most in course.scores(ASSIGNMENT, "zoe").values())


@pytest.mark.slow
@on_linux
def test_a_scheduler_that_is_not_there_ends_the_command_with_one_sentence(graded_here):
    course, _ = graded_here
    hand_in(course, "yan", f"{RIGHT}  # in yet other words", RIGHT)
    said = course.grade("--student=yan", "--JudgedExecute.scheduler=tcp://127.0.0.1:1")
    assert said.returncode == 1 and "Traceback" not in said.stdout
    assert said.stdout.count("No scheduler of Dask answers at tcp://127.0.0.1:1") == 1
    assert "Not graded yet: yan." in said.stdout


def test_make_grade_takes_the_address_of_a_scheduler(tmp_path):
    course = OwnCourse.at(tmp_path)
    course.make("help")
    for name in ("requirements-cluster.txt", ".venv/requirements-cluster.txt.installed"):
        (tmp_path / name).touch()
    status, said = course.make("--dry-run", "grade", "SCHEDULER=tcp://10.0.0.1:8786")
    assert status == 0
    assert any("--JudgedExecute.scheduler=tcp://10.0.0.1:8786" in line for line in said)
