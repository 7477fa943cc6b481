"""What students get back: a page per notebook, and one to start from.

`grades` is what the gradebook knows of a student, `page` what a page shows and what it never shows,
`message` the words of a check, `data` the same for programs, `site` where the pages lie, and
``templates/`` the looks.
"""
