"""What students get back: a page per notebook, and one to start from.

`exporter` is the step that nbgrader calls; `grades` is what the gradebook knows of a student,
`page` what a page shows and what it never shows, `message` the words of a check, `harmless` what
becomes of everything that a student wrote, and `templates/` the looks.
"""
