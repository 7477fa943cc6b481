"""The page on repairs says what students read, word for word."""

import re

import pytest

from grading.course.notebooks import ROOT
from grading.intake import cells, files, naming, reading

PAGE = (ROOT / "docs" / "repairs.md").read_text()
#: Sentences that students read, as they stand in the code.
SENTENCES = {
    f"{module.__name__.rpartition('.')[2]}.{name}": text
    for module in (cells, files, naming)
    for name, text in vars(module).items()
    if name.isupper() and isinstance(text, str) and "{}" in text
}
#: What is too rare for the page.
RARE = {
    "cells.COPIES",
    "cells.STRANGE",
    "files.SPECIAL",
    "files.CLOSED",
    "files.LARGE",
    "files.NAMES",
}


@pytest.mark.parametrize("name", sorted(SENTENCES.keys() - RARE))
def test_the_page_quotes_what_students_read(name):
    beginning = re.sub(r"\{\w*\}", "…", SENTENCES[name].partition(". {why}")[0])
    first = beginning.partition("…. ")[0].partition(" Hand it in")[0].partition(": …")[0]
    assert first in PAGE


def test_every_quoted_sentence_is_one_of_the_code():
    code = "".join(
        re.sub(r"\{+[^}]*\}+", "…", part.__loader__.get_source(part.__name__))
        for part in (cells, files, naming, reading)
    )
    code = re.sub(r'"\s*\n\s*f?"', "", code)
    rows = [row.split("|")[-2].strip() for row in PAGE.splitlines() if row.startswith("| ")]
    quoted = [row for row in rows if row and "---" not in row and "reads" not in row]
    assert len(quoted) > 20
    for sentence in quoted:
        longest = max(re.split(r"…", sentence), key=len).strip(" :;.,")
        assert longest in code, sentence
