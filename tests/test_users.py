"""Each sandbox gets a user of its own where numbers for users can be had."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from grading.course.notebooks import ROOT
from grading.engine.users import FIRST, NOBODY, set_apart, user_for_root

EVERYBODY = "         0          0 4294967295\n"
#: A container of a user without rights: itself, and what was set apart for it.
CONTAINER = "         0       1000          1\n         1     100000      65536\n"
ALONE = "         0       1000          1\n"


@pytest.fixture
def written(tmp_path):
    def write(text):
        (tmp_path / "file").write_text(text)
        return tmp_path / "file"

    return write


def test_root_takes_numbers_that_nobody_has(written):
    users = {user_for_root(process, written(EVERYBODY)) for process in (1, 2, 4194303)}
    assert len(users) == 3 and min(users) > FIRST


def test_in_a_container_the_upper_half_of_its_users_is_taken(written):
    users = {user_for_root(process, written(CONTAINER)) for process in range(40_000)}
    assert len(users) == 32768 and min(users) > 32_000 and max(users) < 65_537


def test_where_there_are_no_others_it_is_nobody(written):
    assert user_for_root(7, written(ALONE)) == NOBODY


@pytest.mark.parametrize("name", [str(os.geteuid()), "by name"])
def test_numbers_are_set_apart_by_name_or_number(written, name):
    import pwd

    name = pwd.getpwuid(os.geteuid()).pw_name if name == "by name" else name
    lines = f"somebody:1:2\n\n{name}:1\n{name}:x:y\n{name}:100000:65536\n"
    assert set_apart(written(lines)) == [(100000, 65536)]


@pytest.mark.parametrize("text", ["", "nonsense", "somebody:1:2\n"])
def test_where_nothing_is_set_apart_nothing_is_taken(written, text):
    assert set_apart(written(text)) == []


def test_a_file_that_is_not_there_sets_nothing_apart(tmp_path):
    assert set_apart(tmp_path / "none") == []


HARNESS = """
import os, sys, tempfile, types
sys.path.insert(0, sys.argv[1])
from grading.engine import sandbox
limits = types.SimpleNamespace(memory=300 << 20, disk=32 << 20, file_size=16 << 20, open_files=64,
                               processes=16, processor_time=5)
reader, writer = os.pipe()
if not os.fork():
    sandbox.enter(tempfile.mkdtemp(), {"data.txt": b"1"}, limits, keep=[writer])
    open("data.txt", "a").write("2")
    os.write(writer, f"{os.getuid()} {open('data.txt').read()}".encode())
    os._exit(0)
os.close(writer)
print(os.read(reader, 100).decode(), os.waitstatus_to_exitcode(os.wait()[1]))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to set numbers apart for a user")
@pytest.mark.parametrize("helper", ["there", "missing", "refused"])
def test_a_user_takes_numbers_that_were_set_apart(written, helper):
    python, unshare = (shutil.which(name, path="/usr/bin:/bin") for name in ("python3", "unshare"))
    if not (python and unshare and shutil.which("newuidmap")):
        pytest.skip("needs Debian's packages python3 and uidmap")
    listed = written("grader:700000:65536\n" if helper != "refused" else "grader:700000:10\n")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    shutil.copytree(ROOT / "grading", folder / "grading")
    (folder / "run.py").write_text(HARNESS)
    path = os.environ["PATH"] if helper != "missing" else "/nowhere"
    # For this command alone there is a user with numbers.
    known = folder / "passwd"
    known.write_text(Path("/etc/passwd").read_text() + "grader:x:65533:65533::/tmp:/bin/sh\n")
    for file in (listed, known):
        file.chmod(0o644)
    mounts = f"mount --bind {listed} /etc/subuid && mount --bind {known} /etc/passwd"
    command = f"{mounts} && exec {python} -c '{DROP}' {python} {folder} {path}"
    result = subprocess.run(
        [unshare, "--mount", "sh", "-c", command],
        cwd="/tmp",
        capture_output=True,
        text=True,
    )
    shutil.rmtree(folder)
    if "Operation not permitted" in result.stderr:
        pytest.skip("this system lets nobody put a file in the place of another")
    assert result.returncode == 0, result.stderr
    user, data, status = result.stdout.split()
    assert (data, status) == ("12", "0")
    assert (700_000 <= int(user) < 765_536) is (helper == "there")


#: Becomes the user for whom numbers are set apart.
DROP = (
    "import os, sys; os.setgroups([]); os.setgid(65533); os.setuid(65533); "
    "python, folder, path = sys.argv[1:]; "
    'os.execve(python, [python, folder + "/run.py", folder], {"PATH": path})'
)
