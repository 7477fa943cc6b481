"""Reads, writes and fetches files of the 2021 anomaly detection challenge, in HDF5.

A file holds `Particles` of shape (N, 19, 4), the names of its four numbers in `Particles_Names` and
those of its kinds of objects in `Particles_Classes`. The public ones are large, so they are read in
chunks and never as a whole. Nothing is downloaded unless somebody asks for it::

    python -m challenge list
    python -m challenge download background --folder FOLDER
    export ADC2021_FOLDER=FOLDER

The notebook needs none of them: the events of `events` have the same format.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

#: Environment variable with the folder of the downloaded files.
FOLDER = "ADC2021_FOLDER"
#: Contents of the two datasets of names.
NAMES = ("Pt", "Eta", "Phi", "Class")
CLASSES = ("MET_class_1", "Four_Ele_class_2", "Four_Mu_class_3", "Ten_Jet_class_4")
SHAPE = (19, 4)
#: Events that are in memory at once: 30 MB as the public files store them.
CHUNK = 50_000
#: Most events that `read` returns: 1 GiB, so that memory stays below 2 GiB whatever the file.
MOST = 3_500_000
#: Where Zenodo says what files a record has, and how large they are.
RECORDS = "https://zenodo.org/api/records"
#: Bytes that are fetched at once, and seconds without an answer after which a download stops.
BLOCK, PATIENCE = 1 << 20, 60


@dataclass(frozen=True)
class Public:
    """A file of the challenge on Zenodo.

    Attributes
    ----------
    record : int
        Number of the Zenodo record.
    file : str
        Name of the file.
    about : str
        What it holds.
    """

    record: int
    file: str
    about: str


#: The published files. A download compares the name of the file with what the record lists, so a
#: record that holds another process is refused and not taken for this one.
PUBLIC = {
    "background": Public(
        5046428, "background_for_training.h5", "W, QCD, Z and tt, mixed as after the trigger"
    ),
    "A4l": Public(
        7152590, "Ato4l_lepFilter_13TeV_filtered.h5", "neutral boson of 50 GeV to four leptons"
    ),
    "LQ": Public(
        7152599,
        "leptoquark_LOWMASS_lepFilter_13TeV_filtered.h5",
        "leptoquark of 80 GeV to a b quark and a tau",
    ),
    "h0": Public(7152614, "hToTauTau_13TeV_PU20_filtered.h5", "scalar boson of 60 GeV to two taus"),
    "hplus": Public(
        7152617,
        "hChToTauNu_13TeV_PU20_filtered.h5",
        "charged scalar of 60 GeV to a tau and a neutrino",
    ),
    "blackbox": Public(
        5072068, "BlackBox_background_mix.h5", "backgrounds with an unknown signal among them"
    ),
}


class FormatError(ValueError):
    """A file is not what it should be; the text says what was expected, what came, what to do."""


# Reading


def locate(name, folder=None):
    """Path of a downloaded public file.

    Parameters
    ----------
    name : str
        A key of `PUBLIC`.
    folder : path, optional
        Where it lies; by default what the environment variable `FOLDER` says.

    Raises
    ------
    FileNotFoundError
        If it is not there; the text says how to get it, and what works without it.
    """
    public = known(name)
    folder = folder or os.environ.get(FOLDER)
    path = Path(folder or ".") / public.file
    if folder is None or not path.is_file():
        where = "is not set" if folder is None else f"is {folder}, where it does not lie"
        raise FileNotFoundError(
            f"expected {public.file} in the folder that {FOLDER} names, got a variable that "
            f"{where}: download Zenodo record {public.record} with `python -m challenge download "
            f"{name} --folder FOLDER` and set {FOLDER}=FOLDER; without it everything in the "
            "notebook works, on the events that events.make_events draws"
        )
    return path


def chunks(path, size=CHUNK):
    """Go through all events of a file, a few at a time.

    Parameters
    ----------
    path : path
        A public file, or one that `write` made.
    size : int
        Events in each chunk; the last one may be smaller.

    Yields
    ------
    X : ndarray of shape (size, 19, 4), float32
        Rows without momentum are zero, whatever their type says. Only MET may have none.

    Raises
    ------
    FormatError
        If the file is not one of the challenge's.
    """
    with opened(path) as particles:
        for start in range(0, len(particles), size):
            try:
                X = particles[start : start + size]
            except OSError:
                raise refused(path, "events that can be read", "a damaged file") from None
            yield cleaned(X.astype(np.float32))


def read(path, first=None, every=1):
    """Some events of a file, chunk by chunk, so that the others never are in memory.

    Parameters
    ----------
    path : path
    first : int, optional
        Stop after so many events of the file; by default go to its end.
    every : int
        Take only each `every`-th event.

    Returns
    -------
    X : ndarray of shape (n, 19, 4), float32
        304 bytes an event.

    Raises
    ------
    FormatError
        If the file is not one of the challenge's.
    ValueError
        If more events are asked for than `MOST`.
    """
    with opened(path) as particles:
        last = len(particles) if first is None else min(first, len(particles))
    wanted = len(range(0, last, every))
    if wanted > MOST:
        raise ValueError(
            f"expected at most {MOST:,} events, got a request for {wanted:,} of {path}: give "
            "first= or every=, or go through all of them with challenge.chunks"
        )
    X, filled, start = np.empty((wanted, *SHAPE), np.float32), 0, 0
    for chunk in chunks(path):
        taken = chunk[-start % every : last - start : every]
        X[filled : filled + len(taken)] = taken
        filled, start = filled + len(taken), start + len(chunk)
        if start >= last:
            break
    return X


def count(path):
    """Number of events of a file."""
    with opened(path) as particles:
        return len(particles)


def cleaned(X):
    """Events whose rows without momentum are zero; the MET keeps its type."""
    X[:, 1:][X[:, 1:, 0] <= 0] = 0
    return X


class opened:
    """Context that opens a file, checks it, and gives its dataset of particles."""

    def __init__(self, path):
        self.path = Path(path)

    def __enter__(self):
        if not self.path.is_file():
            raise FileNotFoundError(
                f"expected a file at {self.path}, got nothing there: check the path, or fetch a "
                f"public file with `python -m challenge download NAME` and set {FOLDER}"
            )
        try:
            self.file = h5py.File(self.path, "r")
        except OSError as error:
            cut = "truncated" in str(error)
            got = "a truncated one" if cut else "something else"
            raise refused(self.path, "a complete HDF5 file", got) from None
        try:
            return checked(self.file, self.path)
        except FormatError:
            self.file.close()
            raise

    def __exit__(self, *error):
        self.file.close()


def checked(file, path):
    """The dataset `Particles` of an open file, if the file is what it should be."""
    particles = file.get("Particles")
    if not isinstance(particles, h5py.Dataset):
        found = ", ".join(sorted(file)) or "no dataset at all"
        raise refused(path, "a dataset Particles", found)
    if particles.ndim != 3 or particles.shape[1:] != SHAPE:
        raise refused(path, "Particles of shape (N, 19, 4)", f"shape {particles.shape}")
    if particles.dtype.kind not in "fiu":
        raise refused(path, "Particles that are numbers", f"numbers of kind {particles.dtype}")
    if not len(particles):
        raise refused(path, "at least one event", "none")
    for name in ("Particles_Names", "Particles_Classes"):
        if name not in file:
            raise refused(path, f"a dataset {name}", f"only {', '.join(sorted(file))}")
    # The order of the columns must be the usual one.
    found = tuple(text.decode() for text in file["Particles_Names"][()].tolist())
    if found != NAMES:
        raise refused(path, f"Particles_Names {', '.join(NAMES)}", ", ".join(found))
    return particles


def refused(path, expected, got):
    """The error for a file that is not what it should be, in one sentence."""
    return FormatError(
        f"expected {expected} in {path}, got {got}: download it again with `python -m challenge "
        "download NAME`, or write it with challenge.write"
    )


# Writing


def write(path, batches):
    """Write events to a file in the challenge's format.

    Parameters
    ----------
    path : path
        It must not exist.
    batches : ndarray of shape (n, 19, 4), or iterable of such arrays
        An iterable is written piece by piece, so that a file may be larger than the memory.
    """
    batches = [batches] if isinstance(batches, np.ndarray) else batches
    with h5py.File(path, "x") as file:
        file["Particles_Names"] = np.array(NAMES, dtype="S")
        file["Particles_Classes"] = np.array(CLASSES, dtype="S")
        particles = file.create_dataset(
            "Particles",
            shape=(0, *SHAPE),
            maxshape=(None, *SHAPE),
            dtype="float32",
            chunks=(1000, *SHAPE),
            compression="gzip",
            compression_opts=1,
        )
        for X in batches:
            if X.ndim != 3 or X.shape[1:] != SHAPE:
                raise refused(path, "events of shape (n, 19, 4)", f"shape {X.shape}")
            particles.resize(len(particles) + len(X), axis=0)
            particles[len(particles) - len(X) :] = X


# Downloading


def download(name, folder, records=RECORDS):
    """Fetch a public file from Zenodo; go on where an earlier attempt stopped.

    Parameters
    ----------
    name : str
        A key of `PUBLIC`.
    folder : path
        Made if it is not there.
    records : str
        Address under which records are described.

    Returns
    -------
    path : Path
        The complete file: size and MD5 sum are those that the record states.

    Raises
    ------
    FormatError
        If the record holds another file, or what came differs from what it states.
    OSError
        If nothing can be fetched, or the disk is too small.
    """
    public = known(name)
    entry = described(public, records)
    path = Path(folder) / public.file
    if path.is_file() and path.stat().st_size == entry["size"]:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    here = part.stat().st_size if part.exists() else 0
    free = shutil.disk_usage(path.parent).free
    if entry["size"] - here > free:
        raise OSError(
            f"expected room for {entry['size'] - here:,} bytes in {path.parent}, got {free:,}: "
            "choose another folder with --folder"
        )
    fetch(entry["links"]["self"], part, entry["size"])
    size = part.stat().st_size
    if size != entry["size"]:
        raise FormatError(
            f"expected {entry['size']:,} bytes of {public.file}, got {size:,}: run the same "
            "command again, it goes on where this one stopped"
        )
    if md5(part) != entry["checksum"].removeprefix("md5:"):
        part.unlink()
        raise FormatError(
            f"expected the MD5 sum of {public.file} that Zenodo record {public.record} states, got "
            "another one: the damaged file is deleted, run the same command again"
        )
    return part.replace(path)


def described(public, records):
    """What a record says of a file: key, size, checksum, links."""
    address = f"{records}/{public.record}"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            files = json.load(answer)["files"]
    except urllib.error.URLError as error:
        raise OSError(
            f"expected an answer from {address}, got {error.reason}: is there a network? without "
            "the file everything in the notebook works, on the events that events.make_events draws"
        ) from None
    entry = next((file for file in files if file["key"] == public.file), None)
    if entry is None:
        found = ", ".join(file["key"] for file in files)
        raise FormatError(
            f"expected {public.file} in Zenodo record {public.record}, got {found}: look at the "
            "record, and correct the table in challenge.py if it holds that process"
        )
    return entry


def fetch(address, part, size):
    """Append to a partial file what it lacks."""
    here = part.stat().st_size if part.exists() else 0
    if here > size:
        part.unlink()
        here = 0
    if here == size:
        return
    request = urllib.request.Request(address, headers={"Range": f"bytes={here}-"} if here else {})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        # A server that cannot go on sends the file from its start, with another status.
        going_on = answer.status == 206
        with part.open("ab" if going_on else "wb") as file:
            shutil.copyfileobj(answer, file, BLOCK)


def md5(path):
    """MD5 sum of a file, which is how Zenodo states what it holds."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def known(name):
    """The public file of a name."""
    if name not in PUBLIC:
        raise KeyError(f"expected one of {', '.join(PUBLIC)}, got {name}: see `challenge list`")
    return PUBLIC[name]


def main(arguments=None):
    """The command line: list the public files, or download one."""
    parser = argparse.ArgumentParser(prog="python -m challenge", description=main.__doc__)
    parser.add_argument("do", choices=("list", "download"))
    parser.add_argument("name", nargs="?", choices=PUBLIC)
    parser.add_argument("--folder", default=os.environ.get(FOLDER), help=f"default: {FOLDER}")
    parser.add_argument("--records", default=RECORDS, help="where records are described")
    chosen = parser.parse_args(arguments)
    if chosen.do == "list":
        for name, public in PUBLIC.items():
            print(f"{name:10}  Zenodo {public.record}  {public.file:48}  {public.about}")
        return
    if chosen.name is None or chosen.folder is None:
        parser.error(f"download needs a name, and a folder from --folder or {FOLDER}")
    public = known(chosen.name)
    print(f"{public.file} from Zenodo record {public.record}: {public.about}")
    try:
        print(f"complete: {download(chosen.name, chosen.folder, chosen.records)}")
    except (FormatError, OSError) as error:
        sys.exit(str(error))
    print(f"now set {FOLDER}={chosen.folder}")


if __name__ == "__main__":
    main()
