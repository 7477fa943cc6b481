"""What this course adds to nbgrader, switched on in nbgrader_config.py.

Each package knows one thing, and says which of its modules does what. From the ground up:

`engine` runs code that nobody trusts and asks it questions. `course` knows what a course is: its
notebooks, their cells and tasks, its folders. `records` is what is kept of grading: nbgrader's
gradebook, receipts, who is at work. `cluster` has notebooks run on other machines, by `engine`
there. `intake` makes notebooks of what was handed in, or refuses it in words. `collect` takes
submissions out of archives of learning platforms, and looks at rosters. `lti` sends grades to such
a platform, and knows nothing of what earned them. `release` makes what
students get of what instructors write. `autograde` is one call of ``nbgrader autograde``: what has
to be graded, in which order it is booked, what is said of it. `outputs` is what people see
afterwards: feedback, report, exports. `adapters` alone knows nbgrader's converters, exporters,
preprocessors, plugins and commands, and hands their work to the others.

Imports go this way down only, and `tests/test_layers.py` keeps it so. What all of them use lies at
the top, because it is too little for a package and knows nothing of the course: `letters` says
which letters may be shown, `counts` writes numbers in sentences, `terminal` shows lines, `times`
reads and writes times, `interrupts` lets a signal wait for the end of a booking, `scratch` keeps
temporary folders and files that are not finished, `digests` are numbers that stand for bytes,
`errors` has the error that ends a command, `configuration` looks whether nbgrader_config.py can be
used, `commandline` at what a command is called with.
"""
