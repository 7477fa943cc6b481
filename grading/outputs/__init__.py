"""What people see when everything is booked.

`results` reads what a class handed in and earned, `mistakes` what the checks said, and `lateness`
says what counts of points that came late. `report` makes a page of it for instructors, and
`feedback` the pages that students get back. `gradesfile` is ``grades.csv``, `canvas` and `moodle`
are the files that learning platforms import, `exports` is what these two share, and `passback` says
which grades a platform may be told; `tables` writes all CSV files, with nothing in them that a
spreadsheet runs, and `gradetable` prints the grades. `formgrader` makes what an instructor's
browser shows of a student's texts, `marking` what stands beside them there for whoever grades by
hand, and `accessible` gives formgrader's pages what those miss who do not see them or use no mouse.
`harmless` says what becomes of everything that a student wrote, `reader` reads in a
process of its own what may take too long, and `pages` is what all pages share.
"""
