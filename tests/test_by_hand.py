"""Figures that are moved by hand: a slider where scripts run, a still picture everywhere else."""

import re
import shutil
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pytest
from nbformat import v4, write

from authoring.solved import modules
from grading.course.notebooks import ROOT
from tests.browser import open_page, picture
from tests.jupyter import jupyterlab

STILL = 2
VALUES = (0.5, 1, 2, 4)


def draw(value):
    """A bar of some length, and what it is."""
    figure, ax = plt.subplots(figsize=(2, 1))
    ax.barh([0], [value])
    return figure, f"a bar of length <{value}>"


@pytest.fixture(scope="module")
def output():
    shown, by_hand = [], modules("hw12")["by_hand"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_hand, "display", lambda data, **more: shown.append((data, more)))
        by_hand.slide(draw, VALUES, "length & width [m]", STILL)
    ((data, more),) = shown
    return SimpleNamespace(data=data, metadata=more["metadata"])


def test_the_still_picture_says_in_words_what_it_shows(output):
    assert output.data["text/plain"] == "a bar of length <2>"
    assert output.metadata == {"image/png": {"alt": "a bar of length <2>"}}
    assert output.data["image/png"].startswith("iVBOR")


def test_all_pictures_stand_in_the_output_and_one_of_them_is_seen(output):
    images = re.findall(r"<img [^>]*>", output.data["text/html"])
    assert len(images) == len(VALUES)
    assert [" hidden" in image for image in images] == [n != STILL for n in range(len(VALUES))]
    assert len({image.split('"')[1] for image in images}) == len(VALUES)
    assert output.data["image/png"] in images[STILL]
    assert "length &amp; width [m]" in output.data["text/html"]


def test_no_figure_stays_open(output):
    assert plt.get_fignums() == []


@pytest.mark.slow
def test_keys_move_the_slider_and_show_another_picture(output, browser):
    page = open_page(browser, 500, 300)
    page.set_content(output.data["text/html"])
    slider = page.get_by_label("length & width [m]")
    seen = page.locator("img:visible")
    assert seen.get_attribute("alt") == "a bar of length <2>"
    slider.press("ArrowRight")
    assert seen.count() == 1 and seen.get_attribute("alt") == "a bar of length <4>"
    assert slider.get_attribute("aria-valuetext") == "a bar of length <4>"
    assert page.locator("output").inner_text() == "4"
    slider.press("Home")
    assert seen.get_attribute("alt") == "a bar of length <0.5>"
    picture(page, "by_hand")
    page.close()


@pytest.mark.slow
def test_jupyterlab_leaves_the_keys_to_the_slider(browser, tmp_path):
    shutil.copy(ROOT / "source" / "hw12" / "by_hand.py", tmp_path)
    code = "by_hand.slide(lambda n: (plt.figure(), f'{n} m'), (1, 2, 4), 'length [m]', still=1)"
    cells = [v4.new_code_cell(f"import by_hand, matplotlib.pyplot as plt\n{code}")]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    write(v4.new_notebook(cells=cells, metadata=spec), tmp_path / "slider.ipynb")
    with jupyterlab(tmp_path, tmp_path / "home") as address:
        page = open_page(browser)
        page.goto(f"{address}/lab/tree/slider.ipynb")
        page.get_by_role("button", name=re.compile("Python 3.*Idle")).wait_for()
        page.locator(".jp-CodeCell .cm-content").click()
        page.keyboard.press("Control+Enter")
        slider = page.get_by_label("length [m]")
        slider.press("ArrowRight")
        assert slider.get_attribute("aria-valuetext") == "4 m"
        slider.press("ArrowLeft")
        assert slider.get_attribute("aria-valuetext") == "2 m"
        page.close()
