"""What a course is: its notebooks, their tasks, and the names in their cells.

`layout` is the form in which all packages know its folders. `notebooks` finds and reads notebooks,
`answers` fills them with answers. `cells` says what nbgrader calls the roles of a cell, `gradecell`
what a grade cell says of itself, `tasks` what it asks for, `surroundings` where it gets its names
from, `displays` on which cells no mark depends, `cases` which frozen cases a cell reads, `names`
which names a cell defines and needs, and `solutions` what stands between the markers of a solution.
`words` says in sentences what became of a notebook's cells in the engine. For whoever grades by
hand `rubrics` finds the rubric of a task, and `comments` those that an instructor gives to many.
"""
