"""How Sphinx turns the sources into a site. Nothing on the pages comes from the network."""

from pathlib import Path

import mathjax

#: The component that reads TeX and draws it without further files, not even fonts.
MATHJAX = Path(mathjax.__file__).parent / "static" / "mathjax" / "es5" / "tex-svg.js"

#: Code and outputs may be wider than the page, and the keyboard must reach what can be scrolled.
SCROLLED = '<div class="highlight"><pre tabindex="0">'

project = "Unsupervised anomaly detection in particle physics"
extensions = ["myst_nb", "sphinx.ext.mathjax"]
myst_enable_extensions = ["dollarmath", "amsmath"]
mathjax_path = MATHJAX.name
nb_execution_mode = "off"
nb_merge_streams = True
html_theme = "furo"
html_title = "Anomaly detection"
html_static_path = [str(Path(__file__).parent / "book.css"), str(MATHJAX)]
html_css_files = ["book.css"]
html_copy_source = False
html_show_copyright = False
html_show_sourcelink = False


def for_everyone(app, pagename, templatename, context, doctree):
    """Give headings of the contents their level, and let the keyboard reach code that scrolls."""
    for key in ("body", "furo_navigation_tree"):
        page = context.get(key, "")
        page = page.replace('role="heading"', 'role="heading" aria-level="2"')
        context[key] = page.replace('<div class="highlight"><pre>', SCROLLED)


def setup(app):
    # After the theme's own, which makes the tree.
    app.connect("html-page-context", for_everyone, priority=900)
