"""The tests of the course, and what they share.

`course` copies the course; `own_course` makes one whose notebooks a test writes cell by cell, and
`tiny` one of two fixed notebooks. `small_course` writes a gradebook by hand, `simulated_class` a
whole class. `pages` reads what feedback shows; `drawn` makes pictures.

`cheats` and `payloads` hold attacks, `hostile` hands them in; `odd` makes submissions that are odd.
`browser` starts Chromium and `jupyter` JupyterLab; `student` runs notebooks as students do.
`homeworks` skips what needs a homework that this course does not have.
"""
