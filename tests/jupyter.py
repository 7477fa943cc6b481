"""A JupyterLab server on this machine alone, without the settings of whoever runs it."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

#: Seconds in which a server has to answer.
PATIENCE = 120


@contextlib.contextmanager
def jupyterlab(folder, home, without=()):
    """Start JupyterLab in a folder, as ``jupyter lab`` does there, and end it afterwards.

    Parameters
    ----------
    folder : Path
        Where it is started: its root, and where nbgrader looks for a config.
    home : Path
        An empty folder in the place of the home folder; the server's log is kept there.
    without : iterable of str
        Extensions that are turned off for this user.

    Yields
    ------
    str
        Its address on the loopback interface.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    options = ["--no-browser", "--allow-root", "--ServerApp.port_retries=0"]
    options += ["--IdentityProvider.token=", f"--port={address.rsplit(':', 1)[1]}"]
    write_settings(home)
    for extension in without:
        turn_off = ["labextension", "disable", "--level=user", extension]
        subprocess.run(
            [sys.executable, "-m", "jupyter", *turn_off],
            env=clean_environment(home),
            check=True,
            capture_output=True,
        )
    with (
        open(home / "jupyterlab.log", "w") as log,
        subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=folder,
            env=clean_environment(home),
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            wait_for(address, process, home / "jupyterlab.log")
            yield address
        finally:
            process.terminate()


def clean_environment(home):
    """The environment without Jupyter's settings, and with another home folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "IPYTHON", "XDG_"))
    }
    # pip's caches and the like stay where they are; only what Jupyter reads and writes moves.
    return kept | {"HOME": str(home)}


def write_settings(home):
    """Answer once what JupyterLab asks at its first start: whether to fetch news."""
    folder = home / ".jupyter" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    settings = {"fetchNews": "false", "checkForUpdates": False}
    (folder / "notification.jupyterlab-settings").write_text(json.dumps(settings))


def wait_for(address, process, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api"):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start at {address}. It said:\n{log.read_text()}")
