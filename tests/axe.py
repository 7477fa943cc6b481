"""What axe-core finds wrong with a page in Chromium, measured by WCAG 2.2, levels A and AA."""

import pytest

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
#: Impacts of what shuts somebody out, or nearly.
GRAVE = ("serious", "critical")
#: Folded parts are looked at as well.
UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true })"


def barriers(page, width=None, scheme="light"):
    """What keeps readers from a page, a line for each rule that is broken.

    Parameters
    ----------
    page : playwright Page
        It is left unfolded, and without movement: colours count when they have come to rest.
    width : int, optional
        Of the window, in pixels.
    scheme : {"light", "dark"}
        The colours that the reader prefers.

    Returns
    -------
    list of str
        The rule, what it asks for, and the first elements that break it.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if width is not None:
        page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(UNFOLD)
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        "preload": False,
    }
    return [
        f"{found['id']}: {found['help']}: {[node['html'][:200] for node in found['nodes'][:3]]}"
        for found in axe.run(page, options=options).response["violations"]
        if found["impact"] in GRAVE
    ]
