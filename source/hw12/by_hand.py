"""A figure that is moved by hand: a slider where a notebook is open, a still picture elsewhere.

All pictures are drawn beforehand and stand in the output, so that the slider needs no running
kernel and works on a web page as well. Where no script runs, as on a page of feedback or in a
notebook that is not trusted, one of the pictures is shown.
"""

import base64
import html
import io
from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.figure import Figure

#: Dots per inch: many pictures stand in one output.
RESOLUTION = 72
#: Shows the picture of the slider's number, and hides the others.
MOVE = (
    "const all = this.closest('figure').querySelectorAll('img'); "
    "all.forEach((one, number) => { one.hidden = number != this.value; }); "
    "this.setAttribute('aria-valuetext', all[this.value].alt); "
    "this.closest('figure').querySelector('output').textContent = all[this.value].title;"
)


def slide(
    draw: Callable[[float], tuple[Figure, str]],
    values: Sequence[float],
    label: str,
    still: int,
) -> None:
    """Show what is drawn for several values, one at a time, with a slider to choose.

    Parameters
    ----------
    draw : callable
        ``draw(value)`` returns a figure, and in words what it shows.
    values : sequence of float
        In the order of the slider.
    label : str
        What the values are, with the unit.
    still : int
        Which of them the slider begins with, and is shown where there is no slider.
    """
    pictures, words = [], []
    for value in values:
        figure, text = draw(value)
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi=RESOLUTION)
        plt.close(figure)
        pictures.append(base64.b64encode(file.getvalue()).decode())
        words.append(" ".join(text.split()))
    shown = {
        "text/html": page(pictures, words, [f"{value:g}" for value in values], label, still),
        "image/png": pictures[still],
        "text/plain": words[still],
    }
    display(shown, metadata={"image/png": {"alt": words[still]}}, raw=True)


def page(
    pictures: Sequence[str], words: Sequence[str], values: Sequence[str], label: str, still: int
) -> str:
    """The slider and its pictures, as HTML.

    Parameters
    ----------
    pictures : sequence of str
        PNG files in base 64.
    words : sequence of str
        What each picture shows.
    values : sequence of str
        What stands beside the slider.
    label : str
    still : int
        The picture to begin with.
    """
    rows = [
        f'<img src="data:image/png;base64,{picture}" alt="{html.escape(text)}" title="{value}"'
        f"{'' if number == still else ' hidden'}>"
        for number, (picture, text, value) in enumerate(zip(pictures, words, values, strict=True))
    ]
    # By its last attribute JupyterLab leaves the arrow keys to the slider.
    return (
        f"<figure><div>{html.escape(label)}: <output>{values[still]}</output></div>"
        f'<input type="range" min="0" max="{len(pictures) - 1}" value="{still}" '
        f'style="width: 30em; max-width: 100%" aria-label="{html.escape(label)}" '
        f'aria-valuetext="{html.escape(words[still])}" oninput="{html.escape(MOVE)}" '
        'data-lm-suppress-shortcuts="true">'
        f"<div>{''.join(rows)}</div></figure>"
    )
