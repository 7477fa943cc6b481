"""What a picture is, read from its head alone: its kind, and how many pixels a browser must draw.

Nothing is decoded. A picture counts as one only where a browser can read its head in no other way.
"""

import base64
import binascii
import re
import struct
from dataclasses import dataclass

#: Bytes of one picture.
MOST_BYTES = 5 * 10**6
#: Pixels of one picture and of all that stand on a page, unless `limits` are set otherwise. What is
#: decoded takes 4 bytes a pixel.
MOST_PIXELS, MOST_PIXELS_TOGETHER = 25_000_000, 100_000_000
#: A page grows as long as its longest picture.
MOST_SIDE = 20_000
#: A JPEG may be drawn in several passes; programs write about ten.
MOST_PASSES = 100

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
#: A marker of JPEG that opens a segment; those that stand in data or alone are passed over.
MARKER = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd8])")
#: A picture in the text of a cell, as Colab puts it there.
INLINE = re.compile(r"\]\(data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)")
END, PASS = 0xD9, 0xDA
#: Markers behind which a JPEG says its size.
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Picture:
    """A picture that a page may show.

    Attributes
    ----------
    kind : str
        Its MIME type.
    data : str
        Its bytes in base 64, with no other letter between.
    width, height : int
    images : int
        More than one where it moves.
    """

    kind: str
    data: str
    width: int
    height: int
    images: int = 1

    @property
    def pixels(self) -> int:
        return self.width * self.height * self.images

    @property
    def url(self) -> str:
        return f"data:{self.kind};base64,{self.data}"


@dataclass
class Album:
    """The room that a page still has for pictures.

    Attributes
    ----------
    letters : int
        Of their data.
    most_pixels : int
        Of one picture.
    pixels : int
        Of all.
    """

    letters: int
    most_pixels: int
    pixels: int

    def holds(self, picture: Picture) -> bool:
        """Whether a picture fits; if so, it has its place."""
        fits = len(picture.data) <= self.letters and picture.pixels <= self.pixels
        if not fits or picture.pixels > self.most_pixels:
            return False
        self.letters -= len(picture.data)
        self.pixels -= picture.pixels
        return True


def read(kind: str, data: object) -> Picture | None:
    """The picture in data of a MIME type.

    Parameters
    ----------
    kind : str
    data : object
        In base 64, as notebooks hold pictures.

    Returns
    -------
    Picture or None
        None where it is no text, no picture of this kind, or none whose size can be believed.
    """
    if kind not in READERS or not isinstance(data, str) or len(data) * 3 / 4 > MOST_BYTES * 1.1:
        return None
    try:
        raw = base64.b64decode(data)
        width, height, images = READERS[kind](raw)
    except (binascii.Error, struct.error, ValueError):
        return None
    if len(raw) > MOST_BYTES or not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
        return None
    return Picture(kind, base64.b64encode(raw).decode(), width, height, images)


def first(bundle: object) -> Picture | None:
    """The picture in a bundle of data by MIME type, if there is one."""
    bundle = bundle if isinstance(bundle, dict) else {}
    return next(filter(None, (read(kind, bundle.get(kind)) for kind in READERS)), None)


def lifted(text: str, attachments: dict) -> tuple[str, dict]:
    """A text in Markdown whose pictures are all attached to it, also those that it held itself.

    Parameters
    ----------
    text : str
    attachments : dict of str to dict
        Pictures by name, as notebooks hold them.
    """
    attached = dict(attachments)

    def attach(found: re.Match) -> str:
        name = f"in-the-text-{len(attached)}"
        attached[name] = {found[1]: found[2]}
        return f"](attachment:{name}"

    return INLINE.sub(attach, text), attached


def size_of_png(raw: bytes) -> tuple[int, int, int]:
    """Width, height and number of images of a PNG, from the heads of its chunks."""
    if not raw.startswith(PNG):
        raise ValueError("no PNG")
    position, images = len(PNG), 0
    while True:
        length, name = struct.unpack_from(">I4s", raw, position)
        if (name == b"IHDR") != (position == len(PNG)):
            raise ValueError("its size has to stand first, and once")
        if name == b"IHDR":
            size = struct.unpack_from(">2I", raw, position + 8)
        images += name == b"fcTL"
        if name == b"IEND":
            return *size, max(images, 1)
        position += length + 12


def size_of_jpeg(raw: bytes) -> tuple[int, int, int]:
    """Width and height of a JPEG, from the heads of its segments."""
    if not raw.startswith(JPEG):
        raise ValueError("no JPEG")
    sizes, passes, position = [], 0, len(JPEG)
    while (found := MARKER.search(raw, position)) and found[1][0] != END:
        (length,) = struct.unpack_from(">H", raw, found.end())
        if length < 2:
            raise ValueError("a segment has no end")
        if found[1][0] in FRAMES:
            sizes.append(struct.unpack_from(">2H", raw, found.end() + 3))
        passes += found[1][0] == PASS
        position = found.end() + length
    if len(sizes) != 1 or not 1 <= passes <= MOST_PASSES:
        raise ValueError("its size has to stand once, before what is drawn")
    height, width = sizes[0]
    return width, height, 1


READERS = {"image/png": size_of_png, "image/jpeg": size_of_jpeg}
