"""A sandbox gets a control group where one may be made, and nowhere else."""

import os
from pathlib import Path

import pytest

from grading.engine import groups
from grading.engine.groups import PREFIX, Group, find_home

UNIFIED = "0::{own}\n"
OLD = "9:name=systemd:/\n4:memory:{own}\n0::/\n"
MOUNTED = "36 31 0:32 {root} {top} rw,relatime shared:9 - {kind} {kind} rw,{options}\n"


@pytest.fixture
def system(tmp_path):
    """Writes what Linux would say of its groups, and makes their folders."""

    def write(own, version, controllers="cpu memory pids", root="/", kind=None):
        top = tmp_path / "groups"
        (top / own.removeprefix(root).lstrip("/")).mkdir(parents=True)
        for folder in (top, *(path for path in top.rglob("*") if path.is_dir())):
            (folder / "cgroup.subtree_control").write_text(controllers)
        kind = kind or ("cgroup2" if version == 2 else "cgroup")
        mounted = MOUNTED.format(root=root, top=top, kind=kind, options="memory")
        (tmp_path / "mountinfo").write_text("22 1 254:0 / / rw - ext4 /dev/vda rw\n" + mounted)
        (tmp_path / "cgroup").write_text((UNIFIED if version == 2 else OLD).format(own=own))
        return tmp_path

    return write


def found(system):
    """The place below the top folder, and the file with the limit."""
    home = find_home(system)
    return home and (str(home.folder.relative_to(system / "groups")), home.limit)


def test_a_group_of_systemd_gets_neighbours(system):
    place = "user.slice/user-1000.slice/user@1000.service/app.slice"
    here = system(f"/{place}/run-r1.scope", version=2)
    assert found(here) == (place, "memory.max")


def test_where_no_group_may_count_memory_none_is_made(system):
    assert found(system("/a/b", version=2, controllers="cpu pids")) is None


def test_a_folder_that_may_not_be_written_is_left_alone(system, monkeypatch):
    here = system("/a/b", version=2)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert found(here) is None


def test_older_systems_have_groups_in_groups(system):
    assert found(system("/jobs/7", version=1)) == ("jobs/7", "memory.limit_in_bytes")


def test_a_container_sees_a_part_of_the_groups(system):
    assert found(system("/docker/1f/job", version=1, root="/docker/1f"))[0] == "job"


def test_a_group_outside_of_what_is_seen_is_none(system):
    here = system("/docker/1f", version=1, root="/docker/1f")
    (here / "cgroup").write_text(OLD.format(own="/elsewhere"))
    assert found(here) is None


def test_other_mounts_are_no_groups(system):
    assert found(system("/a/b", version=2, kind="tmpfs")) is None


@pytest.fixture
def home():
    """Where this machine lets groups be made."""
    home = find_home()
    if home is None:
        pytest.skip("no control group may be made here")
    yield home
    groups.sweep(patience=1)


def test_a_group_has_its_limit_and_counts_who_joins(home):
    group = Group(home, 64 << 20)
    folder = home.folder / f"{PREFIX}{os.getpid()}"
    assert int((folder / home.limit).read_text()) == 64 << 20 and group.left() == 0
    child = os.fork()
    if not child:
        group.joined()
        os._exit(0 if PREFIX in Path("/proc/self/cgroup").read_text() else 1)
    group.take(child)
    assert os.waitpid(child, 0)[1] == 0
    folder.rmdir()


def test_groups_of_processes_that_have_ended_are_removed_and_no_others(home):
    child = os.fork()
    if not child:
        Group(home, 64 << 20)
        os._exit(0)
    os.waitpid(child, 0)
    Group(home, 64 << 20)
    groups.sweep(patience=1)
    left = [path.name for path in home.folder.glob(f"{PREFIX}*")]
    assert f"{PREFIX}{child}" not in left and f"{PREFIX}{os.getpid()}" in left
    (home.folder / f"{PREFIX}{os.getpid()}").rmdir()
