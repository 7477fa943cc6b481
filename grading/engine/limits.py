"""How much one notebook may use. Set in nbgrader_config.py, as ``c.Limits.memory = ...``."""

from traitlets import Integer
from traitlets.config import Configurable

from grading.engine.pictures import MOST_PIXELS, MOST_PIXELS_TOGETHER, Album

MIB = 1 << 20
#: Python with the libraries that notebooks use needs more; less is a slip, such as a number of GB.
LEAST_MEMORY = 256 * MIB


class Limits(Configurable):
    """Sizes in bytes, times in seconds."""

    memory = Integer(
        2048 * MIB, min=LEAST_MEMORY, help="Memory of all processes of a sandbox, in bytes."
    ).tag(config=True)
    disk = Integer(256 * MIB, help="Size of each of its scratch folders.").tag(config=True)
    file_size = Integer(64 * MIB, help="Size of one file.").tag(config=True)
    open_files = Integer(256, help="Open files of one process.").tag(config=True)
    processes = Integer(64, help="Processes and threads at one time.").tag(config=True)
    processor_time = Integer(
        300, help="Processor time of one process; at least notebook_time."
    ).tag(config=True)
    output = Integer(MIB, max=MIB, help="Output of one cell, 1 MiB at most; the rest is cut.").tag(
        config=True
    )
    notebook_output = Integer(16 * MIB, help="Output of all cells of a notebook.").tag(config=True)
    picture_pixels = Integer(MOST_PIXELS, help="Pixels of one picture in an output or a text.").tag(
        config=True
    )
    notebook_pixels = Integer(
        MOST_PIXELS_TOGETHER,
        help="Pixels of all pictures in the output of a notebook, of all in its texts, and of all "
        "on its page.",
    ).tag(config=True)

    def numbers(self) -> dict[str, int]:
        """All limits by their names."""
        return {name: getattr(self, name) for name in self.trait_names(config=True)}

    def album(self, letters: int) -> Album:
        """Room for pictures with so many letters of data and as many pixels as a page may have."""
        return Album(letters, self.picture_pixels, self.notebook_pixels)
