"""What a newcomer meets when the machine is not ready: one clear line each."""

import os
import shutil
import subprocess
import sys

import pytest

from grading.course.notebooks import ROOT

TOO_OLD = '#!/bin/sh\ncase "$*" in *--version*) echo "Python 3.8.2" ;; *) exit 1 ;; esac\n'
NO_VENV = f"""#!/bin/sh
case "$*" in *venv*) echo "No module named venv"; exit 1 ;; esac
exec {sys.executable} "$@"
"""
FULL_DISK = "#!/bin/sh\necho header\necho /dev/disk 100 90 10240 90% /\n"


@pytest.fixture
def machine(tmp_path):
    """A folder with the setup script, and programs that stand in for the machine's own."""
    shutil.copy(ROOT / ".ci" / "venv", tmp_path / "setup")
    (tmp_path / "bin").mkdir()
    (tmp_path / "requirements.txt").write_text("")

    def run(requirements="", programs=(), **environment):
        (tmp_path / "requirements.txt").write_text(requirements)
        for name, text in dict(programs).items():
            (tmp_path / "bin" / name).write_text(text)
            (tmp_path / "bin" / name).chmod(0o755)
        path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
        return subprocess.run(
            ["sh", "setup", "requirements.txt"],
            cwd=tmp_path,
            env={**os.environ, "PATH": path, "PYTHON": sys.executable, **environment},
            capture_output=True,
            text=True,
        )

    return run


def complaint(result):
    """The one line of a setup that failed."""
    assert result.returncode == 1
    (line,) = result.stderr.strip().split("\n")
    return line


def test_too_old_a_python_is_named_with_what_to_do(machine, tmp_path):
    result = machine(programs={"oldpython": TOO_OLD}, PYTHON="oldpython")
    assert "Python 3.11 or newer is needed, found Python 3.8.2" in complaint(result)
    assert not (tmp_path / ".venv").exists()


def test_a_python_that_is_not_there_is_named(machine):
    assert "found no nosuchpython" in complaint(machine(PYTHON="nosuchpython"))


def test_a_python_without_venv_is_told_how_to_get_it(machine):
    result = machine(programs={"barepython": NO_VENV}, PYTHON="barepython")
    assert "barepython has no venv module" in complaint(result)


def test_a_half_made_venv_is_made_anew(machine, tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    # An interpreter without pip, as a failed `python -m venv` leaves it behind.
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/bin/false")
    assert machine().returncode == 0
    assert (tmp_path / ".venv" / "bin" / "pip").exists()


def test_a_full_disk_is_noticed_before_anything_is_downloaded(machine, tmp_path):
    assert "10 MB are free" in complaint(machine(programs={"df": FULL_DISK}))
    assert not (tmp_path / ".venv").exists()


@pytest.mark.slow
def test_a_broken_download_is_one_line_and_is_taken_up_again(machine, tmp_path):
    # No pip configuration of this machine may lead around the address where nobody answers.
    nowhere = {name: "" for name in os.environ if name.startswith("PIP_")}
    nowhere |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/"}
    nowhere |= {"PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"}
    line = complaint(machine("numpy==2.4.6\n", **nowhere))
    assert "could not be downloaded" in line and "numpy" in line and "run make again" in line
    kept = (tmp_path / ".venv" / "pyvenv.cfg").stat().st_mtime_ns
    assert machine("").returncode == 0
    assert (tmp_path / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == kept


def test_one_failed_assignment_keeps_no_other_from_being_graded(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("hw11", "hw12", "hw13"):
        (tmp_path / "source" / name).mkdir(parents=True)
        (tmp_path / "source" / name / "problem1.ipynb").touch()
    for name in ("hw11", "hw12"):
        (tmp_path / "autograded" / "ada" / name).mkdir(parents=True)
    nbgrader = tmp_path / "nbgrader"
    nbgrader.write_text('#!/bin/sh\necho "$@" >> calls\ntest "$2" != hw11\n')
    nbgrader.chmod(0o755)
    command = ["make", "--old-file=.nbgrader.released", "grade", "NBGRADER=./nbgrader", "PY=true"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode != 0
    assert (tmp_path / "calls").read_text().splitlines() == [
        "autograde hw11",
        "generate_feedback hw11",
        "autograde hw12",
        "generate_feedback hw12",
        "autograde hw13",
    ]


def test_a_release_is_not_made_again_where_the_gradebook_is_no_file_of_the_course(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv").mkdir()
    for name in ("requirements.txt", ".venv/requirements.txt.installed", ".nbgrader.released"):
        (tmp_path / name).touch()
    config = tmp_path / "nbgrader_config.py"

    def is_up_to_date():
        command = ["make", "--question", ".nbgrader.released"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0

    address = 'c.CourseDirectory.db_url = "postgresql://grader@db.example.org/course"\n'
    for text, expected in ((f"# {address}", False), (address, True)):
        config.write_text(text)
        assert is_up_to_date() == expected
    config.unlink()
    assert not is_up_to_date()
    (tmp_path / "gradebook.db").touch()
    assert is_up_to_date()


#: What commands leave in the course folder in a term; all of it holds work or names of students.
OF_A_TERM = [
    "submitted/al1/hw11/problem1_pca.ipynb",
    "downloaded/hw11/archive/all.zip",
    "roster.csv",
    "autograded/al1/hw11/problem1_pca.ipynb",
    "receipts/al1/hw11/problem1_pca.json",
    "results.db",
    "gradebook.db",
    "feedback/al1/hw11/index.html",
    "reports/hw11/report.html",
    "grades.csv",
    "canvas_hw11.csv",
    "moodle_hw11.csv",
    "canvas_hw11_comments.csv",
    "passback/hw11.json",
    "exchange/course/inbound/al1",
    ".nbgrader.log",
]


def test_a_clone_for_the_next_term_has_nothing_of_the_students_of_this_one():
    command = ["git", "check-ignore", "--no-index", *OF_A_TERM]
    ignored = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if ignored.returncode not in (0, 1):
        pytest.skip("not a git checkout")
    assert ignored.stdout.split() == OF_A_TERM
