"""What a kernel or judge says that a cell printed and drew, as a page may show it.

Whoever says it may say anything: what has no known form is dropped, and so is what could run in the
page of a reader.
"""

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.engine import pictures
from grading.letters import plain

#: What outputs may hold beside pictures.
TEXTS = ("text/plain", "text/latex")
NO_PICTURE = "A picture is left out here: it is no PNG or JPEG whose size can be read."
VAST_PICTURE = (
    "A picture of {width} × {height} pixels is left out here: up to {most:g} million are shown."
)


def as_outputs(answers: object, most_pixels: int = 0) -> list[NotebookNode]:
    """Outputs of a kernel or judge as nbformat knows them; anything else is dropped."""
    outputs = []
    for answer in answers if type(answers) is list else ():
        match answer:
            case ["stream", ("stdout" | "stderr") as name, str(text)]:
                outputs.append(new_output("stream", name=name, text=plain(text)))
            case [("display_data" | "execute_result") as kind, dict(data)]:
                outputs.append(new_output(kind, data=showable(data, most_pixels)))
            case ["error", str(ename), str(evalue), list(lines)]:
                lines = [plain(line) for line in lines if isinstance(line, str)]
                error = {"ename": plain(ename), "evalue": plain(evalue), "traceback": lines}
                outputs.append(new_output("error", **error))
    return outputs


def showable(data: dict, most_pixels: int) -> dict[str, str]:
    """What a page may show of a cell's result: clean text, and pictures that are not too large."""
    kept = {mime: plain(data[mime]) for mime in TEXTS if isinstance(data.get(mime), str)}
    for mime in [kind for kind in pictures.READERS if kind in data]:
        picture = pictures.read(mime, data[mime])
        if picture is None:
            kept["text/plain"] = NO_PICTURE
        elif picture.pixels > most_pixels:
            kept["text/plain"] = VAST_PICTURE.format(
                width=picture.width, height=picture.height, most=most_pixels / 1e6
            )
        else:
            kept[mime] = picture.data
    return kept
