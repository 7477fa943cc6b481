"""How submissions enter grading, whatever state they are in: repaired, or refused in words.

`folders` finds submissions, `files` what lies in one, `naming` which file is which notebook,
`reading` makes a notebook of a file (`large` does so in a process of its own), `cells` puts the
instructor's cells back into it, and `notes` are the sentences that a student reads about it.
`repair` makes of a file the notebook that is graded. `exporter` hands nbgrader's work to
`grading.batch`, `door` opens where nbgrader on its own would find
nothing to do, and `ledger` says at the end what became of every submission.
"""
