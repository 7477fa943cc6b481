"""The tests of the course, and the bank of right and wrong answers that they grade.

Of the bank, `entries` reads answers, `direct` grades them, `matrix` draws them, and `student`
runs them as students do. `mutants` changes the reference in one place at a time; `checkpoints`
and `calibrate` write what trainings give, from `recipes/` and `calibrations/`.

`course` copies the course; `own_course` makes one whose notebooks a test writes cell by cell, and
`tiny` one of two fixed notebooks. `small_course` writes a gradebook by hand, `simulated_class` a
whole class. `notebooks` and `pages` read what is in all of these; `drawn` makes pictures.

`cheats` and `payloads` hold attacks, `hostile` hands them in; `odd` makes submissions that are odd.
`browser` starts Chromium and `jupyter` JupyterLab. `new_problem` writes a problem from `template/`.
"""
