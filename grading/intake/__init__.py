"""How submissions enter grading, whatever state they are in: repaired, or refused in words.

`folders` finds submissions, `files` what lies in one, `naming` which file is which notebook,
`reading` makes a notebook of a file (`large` does so in a process of its own), `cells` puts the
instructor's cells back into it, and `notes` are the sentences that a student reads about it.
`exporter` is the step that nbgrader calls, `door` opens where nbgrader on its own would find
nothing to do, and `ledger` says at the end what became of every submission. `example` keeps the
example class out of a course that has students of its own.
"""
