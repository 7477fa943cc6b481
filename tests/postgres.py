"""A PostgreSQL server on this machine alone, in a folder of its own, which ends with its tests."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

#: Where Debian has the programs of each version, which are on nobody's path.
DEBIAN = Path("/usr/lib/postgresql")
#: As whom it runs where tests run as root, which PostgreSQL refuses.
OWNERS = ("postgres", "nobody")
USER, PASSWORD = "grader", "a/b@c:50%"
#: Seconds in which a server has to answer.
PATIENCE = 60


class Server:
    """A server that can be stopped and started again.

    Parameters
    ----------
    programs : Path
        The folder of its programs.
    folder : Path
        An empty one.
    owner : str or None
        As whom it runs; None is whoever runs the tests.
    """

    def __init__(self, programs, folder, owner):
        self.programs, self.folder, self.process, self.databases = programs, folder, None, 0
        self.identity = {} if owner is None else {"user": owner, "extra_groups": []}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (folder / "password").write_text(PASSWORD)
        if owner is not None:
            self.identity["group"] = pwd.getpwnam(owner).pw_gid
            for path in (folder, folder / "password"):
                shutil.chown(path, owner)

    def call(self, start, program, *options):
        """Start one of its programs."""
        with (self.folder / "log").open("a") as log:
            return start(
                [self.programs / program, "-D", self.folder / "data", *options],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **self.identity,
            )

    def make(self):
        """Make its folder; returns whether that worked."""
        password = f"--pwfile={self.folder / 'password'}"
        made = ("-U", USER, password, "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync")
        return self.call(subprocess.run, "initdb", *made).returncode == 0

    def start(self):
        """Start it; returns whether it answers."""
        options = (f"-p{self.port}", "-h127.0.0.1", "-k", "", "-cfsync=off")
        self.process = self.call(subprocess.Popen, "postgres", *options)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.address("postgres")).close()
                return True
            time.sleep(0.05)
        return False

    def stop(self):
        """Stop it, with all connections that are open."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()
            self.process = None

    def address(self, database, password=PASSWORD):
        """The address of a database, as it stands in the configuration of a course."""
        return f"postgresql://{USER}:{quote(password, '')}@127.0.0.1:{self.port}/{database}"

    def new_database(self):
        """The address of a new and empty database."""
        self.databases += 1
        name = f"course{self.databases}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)


@contextlib.contextmanager
def postgresql():
    """Start a server, or skip the tests that ask for it and say why.

    Yields
    ------
    Server
    """
    found = shutil.which("initdb")
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found is None and not versions:
        pytest.skip("there is no PostgreSQL (Debian: apt install postgresql)")
    programs = Path(found or versions[-1]).resolve().parent
    owner = next(filter(is_known, OWNERS)) if os.geteuid() == 0 else None
    # Not below pytest's own folder, which is closed to others.
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    server = Server(programs, folder, owner)
    try:
        if not (server.make() and server.start()):
            pytest.skip(f"PostgreSQL does not start here: {(folder / 'log').read_text()}")
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def is_known(name):
    """Whether there is a user of this name."""
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False
