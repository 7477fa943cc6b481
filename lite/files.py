"""What students find in the site: released notebooks, and what lies beside them.

Problems whose answers need torch are left out, since there is no torch for browsers. The preamble
of the others imports it and asks it for a device: `beside/torch.py` lies there and answers that.
"""

import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ASSIGNMENT = "hw11"
#: Problems with networks.
NEED_TORCH = ("problem4_autoencoder.ipynb",)


def write_files(folder: Path) -> None:
    """Write the assignment as it is in the browser.

    Parameters
    ----------
    folder : Path
        Gets a folder with the assignment's name.
    """
    left_out = shutil.ignore_patterns("__pycache__", ".*", *NEED_TORCH)
    shutil.copytree(ROOT / "release" / ASSIGNMENT, folder / ASSIGNMENT, ignore=left_out)
    shutil.copytree(HERE / "beside", folder / ASSIGNMENT, dirs_exist_ok=True, ignore=left_out)
