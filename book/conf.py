"""How Sphinx turns the sources into a site. Nothing on the pages comes from the network."""

from pathlib import Path

import mathjax

#: The component that reads TeX and draws it without further files, not even fonts.
MATHJAX = Path(mathjax.__file__).parent / "static" / "mathjax" / "es5" / "tex-svg.js"

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
