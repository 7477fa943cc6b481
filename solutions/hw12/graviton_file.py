"""Reads simulated events of CMS from CERN Open Data, with the columns of `graviton`.

Record 63168 holds QCD events (``QCD_Pt-15to7000_TuneCP5_Flat2018_13TeV_pythia8``, 19 million of
them), record 33703 bulk gravitons of 2 TeV that decay into two W bosons (1.4 million). Both are
simulation of the CMS detector in 2016, in NanoAOD: files of ROOT with a tree ``Events``, in which
an event has any number of jets, electrons and muons. They are read with uproot, in pieces. Nothing
is downloaded here; the two steps are ::

    python -m pip install uproot cernopendata-client
    cernopendata-client download-files --recid 33703 --filter-range 1-1

and then ``python -m graviton_file FILE.root``, which says what a file holds.

The QCD events were drawn with about the same number at every momentum of the jets, so that there
are enough hard ones. Each has a weight that makes up for this: without it the spectrum is wrong.

The notebook needs none of them: the events of `graviton` have the same columns.
"""

import sys
from pathlib import Path

import numpy as np

from graviton import FEATURES

RECORDS = {
    63168: "QCD, drawn with a flat spectrum: use the weights",
    33703: "bulk gravitons of 2 TeV that decay into two W bosons",
}
TREE, WEIGHT = "Events", "genWeight"
#: Events that are in memory at once.
CHUNK = 100_000
#: Smallest transverse momentum of the hardest fat jet in GeV, as the events of `graviton` have it.
HARDEST = 350.0


class FormatError(ValueError):
    """A file is not what it should be; the text says what was expected, what came, what to do."""


def read(path, most=CHUNK, hardest=HARDEST):
    """The first events of a file that have a hard fat jet.

    Parameters
    ----------
    path : str or Path
    most : int
        Largest number of events.
    hardest : float
        Smallest transverse momentum of the hardest fat jet, in GeV.

    Returns
    -------
    events : ndarray of shape (n, 22), float32
        One event per row, columns as in `graviton.FEATURES`; what is not there is 0.
    weights : ndarray of shape (n,), float64
        Weights of the generator; 1 where the file has none, as for data of the detector.

    Raises
    ------
    FileNotFoundError
    FormatError
        If it is no such file, or no event has such a jet.
    ImportError
        If uproot is not installed.
    """
    found, n = [], 0
    for events, weights in chunks(path, hardest):
        found.append((events, weights))
        n += len(events)
        if n >= most:
            break
    if not n:
        raise FormatError(
            f"{path} has no event whose hardest fat jet has {hardest:g} GeV or more: give a "
            "smaller number for `hardest`, or take another file."
        )
    events, weights = (np.concatenate(parts)[:most] for parts in zip(*found, strict=True))
    return events, weights


def chunks(path, hardest=HARDEST, size=CHUNK):
    """All events of a file with a hard fat jet, piece by piece.

    Parameters
    ----------
    path : str or Path
    hardest : float
        As in `read`.
    size : int
        Events of the file that are in memory at once.

    Yields
    ------
    events, weights : ndarray
        As `read` returns them.
    """
    uproot, _ = libraries()
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path} is no file: give the path of a downloaded NanoAOD file.")
    try:
        with uproot.open(path) as file:
            tree = tree_of(file, path)
            names = [*branches(), *(name for name in (WEIGHT,) if name in tree)]
            for part in tree.iterate(names, step_size=size, library="ak"):
                events = table(part)
                kept = events[:, FEATURES.index("FatJet_0_pt")] >= hardest
                weights = np.ones(len(events))
                if WEIGHT in names:
                    weights = np.asarray(part[WEIGHT], dtype=float)
                yield events[kept], weights[kept]
    except (ValueError, OSError, uproot.DeserializationError) as error:
        if isinstance(error, FormatError):
            raise
        told = " ".join(str(error).split())[:200]
        raise FormatError(
            f"{path} is no file of ROOT, or is damaged: download it again. ({told})"
        ) from None


def libraries():
    """The library that reads files of ROOT, and that of the arrays which it gives."""
    try:
        import awkward
        import uproot
    except ImportError:
        raise ImportError(
            "uproot reads files of ROOT and is not installed: `python -m pip install uproot`. The "
            "notebook works without: its events are made by graviton.py."
        ) from None
    return uproot, awkward


def tree_of(file, path):
    """The tree of events in an open file, which has all branches that are needed."""
    trees = sorted({name.split(";")[0] for name in file})
    if TREE not in trees:
        raise FormatError(
            f"{path} is expected to hold a tree {TREE}, as NanoAOD does, and holds "
            f"{', '.join(trees) or 'nothing'}."
        )
    missing = [name for name in branches() if name not in file[TREE]]
    if missing:
        raise FormatError(
            f"{path}: {TREE} has no {', '.join(missing)}. A file of NanoAOD is expected, not "
            "MiniAOD or AOD, which hold other things under other names."
        )
    return file[TREE]


def branches():
    """Names of what is read, such as ``FatJet_pt``, each once."""
    return list(dict.fromkeys(branch_and_place(feature)[0] for feature in FEATURES))


def branch_and_place(feature):
    """The branch of a feature, and which of several objects: ``FatJet_1_pt`` is number 1.

    Returns
    -------
    branch : str
    place : int or None
        None where an event has one value, as for the missing momentum.
    """
    kind, *number, name = feature.split("_")
    return f"{kind}_{name}", int(number[0]) if number else None


def table(part):
    """A piece of a tree as rows of `graviton.FEATURES`.

    Jets, electrons and muons come from the hardest on, as NanoAOD has them. A subjettiness that
    could not be computed is negative there, and 0 here.
    """
    columns = [column(part, *branch_and_place(feature)) for feature in FEATURES]
    return np.stack(columns, axis=1, dtype=np.float32)


def column(part, branch, place):
    """One number for each event; 0 where it has no such object."""
    values = part[branch]
    if place is None:
        return np.asarray(values)
    _, awkward = libraries()
    padded = awkward.fill_none(awkward.pad_none(values, place + 1, clip=True), 0.0)
    numbers = np.asarray(padded[:, place], dtype=float)
    return np.maximum(numbers, 0) if "_tau" in branch else numbers


def main(arguments=None):
    """Say what files hold."""
    paths = sys.argv[1:] if arguments is None else arguments
    if not paths or paths[0].startswith("-"):
        print(f"usage: python -m {Path(__file__).stem} FILE.root …\n\nRecords of CERN Open Data:")
        for record, about in RECORDS.items():
            print(f"  {record}  {about}")
        return 0 if paths in ([], ["-h"], ["--help"]) else 2
    for path in paths:
        try:
            events, weights = read(path)
        except (FormatError, FileNotFoundError, ImportError) as error:
            print(error)
            return 1
        first = np.average(events[:, FEATURES.index("FatJet_0_pt")], weights=weights)
        print(
            f"{path}: {len(events)} events with a fat jet of at least {HARDEST:g} GeV; the hardest "
            f"one has {first:.0f} GeV on average"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
