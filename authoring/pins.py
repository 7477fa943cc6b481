"""Raises the pins in ``requirements*.txt`` to the newest releases that fit together.

``make upgrade`` calls it and then runs everything. uv finds the releases, for the oldest Python
that the course runs on. A pin whose line says ``# held: why`` stays as it is.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from grading.course.notebooks import ROOT

#: A pin: name, extras, version, and what follows in the line.
PIN = re.compile(r"(?m)^([\w.-]+)(\[[\w,-]+\])?==([^\s#]+)(.*)$")
HELD = "# held:"


def loosened(text: str) -> str:
    """The pins of a file of requirements without their versions, but for those that are held."""
    pins = PIN.finditer(text)
    return "".join(
        f"{name}{extras or ''}{f'=={version}' if HELD in rest else ''}\n"
        for name, extras, version, rest in (pin.groups() for pin in pins)
    )


def raised(text: str, newest: Mapping[str, str]) -> str:
    """A file of requirements with other versions, and with all else as it is.

    Parameters
    ----------
    text : str
    newest : dict of str to str
        The version of each name, as `known_as` writes it.

    Returns
    -------
    str
    """

    def pin(found: re.Match) -> str:
        name, extras, version, rest = found.groups()
        return f"{name}{extras or ''}=={newest.get(known_as(name), version)}{rest}"

    return PIN.sub(pin, text)


def known_as(name: str) -> str:
    """A distribution's name as all spellings of it are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def newest_that_fit(requirements: str) -> dict[str, str]:
    """The newest releases that can be installed together, by name.

    Raises
    ------
    SystemExit
        If uv finds none, with what it says.
    """
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    oldest = settings["tool"]["mypy"]["python_version"]
    asked = ["--no-header", "--no-annotate", "--quiet", "--python-version", oldest]
    done = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", *asked, "-"],
        input=requirements,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"Expected releases that fit together; no pin was changed:\n{done.stderr}")
    # A build for some hardware, as 2.13.0+cpu, is no release of its own.
    found = PIN.findall(done.stdout)
    return {known_as(name): version.partition("+")[0] for name, _, version, _ in found}


def raise_pins(files: list[Path]) -> list[str]:
    """Raise the pins of all files at once, and say what moved."""
    texts = {path: path.read_text() for path in files}
    newest = newest_that_fit("".join(map(loosened, texts.values())))
    moved = []
    for path, text in texts.items():
        path.write_text(raised(text, newest))
        for name, _, version, _ in PIN.findall(text):
            now = newest.get(known_as(name), version)
            if now != version:
                moved.append(f"{name} {version} -> {now}")
    return moved


def main() -> None:
    """Raise all pins of the course."""
    moved = raise_pins(sorted(ROOT.glob("requirements*.txt")))
    print("\n".join(moved) or "All pins are at the newest releases that fit together.")


if __name__ == "__main__":
    main()
