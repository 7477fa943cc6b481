"""Words for figures: what one shows, for those who do not see it.

Shipped beside the notebooks. A page of feedback and the book carry the words as the alternative
text of the figure, and browsers hand them to screen readers. JupyterLab keeps them in the notebook,
but shows the figure without them: whoever listens sets ``alt_text.SPOKEN = True``, and each figure
prints its words as well.
"""

from typing import Any

import matplotlib.pyplot as plt
from IPython.display import display

#: Whether the words are printed below the figure.
SPOKEN = False


def describe(figure: Any, text: str) -> None:
    """Show a figure together with a text for those who do not see it.

    Parameters
    ----------
    figure : matplotlib Figure
    text : str
        What the figure shows, with its numbers.
    """
    words = " ".join(text.split())
    display(figure, metadata={"image/png": {"alt": words}})
    plt.close(figure)
    if SPOKEN:
        print(words)
