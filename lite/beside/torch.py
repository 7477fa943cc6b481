"""Stands where torch would be: there is none for browsers, and the preamble asks it for a device.

What the preamble needs is here. Whatever else is asked for ends in a sentence that says what to do.
"""

from types import SimpleNamespace

MISSING = (
    "torch.{name} is not there: there is no torch in the browser. Solve this part with numpy, or "
    "work in JupyterLab on a computer on which torch is installed"
)


class _Missing:
    """A part of torch, of which nothing is there."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(MISSING.format(name=f"{self._name}.{name}"))


nn = _Missing("nn")
cuda = SimpleNamespace(is_available=lambda: False)
backends = SimpleNamespace(mps=SimpleNamespace(is_available=lambda: False))


def manual_seed(seed: int) -> None:
    """Do nothing: nothing here is drawn at random."""


def device(kind: str) -> str:
    """The name of a device is all of it that is here."""
    return kind


def __getattr__(name: str) -> object:
    if name.startswith("__"):  # what Python itself asks every module for
        raise AttributeError(name)
    raise AttributeError(MISSING.format(name=name))
