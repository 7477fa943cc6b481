"""The bank of right and wrong answers, which is the specification of all checks, and its tools.

`entries` reads the bank: a folder for each homework and problem, a file for each answer. `direct`
grades answers without nbgrader around them, `matrix` draws who lost what, and `pairs` puts answers
to two tasks together. `mutants` changes the reference in one place at a time; `calibrate` draws
trainings by the modules in `calibrations/` and writes the tolerances that follow from them.
"""
