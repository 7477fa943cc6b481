"""Names of people as they are compared, and as folders can bear them.

One name has several spellings in Unicode: macOS writes é as two letters, lists have other capitals
and spaces, Moodle and Canvas drop signs.
"""

import unicodedata

from grading.intake.files import is_litter
from grading.intake.notes import can_be_kept
from grading.intake.spelling import composed

#: What steers a terminal or is no text, in Unicode's categories; and what divides paths somewhere,
#: or is a pattern to nbgrader.
STEERING = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
SIGNS = '/\\:*?"<>|[]'
#: Bytes of a folder's name; a file system takes 255, and some of them are left to numbers.
MOST_BYTES = 200
NAMELESS = "nameless"


def one_form(name: str) -> str:
    """A name or a number without what differs from list to list: form, capitals, spaces."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = text.replace("i\N{COMBINING DOT ABOVE}", "i").replace("ı", "i")  # Turkish capitals
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", shown).split())


def letters(name: str) -> str:
    """The letters and digits of a name, in one form, with their marks."""
    return "".join(c for c in one_form(name) if unicodedata.category(c)[0] in "LMN")


def is_folder_name(name: str) -> bool:
    """Whether a folder can have this name, and stays in the folder above it."""
    kept = can_be_kept(name) and name.strip() and name == shortened(name)
    return bool(kept) and "/" not in name and not name.startswith(".")


def folder_name(name: str) -> str:
    """A name that a folder can have, made from one that it perhaps cannot.

    Its `STEERING` and `SIGNS` become underscores.
    """
    text = "".join(
        "_" if c in SIGNS or unicodedata.category(c) in STEERING else c for c in composed(name)
    )
    text = shortened(text.lstrip(". ")).strip() or NAMELESS
    return f"{text}_" if is_litter(text) else text


def shortened(name: str) -> str:
    """A name that is not too long for a file system; it keeps its beginning and its end."""
    data = name.encode(errors="surrogateescape")
    if len(data) <= MOST_BYTES:
        return name
    begin, end = data[: MOST_BYTES - 63], data[-60:]
    return f"{begin.decode(errors='ignore')}…{end.decode(errors='ignore')}"
