"""What a kernel or judge says that a cell printed and drew, as a page may show it.

Whoever says it may say anything: what has no known form is dropped, and so is what could run in the
page of a reader.
"""

import json

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.engine import pictures
from grading.engine.limits import Limits
from grading.engine.pictures import Picture
from grading.engine.words import Words
from grading.letters import plain

#: What outputs may hold beside pictures.
TEXTS = ("text/plain", "text/latex")
#: What a line and an output take of the room for outputs, however short they are.
EACH_LINE, EACH_OUTPUT = 20, 500


def as_outputs(answers: object, shows: bool = True) -> list[NotebookNode]:
    """Outputs of a kernel or judge as nbformat knows them; anything else is dropped.

    Parameters
    ----------
    answers : object
    shows : bool
        Whether results and pictures are kept, beside what is printed and errors. What is given as a
        picture stays as it is until an `OutputRoom` has read it.

    Returns
    -------
    list of NotebookNode
    """
    outputs = []
    for answer in answers if type(answers) is list else ():
        match answer:
            case ["stream", ("stdout" | "stderr") as name, str(text)]:
                outputs.append(new_output("stream", name=name, text=plain(text)))
            case [("display_data" | "execute_result") as kind, dict(data)] if shows:
                outputs.append(new_output(kind, data=showable(data)))
            case ["error", str(ename), str(evalue), list(lines)]:
                lines = [plain(line) for line in lines if isinstance(line, str)]
                error = {"ename": plain(ename), "evalue": plain(evalue), "traceback": lines}
                outputs.append(new_output("error", **error))
    return outputs


def showable(data: dict) -> dict[str, str]:
    """What a page may show of a cell's result: clean text, and pictures."""
    kept = {mime: plain(data[mime]) for mime in TEXTS if isinstance(data.get(mime), str)}
    for mime in [kind for kind in pictures.READERS if kind in data]:
        kept[mime] = data[mime] if isinstance(data[mime], str) else ""
    return kept


class OutputRoom:
    """The room that the page of a notebook has for its outputs.

    Parameters
    ----------
    limits : Limits
    words : Words
        For what is left out.
    """

    def __init__(self, limits: Limits, words: Words) -> None:
        self.limits, self.words = limits, words
        self.left, self.pixels = limits.notebook_output, limits.notebook_pixels

    def fit(self, outputs: list[NotebookNode]) -> list[NotebookNode]:
        """The outputs of the next cell, as far as there is room for them."""
        for output in outputs:
            if output.output_type in ("display_data", "execute_result"):
                for kind in [kind for kind in pictures.READERS if kind in output.data]:
                    self.look_at(output.data, kind)
        text = json.dumps(outputs)
        size = len(text) + text.count(r"\n") * EACH_LINE + len(outputs) * EACH_OUTPUT
        if size <= self.left:
            self.left -= size
            return outputs
        self.left = 0
        return [new_output("stream", name="stderr", text=self.words.cut_off())]

    def look_at(self, data: dict[str, str], kind: str) -> None:
        """Give a picture its place, or leave it out of the data of an output and say why."""
        picture = pictures.read(kind, data.pop(kind))
        why_not = self.why_not(picture)
        if picture is None or why_not:
            data["text/plain"] = why_not
        else:
            data[kind] = picture.data
            self.pixels -= picture.pixels

    def why_not(self, picture: Picture | None) -> str:
        """Why a picture is left out, empty if it is not."""
        if picture is None:
            return self.words.unreadable_picture()
        if picture.pixels > self.limits.picture_pixels:
            return self.words.large_picture(picture, self.limits.picture_pixels)
        if picture.pixels > self.pixels:
            return self.words.picture_without_room(self.limits.notebook_pixels)
        return ""
