"""Numbers in sentences, with what they count: 1 cell, 2 cells."""


def points(score: float) -> str:
    """Points without a needless decimal: 20 rather than 20.0."""
    return f"{score:.2f}".rstrip("0").rstrip(".")


def counted(number: float, one: str, many: str = "") -> str:
    """A number and what it counts.

    Parameters
    ----------
    number : float
        Of things, or of points.
    one, many : str
        What there is one of, or several; without `many` it has an s at the end.

    Returns
    -------
    str
        Such as ``1 cell``, ``0.5 points``, or ``2 students wait``.
    """
    return f"{points(number)} {one if number == 1 else many or f'{one}s'}"
