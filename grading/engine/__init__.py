"""Runs code that nobody trusts, and asks it questions; knows neither nbgrader nor English.

`pool` holds what all notebooks of a run share. `run` is one notebook in its sandbox: `marking` its
first run, for the marks, `showing` its second, for what people see, `results` what they find.
`following` has a task judged again, given right earlier ones: `reference` runs the instructor's
answers, `proxies` stand for them in a copy of the student's process, `calls` calls a function
quietly. `zygote` is the warm process of which all others are forks, `sandbox` and `syscalls` put
walls around them, `users` says who they are, `callfilter` which system calls they have, `limits`
how much they may use, `groups` and `memory` how much they do, and `forks` are the grader's ends of
the lines to them: `waiting` waits for what comes, `clocks` counts whose time that is, `processes`
are known by descriptors, and `outputs` are cleaned before anybody sees them. `protocol` has a class
for each message. `kernel` runs a student's cells in a shell that is `jupyter`'s with nobody in
front of it, with `standins` for packages that only show things, and `elsewhere` for paths of other
computers; `company` says whether a copy of it would be without threads or processes that the cells
started. `judge` runs grade cells, each in its `setting`; `seats` says how many judges there are.
Between the two, `link` is the judge's end of the line and `witness` the student's, `remote` is what
a grade cell has of the student's functions and objects, `wire` carries values, `plain` knows of
what kinds these are, and `changes` repeats what a call did to its arguments, `exchange` records
what both have said. `gradients` asks for gradients, which values do not carry. `verdicts` is what
became of a grade cell, `outcomes` what becomes of cells and processes that do not come to their own
end, and `words` is who says that in outputs. `awake` is a clock that stands still while a process
is stopped. `pictures` knows what a picture is and how large it may be. `workforce` is who runs
notebooks: a pool, or a cluster.

The grader's side of all this has data and no sentences for people: whoever makes a `Work` brings
the words along. The processes of students and judges raise errors with texts, such as `WireError`,
`WitnessGone` and what a kernel says in Jupyter's place: these are a program's errors, and students
read them as they read Python's. `ForkFailed` has a text as well, which is a cause and no more.
"""
