"""Builds the site: ``python -m lite`` writes it to ``lite/_build``, or to a folder that follows."""

import shutil
import subprocess
import sys
from pathlib import Path

from lite.files import write_files
from lite.runtime import PieceMissing, write_runtime

HERE = Path(__file__).resolve().parent
#: Of all extensions that are installed here, as nbgrader's panels, the browser gets the kernel.
KERNEL = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension")


def build(folder: Path) -> int:
    """Write what JupyterLite builds from, and have it build; returns its exit status."""
    sources, site = folder / "sources", folder / "site"
    for old in (sources, site):
        shutil.rmtree(old, ignore_errors=True)
    (folder / "downloads").mkdir(parents=True, exist_ok=True)
    write_runtime(sources, folder / "downloads")
    write_files(sources / "files")
    for settings in HERE.glob("*.json"):
        shutil.copy(settings, sources)
    where = [f"--lite-dir={sources}", f"--output-dir={site}"]
    extensions = f"--LiteBuildConfig.federated_extensions={KERNEL}"
    built = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build", *where, extensions],
        cwd=sources,
        capture_output=True,
        text=True,
    )
    if built.returncode:
        print(built.stdout, built.stderr, file=sys.stderr)
    return built.returncode


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "_build").resolve()
    try:
        status = build(folder)
    except PieceMissing as error:
        sys.exit(f"lite: {error}")
    if status == 0:
        print(f"The site is in {folder / 'site'}")
    sys.exit(status)
