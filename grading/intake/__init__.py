"""How submissions enter grading, whatever state they are in: repaired, or refused in words.

`folders` finds submissions and `spelling` whose they are, `files` what lies in one, `naming` which
file is which notebook, `reading` makes a notebook of a file (`large` does so in a process of its
own), `cells` puts the instructor's cells back into it and `additions` keeps
what a student wrote into them, `stamps` reads when it came, `notes`
collects the sentences that a student reads about it, `neighbours` finds notebooks that another one
runs, and `repair` puts all of this together for one notebook. `onefile` is a file that came alone,
and `arrivals` says which submissions are complete. `asked` looks whether what a command
is asked for exists. `zone` is the zone in which nbgrader writes times, and `duedates` says by which
due dates submissions are graded. `example` says which ids are kept for the example class, and keeps
it out of a course that has students of its own.
"""
