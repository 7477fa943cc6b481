"""What this course adds to nbgrader, switched on in nbgrader_config.py.

Before grading
    `source` reads what instructors write; `solutions` makes stubs and solved notebooks of it, and
    `autotests` checks; `proof` grades both before they are given out. `collect` finds out whose the
    files in zips from learning platforms are, and how the platforms name them; `intake` repairs
    what was handed in, or refuses it in words, and keeps the example class out of a real one;
    `times` reads times strictly, and `duedates` lets nbgrader do so; `turns` lets one command work
    on the course at a time.
Grading
    `guard` lets no command work while the configuration cannot be loaded. `batch` is one call of
    ``nbgrader autograde``: `plan` says what has to be graded and why, `booking` writes rows, files
    and `receipts` of a submission as a whole, `gradebook` is how they reach nbgrader's database.
    `interrupts` lets a signal wait for the end of a booking, `scratch` keeps temporary folders.
    `execute` is the step that runs a notebook; `engine` holds what a run shares; `submission` is
    one notebook on its way. `zygote` forks warm processes, `sandbox` and `syscalls` put walls
    around them, `limits` says how much they may use, `forks` are the grader's ends of the lines to
    them. `kernel` runs a student's cells, `judge` runs grade cells, `wire` carries values between
    the two, `calls` calls a function as a check does. `following` has later tasks judged again
    where earlier ones failed: `reference` keeps kernels that have run the instructor's solutions,
    `proxies` stand for them in the student's process. `late` takes points off what came late.
    `progress` says how far it is, and `intake.ledger` in the last lines of a run what became of
    each submission.
After grading
    `feedback` writes the pages that students get back, `formgrader` makes submissions harmless in
    the instructor's browser, `reader` reads for both what may take too long. `results` reads what a
    class handed in and earned, `mistakes` what the checks said: `report` makes a page of it,
    `gradesfile` is ``grades.csv``, `canvas` and `moodle` the files that learning platforms import,
    with `exports` for what these two share. `tables` writes all CSV files, with nothing in them
    that a spreadsheet runs; `gradetable` prints the grades. `gradecell` knows what a grade cell
    says of itself, `names` which names a cell defines and reads, `pages` what all pages share.
Everywhere
    `letters` knows which letters may be shown, `terminal` shows lines, `pictures` knows what a
    picture is and how large it may be.
"""
