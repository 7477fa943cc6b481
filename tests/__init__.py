"""The tests of the course, and the bank of right and wrong answers that they grade.

Of the bank, `entries` reads answers, `direct` grades them, `matrix` draws them, and `student`
runs them as students do. `mutants` changes the reference in one place at a time; `checkpoints`
and `calibrate` write what trainings give. `course`, `small_course`, `tiny_course` and
`simulated_class` make courses and classes; `notebooks` and `pages` read what is in them. `cheats`
and `payloads` hold attacks, `hostile` hands them in; `odd` makes submissions that are odd.
`browser` and `jupyter` drive both in Chromium. `new_problem` writes a problem from `template/`.
"""
