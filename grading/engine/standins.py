"""Stand-ins for packages that only show things, where they are not installed.

Bars, sliders and Google Drive in Colab have no effect on results. A notebook that imports them runs
where its student works, so it is to run where they are missing. A package that computes something
has no stand-in: its absence is an error, as it is in Jupyter.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

#: Packages, and parts of packages, that only show things, or install others in a browser.
SHOWING = ("google.colab", "ipympl", "ipywidgets", "micropip", "nbagg", "piplite", "tqdm")
NOT_HERE = "({} is not there where notebooks are graded: nothing of it is shown.)"


class Shown:
    """Stands for anything that is only looked at: takes every use, and does nothing.

    Called with one function, as a decorator is, it gives that function back.
    """

    def __init__(self, *args: object, **options: object) -> None:
        self.__dict__.update(options)

    def __getattr__(self, name: str) -> "Shown":
        if name.startswith("__"):
            raise AttributeError(name)
        return Shown()

    def __call__(self, *args: Any, **options: Any) -> Any:
        if len(args) == 1 and not options and callable(args[0]):
            return args[0]
        return Shown()

    def __enter__(self) -> "Shown":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __iter__(self) -> Iterator:
        return iter(())

    def __await__(self) -> Iterator:
        return iter(())


class Bar(Shown):
    """A bar of progress: gives what it is to count."""

    def __init__(self, iterable: Iterable | None = None, *args: object, **options: object) -> None:
        super().__init__(**options)
        self.iterable: Any = () if iterable is None else iterable
        self.n: float = 0

    def __iter__(self) -> Iterator:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)

    def update(self, n: float = 1) -> None:
        """Count on."""
        self.n += n

    @staticmethod
    def write(s: str, *args: object, **options: object) -> None:
        """Print a line beside the bar."""
        print(s)


def counting(*numbers: int, **options: object) -> Bar:
    """A bar over a range of numbers."""
    return Bar(range(*numbers), **options)


class OnlyShown(ModuleType):
    """A module of which every name stands for something that is only looked at."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.__name__.startswith("tqdm"):
            return {"tqdm": Bar, "trange": counting, "tqdm_notebook": Bar}.get(name, Shown())
        return Shown if name[:1].isupper() else Shown()


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes after all other finders, so that what is installed is what is imported."""

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        known = any(f"{fullname}.".startswith(f"{name}.") for name in SHOWING)
        above = any(name.startswith(f"{fullname}.") for name in SHOWING)
        if not known and not above:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        if spec.name in SHOWING:
            print(NOT_HERE.format(spec.name))
        return OnlyShown(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def offer() -> None:
    """Let imports that nothing else answers find the stand-ins."""
    sys.meta_path.append(Finder())
