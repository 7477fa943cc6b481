"""What counts as a picture, how many pixels it has, and what becomes of one that has too many."""

import io
import struct

import pytest
from PIL import Image

from grading.course import words
from grading.course.notebooks import ROOT, code_cells, read_notebooks
from grading.engine import outputs, pictures
from grading.engine.limits import Limits
from tests.drawn import base64_of, drawn, jpeg, png, png_of

HEAD = struct.pack(">2I5B", 5, 5, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "L", {}),
        ("PNG", "P", {}),
        ("PNG", "RGBA", {}),
        ("JPEG", "L", {}),
        ("JPEG", "RGB", {"progressive": True}),
        ("JPEG", "RGB", {"comment": b"\xff\xc0 that is no head"}),
        ("JPEG", "CMYK", {}),
    ],
)
@pytest.mark.parametrize("size", [(1, 1), (20, 10), (300, 700)])
def test_the_size_is_read_as_browsers_read_it(kind, mode, options, size):
    data = base64_of(drawn(kind, size, mode, **options))
    found = pictures.read(f"image/{kind.lower()}", data)
    assert (found.width, found.height, found.data) == (*size, data)


def test_a_photograph_is_read_by_its_own_size_and_not_by_that_of_its_preview():
    exif = b"Exif\0\0" + drawn("JPEG", (160, 120))
    photo = drawn("JPEG", (400, 300), exif=exif)
    assert pictures.read("image/jpeg", base64_of(photo)).width == 400


def test_a_picture_that_moves_has_the_pixels_of_all_its_images():
    images = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in range(5)]
    file = io.BytesIO()
    images[0].save(file, "PNG", save_all=True, append_images=images[1:])
    assert pictures.read("image/png", base64_of(file.getvalue())).pixels == 5 * 600


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("image/svg+xml", "<svg/>"),
        ("image/png", base64_of(b"<svg onload=alert(1)>")),
        ("image/png", base64_of(drawn("GIF"))),
        ("image/png", jpeg()),
        ("image/jpeg", png()),
        ("image/png", "not base 64 !"),
        ("image/png", png()[:30]),
        ("image/png", ["a", "list"]),
        ("image/png", None),
        ("image/png", "\ud83d"),
        ("image/png", "A" * 7_000_000),
        ("image/png", base64_of(png_of((b"IHDR", HEAD), (b"IHDR", HEAD)))),
        ("image/png", base64_of(png_of((b"gAMA", b"\0\0\0\1"), (b"IHDR", HEAD)))),
        ("image/png", base64_of(png_of())),
        ("image/png", base64_of(png_of((b"IHDR", b"\0" * 13)))),
        ("image/png", png(1, 30_000)),
        ("image/jpeg", base64_of(drawn("JPEG")[:-2] + drawn("JPEG", (900, 900))[2:])),
        ("image/jpeg", base64_of(drawn("JPEG")[:20])),
        ("image/jpeg", base64_of(pictures.JPEG + b"\xff\xe0\0\0" * 100_000)),
        ("image/jpeg", base64_of(pictures.JPEG + b"\xff" * 1_000_000)),
        ("image/jpeg", base64_of(drawn("JPEG")[:-2] + b"\xff\xda\0\2" * 200)),
    ],
)
def test_nothing_else_passes_as_a_picture(kind, data):
    assert pictures.read(kind, data) is None


def test_letters_that_browsers_read_otherwise_are_taken_out():
    for between in ("\n", " ", "%", "*", "\x00"):
        odd = between.join([png()[:40], png()[40:]])
        assert pictures.read("image/png", odd).data == png()


def test_figures_of_the_course_are_far_below_the_limits(assignment):
    for notebook in read_notebooks(ROOT / "solutions" / assignment).values():
        shown = [out.get("data", {}) for cell in code_cells(notebook) for out in cell.outputs]
        sizes = [pictures.first(data).pixels for data in shown if "image/png" in data]
        assert sizes
        assert max(sizes) < pictures.MOST_PIXELS / 10
        assert sum(sizes) < pictures.MOST_PIXELS_TOGETHER / 10


def shown(data, most=pictures.MOST_PIXELS):
    room = outputs.OutputRoom(Limits(picture_pixels=most), words)
    (output,) = room.fit(outputs.as_outputs([["display_data", data]]))
    return output.data


def test_an_output_keeps_a_picture_of_ordinary_size():
    data = {"image/png": png(), "text/plain": "<Figure>"}
    assert shown(data) == data


def test_a_note_stands_in_the_place_of_a_picture_that_is_left_out():
    vast = shown({"image/png": png(6000, 5000), "text/plain": "<Figure>"})
    assert list(vast) == ["text/plain"]
    assert "of 6000 × 5000 pixels is left out here: up to 25 million" in vast["text/plain"]
    assert shown({"image/jpeg": png()}) == {"text/plain": words.unreadable_picture()}
    assert "image/png" in shown({"image/png": png(6000, 5000)}, 10**8)


def test_a_judge_shows_no_pictures():
    answers = [["display_data", {"image/png": png()}], ["stream", "stdout", "right"]]
    (output,) = outputs.as_outputs(answers, shows=False)
    assert output.text == "right"


def test_pictures_that_a_text_holds_itself_are_attached_to_it():
    text = f"before ![one](data:image/png;base64,{png()}) after"
    short, attached = pictures.lifted(text, {"b.png": {"image/png": png(5, 5)}})
    (name,) = attached.keys() - {"b.png"}
    assert short == f"before ![one](attachment:{name}) after"
    assert attached[name] == {"image/png": png()}
