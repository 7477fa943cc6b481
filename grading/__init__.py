"""What this course adds to nbgrader, switched on in nbgrader_config.py.

Before grading
    `source` reads what instructors write; `solutions` makes stubs and solved notebooks of it, and
    `autotests` checks; `generated` puts what was made in its place as a whole, `proof` grades it
    before it is given out, and `unproved` keeps which checks failed. `collect` finds out whose the
    files in zips from learning platforms are, and how the platforms name them; `intake` repairs
    what was handed in, or refuses it in words, and keeps the example class out of a real one;
    `times` reads times strictly, and `duedates` lets nbgrader do so; `roster` checks students who
    are imported; `turns` lets one command work on the course at a time.
Grading
    `guard` lets no command work while the configuration cannot be loaded. `batch` is one call of
    ``nbgrader autograde``: `plan` says what has to be graded and why, `booking` writes rows, files
    and `receipts` of a submission as a whole, `gradebook` is how they reach nbgrader's database.
    `interrupts` lets a signal wait for the end of a booking, `scratch` keeps temporary folders.
    `execute` has the steps that run a notebook. In `engine`, `pool` holds what they share; `run` is
    one notebook in its sandbox: `marking` its first run, for the marks, `showing` its second, when
    all marks are booked, for what people see. In `course`, `notebooks` finds and reads them,
    `answers` fills them, `tasks` says what their grade cells ask for, `displays` which cells no
    mark depends on, `names` which names a cell defines and needs. `following` has a task judged
    again, given right earlier ones, where these have failed: `reference` runs the instructor's
    answers, `proxies` stand for them in a copy of the student's process, `calls` calls a function
    quietly. `zygote`
    forks warm processes, `sandbox` and `syscalls` put walls around them, `limits` says how much
    they may use, `forks` are the grader's ends of the lines to them. `kernel` runs a student's
    cells, in a shell that is `jupyter`'s with nobody in front of it, and with `standins` for
    packages that only show things; `company` says whether a copy of it would be without threads or
    processes that the cells started. `judge` runs grade cells, `wire` carries values between the
    two.
    `verdicts` are what became of grade cells, `outcomes` how processes came to their ends, both as
    data. `late` takes points off what came late. `progress` says how far it is, and `intake.ledger`
    in the last lines of a run what became of each submission, `vanished` whose grades are left of
    work that is gone.
After grading
    `agreement` says whose points and graded notebooks are of different runs, or of older checks.
    `feedback` writes the pages that students get back, `formgrader` makes submissions harmless in
    the instructor's browser, `reader` reads for both what may take too long. `results` reads what a
    class handed in and earned, `mistakes` what the checks said: `report` makes a page of it,
    `gradesfile` is ``grades.csv``, `canvas` and `moodle` the files that learning platforms import,
    with `exports` for what these two share. `tables` writes all CSV files, with nothing in them
    that a spreadsheet runs; `gradetable` prints the grades. `gradecell` knows what a grade cell
    says of itself, `pages` what all pages share.
Everywhere
    `letters` knows which letters may be shown, `terminal` shows lines, `logs` keeps the log file to
    such letters, `pictures` knows what a picture is and how large it may be.
"""
