"""The homework as web pages, to be read without installing anything.

`pages` makes the pages' sources from released notebooks and the figures of `solutions/`; `conf`
says how Sphinx turns them into a site. ``make book`` does both.
"""
