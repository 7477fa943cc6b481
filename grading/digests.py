"""Numbers that stand for bytes: equal where these are, and in practice never otherwise."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path


def digest(data: bytes) -> str:
    """A number that changes whenever one of the bytes does."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str | None:
    """The same of a file, or None where it cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


def digest_of_files(files: Mapping[str, bytes], more: Iterable[str] = ()) -> str:
    """The same of several files with their names, and of texts."""
    listed = [[name, digest(files[name])] for name in sorted(files)]
    return digest(json.dumps([listed, list(more)]).encode())


def digest_of(*values: object) -> str:
    """The same of values that JSON knows."""
    return digest(json.dumps(values, sort_keys=True).encode())
