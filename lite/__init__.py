"""Homework 11 in the browser: a JupyterLite site, in which Python itself runs on a web page.

`runtime` puts Pyodide together, which is Python and numpy for browsers, and compares every file
with the hashes that Pyodide's makers list; `files` chooses what students find there. In `beside/`
is what a browser's notebooks need in addition. ``make lite`` builds the site.
"""
