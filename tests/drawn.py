"""Pictures as notebooks hold them, and as those who mean no good make them."""

import base64
import functools
import io
import struct
import zlib

from PIL import Image


def base64_of(raw):
    return base64.b64encode(raw).decode()


@functools.cache
def png(width=20, height=10):
    """A picture of one colour: however large it is, its file is small."""
    row = b"\0" * (1 + -(-width // 8))
    head = struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)
    return base64_of(png_of((b"IHDR", head), (b"IDAT", zlib.compress(row * height, 9))))


def png_of(*chunks):
    """A PNG of chunks, closed as it should be."""
    data = b"\x89PNG\r\n\x1a\n"
    for name, body in (*chunks, (b"IEND", b"")):
        check = zlib.crc32(name + body)
        data += struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)
    return data


def drawn(kind, size=(20, 10), mode="RGB", **options):
    """The bytes of a picture, as a program writes it."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


@functools.cache
def jpeg(width=20, height=10):
    return base64_of(drawn("JPEG", (width, height)))
