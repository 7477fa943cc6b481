"""What is kept of grading, in nbgrader's gradebook and beside it.

`gradebook` is the only way to nbgrader's database, `server` looks whether one on a database server
answers, `patience` lets it wait while others write into it, and `zones` keeps beside a due date in
which zone it was given. `parts` is what the gradebook knows of a notebook's cells. `inputs` are
what a mark is a function of, `kept` holds results by these, and `recall` lets run only what it does
not know. `receipts` say of what a graded notebook was made and what was booked, `unproved` which
checks failed their proof. `appeals` has what a student quotes in an appeal, and when that was.
`withdrawal` takes one submission out of all this, and `extension` gives its student more time.
`turns` lets one command work on the course at a time.
"""
