"""Reader for the events of the Higgs boson machine learning challenge, and their download.

The file is number 328 of the CERN Open Data portal, https://opendata.cern.ch/record/328: simulated
collisions of the ATLAS experiment, some of them with H -> tau tau. The environment variable
``HIGGSML_CSV`` says where it lies: one file, or several with the path separator of the system in
between. ``python -m higgs_file download`` fetches it; nothing is downloaded without being asked.
``python -m higgs_file check`` compares what the variable names with the known counts.

A table is a dict from column name to array: the thirty features as float64, ``Weight`` as float64,
and ``Label``, 0 for background and 1 for signal.
"""

import argparse
import contextlib
import gzip
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np

VARIABLE = "HIGGSML_CSV"
RECORD = "CERN Open Data record 328, https://opendata.cern.ch/record/328"
NAME = "atlas-higgs-challenge-2014-v2.csv.gz"
URL = f"https://opendata.cern.ch/record/328/files/{NAME}"
COMMAND = "python -m higgs_file download"

#: What the challenge calls undefined.
UNDEFINED = -999.0
#: Features: DER_ are derived from the others, PRI_ are measured; GeV, radians, pseudorapidities.
FEATURES = (
    "DER_mass_MMC",
    "DER_mass_transverse_met_lep",
    "DER_mass_vis",
    "DER_pt_h",
    "DER_deltaeta_jet_jet",
    "DER_mass_jet_jet",
    "DER_prodeta_jet_jet",
    "DER_deltar_tau_lep",
    "DER_pt_tot",
    "DER_sum_pt",
    "DER_pt_ratio_lep_tau",
    "DER_met_phi_centrality",
    "DER_lep_eta_centrality",
    "PRI_tau_pt",
    "PRI_tau_eta",
    "PRI_tau_phi",
    "PRI_lep_pt",
    "PRI_lep_eta",
    "PRI_lep_phi",
    "PRI_met",
    "PRI_met_phi",
    "PRI_met_sumet",
    "PRI_jet_num",
    "PRI_jet_leading_pt",
    "PRI_jet_leading_eta",
    "PRI_jet_leading_phi",
    "PRI_jet_subleading_pt",
    "PRI_jet_subleading_eta",
    "PRI_jet_subleading_phi",
    "PRI_jet_all_pt",
)
#: Columns of the training file of the challenge, and of the full open-data file.
TRAINING_COLUMNS = ("EventId", *FEATURES, "Weight", "Label")
FULL_COLUMNS = (*TRAINING_COLUMNS, "KaggleSet", "KaggleWeight")
#: Columns that hold letters; all others hold numbers.
LETTERS = ("Label", "KaggleSet")
#: Known facts of the full file, in the order in which they are compared.
FULL = {
    "events": 818_238,
    "signal events with 0 jets": 82_853,
    "signal events with 1 jet": 90_202,
    "signal events with 2 jets": 84_221,
    "signal events with 3 jets": 22_284,
    "background events with 0 jets": 244_518,
    "background events with 1 jet": 162_680,
    "background events with 2 jets": 80_806,
    "background events with 3 jets": 50_674,
    "events without DER_mass_MMC": 124_602,
    "sum of the signal weights": 691.99,
    "sum of the background weights": 410_999.85,
}
#: Files that are known by name, and what they must hold.
KNOWN = {NAME: FULL, NAME.removesuffix(".gz"): FULL, "training.csv": {"events": 250_000}}


class BadFile(ValueError):
    """A file is not what it should be; the text names the first difference."""


def paths():
    """Files that the environment variable names.

    Returns
    -------
    list of Path

    Raises
    ------
    FileNotFoundError
        If the variable is not set, or names a file that does not exist.
    """
    named = [Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]
    missing = [str(path) for path in named if not path.is_file()]
    if named and not missing:
        return named
    what = f"{VARIABLE} names {missing[0]}, which is no file" if missing else f"{VARIABLE} is unset"
    raise FileNotFoundError(
        f"{what}. Set it to the challenge's CSV file, or to several with {os.pathsep!r} in between "
        f"({RECORD}), or run `{COMMAND}` in the folder of the notebooks. Everything else works "
        "without: the notebook uses generated events, and shows stored results of ATLAS simulation."
    )


def is_available():
    """Whether the environment variable names files that exist."""
    with contextlib.suppress(FileNotFoundError):
        return bool(paths())
    return False


def read(*files):
    """Read events, plain or compressed with gzip.

    Parameters
    ----------
    *files : str or Path
        Files to join; those that the environment variable names where none is given.

    Returns
    -------
    table : dict of str to ndarray of shape (n,)
        The thirty features and ``Weight`` as float64, ``Label`` as int64.

    Raises
    ------
    FileNotFoundError
        If there is no file to read.
    BadFile
        If a file is truncated, or has other columns, or, for the files of the challenge known by
        name, other counts. The text names the first difference.
    """
    tables = []
    for path in map(Path, files or paths()):
        tables.append(read_file(path))
        check(tables[-1], KNOWN.get(path.name, {}), path)
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


def read_file(path):
    """The events of one file; its counts are not compared with anything."""
    try:
        with open_text(path) as stream:
            columns = known_columns(stream.readline(), path)
            kinds = [(name, "U1" if name in LETTERS else "f8") for name in columns]
            rows = np.loadtxt(whole_lines(stream), dtype=kinds, delimiter=",", ndmin=1)
    except (EOFError, gzip.BadGzipFile) as error:
        raise BadFile(f"{path} is truncated or damaged: {error}") from None
    except (ValueError, UnicodeDecodeError) as error:
        # numpy counts rows from 1 here, without the header.
        text = str(error)
        raise error if isinstance(error, BadFile) else BadFile(f"{path}: {text}") from None
    table = {name: np.ascontiguousarray(rows[name]) for name in (*FEATURES, "Weight")}
    strange = ~np.isin(rows["Label"], ["s", "b"])
    if strange.any():
        row = np.argmax(strange)
        raise BadFile(f"{path}, event {row + 1}: Label is {str(rows['Label'][row])!r}, not s or b")
    table["Label"] = (rows["Label"] == "s").astype(np.int64)
    for name, values in table.items():
        valid = np.isin(values, [0, 1, 2, 3]) if name == "PRI_jet_num" else np.isfinite(values)
        if not valid.all():
            row = np.argmin(valid)
            wanted = "0, 1, 2 or 3" if name == "PRI_jet_num" else "a finite number"
            raise BadFile(f"{path}, event {row + 1}: {name} is {values[row]}, not {wanted}")
    return table


def open_text(path):
    """Open a file for reading, decompressing it where it begins like a gzip file."""
    with open(path, "rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="ascii") if packed else open(path, encoding="ascii")


def known_columns(header, path):
    """The columns that a header names, where they are those of a file of the challenge."""
    names = tuple(header.strip().split(","))
    if names in (TRAINING_COLUMNS, FULL_COLUMNS):
        return names
    wanted = FULL_COLUMNS if len(names) > len(TRAINING_COLUMNS) else TRAINING_COLUMNS
    for number, name in enumerate(wanted):
        found = names[number] if number < len(names) else "missing"
        if found != name:
            raise BadFile(f"{path}: column {number + 1} is {found!r}, not {name!r}")
    raise BadFile(
        f"{path} has {len(names)} columns, not {len(wanted)}; the first too many is "
        f"{names[len(wanted)]!r}"
    )


def whole_lines(stream):
    """Lines of a stream; a last line that is cut off, or no line at all, is an error."""
    number = 0
    for number, line in enumerate(stream, 1):
        if not line.endswith("\n"):
            raise BadFile(f"{stream.name} is truncated: event {number} ends in the middle")
        yield line
    if number == 0:
        raise BadFile(f"{stream.name} is truncated: it holds no event")


def facts(table):
    """The numbers of a table that are known for the full file, under the same names."""
    signal, jets = table["Label"] == 1, table["PRI_jet_num"]
    found = {"events": len(signal)}
    for name, chosen in (("signal", signal), ("background", ~signal)):
        for n in range(4):
            unit = "jet" if n == 1 else "jets"
            found[f"{name} events with {n} {unit}"] = int(np.sum(chosen & (jets == n)))
    found["events without DER_mass_MMC"] = int(np.sum(table["DER_mass_MMC"] == UNDEFINED))
    found["sum of the signal weights"] = float(table["Weight"][signal].sum())
    found["sum of the background weights"] = float(table["Weight"][~signal].sum())
    return found


def check(table, expected, path="the table"):
    """Compare a table with known facts.

    Raises
    ------
    BadFile
        With the first difference.
    """
    found = facts(table)
    for name, value in expected.items():
        # Sums of weights are known to two digits behind the point.
        if abs(found[name] - value) > (0.01 if isinstance(value, float) else 0):
            raise BadFile(f"{path}, {name}: {found[name]:,.10g}, not {value:,.10g}")


def download(folder=".", url=URL, expected=FULL):
    """Fetch the full file, go on where an earlier download ended, and check what came.

    Parameters
    ----------
    folder : str or Path
        Where the file goes. Until it is complete and checked, its name ends in ``.part``.
    url : str
    expected : dict of str to number
        Facts that the file must fulfil.

    Returns
    -------
    path : Path

    Raises
    ------
    ConnectionError
        If the connection ends early, or cannot be made; the same call goes on from there.
    BadFile
        If the file that came is not the known one; it is deleted.
    """
    target = Path(folder) / url.rsplit("/", 1)[-1]
    part = target.with_name(target.name + ".part")
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        fetch(url, part)
    kept = target if target.exists() else part
    try:
        check(read_file(kept), expected, kept)
    except BadFile as error:
        kept.unlink()
        raise BadFile(f"{error}. It is deleted; the next download starts anew") from None
    kept.replace(target)
    return target


def fetch(url, part):
    """Append to a file what it still lacks."""
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    resume = f"{have:,} bytes are kept, the same command goes on from there"
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            # A server that knows no ranges sends the whole file with status 200.
            start = have if answer.status == 206 else 0
            if start and not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
                raise ConnectionError(f"{url} sent another range than asked for; {resume}")
            size = int(answer.headers.get("Content-Length") or -1)
            total = start + size if size >= 0 else None
            with open(part, "r+b" if start else "wb") as stream:
                stream.seek(start)
                while block := answer.read(1 << 20):
                    stream.write(block)
                    show(stream.tell(), total)
                have = stream.tell()
    except urllib.error.HTTPError as error:
        # 416 is what a server says where nothing is left to send.
        if error.code == 416 and error.headers.get("Content-Range", "").endswith(f"/{have}"):
            return
        if error.code == 416:
            part.unlink()
            raise ConnectionError(f"{part} was longer than {url}; deleted, start again") from None
        raise ConnectionError(f"{url}: {error}; {resume}") from None
    except OSError as error:
        raise ConnectionError(f"{url}: {error}; {resume}") from None
    if total is not None and have < total:
        raise ConnectionError(
            f"the connection ended after {have:,} of {total:,} bytes; the same command goes on "
            "from there"
        )


def show(have, total):
    """One line that says how far a download has come."""
    of = f" of {total / 1e6:.1f}" if total else ""
    print(f"\r{have / 1e6:.1f}{of} MB", end="", file=sys.stderr, flush=True)


def main(arguments=None):
    """The commands ``download`` and ``check``."""
    parser = argparse.ArgumentParser(
        prog="python -m higgs_file", description=__doc__.split("\n")[0]
    )
    commands = parser.add_subparsers(dest="command", required=True)
    fetching = commands.add_parser("download", help=f"fetch {NAME}, {RECORD}")
    fetching.add_argument("folder", nargs="?", default=".", help="where the file goes")
    fetching.add_argument("--url", default=URL, help="another address of the same file")
    commands.add_parser("check", help=f"compare the files of {VARIABLE} with the known counts")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "download":
            print(f"{RECORD}\n{chosen.url}")
            path = download(chosen.folder, chosen.url).resolve()
            print(f"\ncomplete and checked: {path}\nnow set {VARIABLE}={path}")
        else:
            table = read()
            check(table, FULL, VARIABLE)
            print(f"{len(table['Label']):,} events, all known counts fit")
    except (OSError, BadFile) as error:
        raise SystemExit(f"\n{error}") from None


if __name__ == "__main__":
    main()
