"""``nbgrader zip_collect`` for archives from Moodle and Canvas, under the ids of the roster.

`archives` opens what the platform gave, `forms` says how it names files, `extracted` reads those
names, `people` finds out who is meant, `names` compares what they are called, `places` puts each
file at a place of its own, `collector` makes one plan of all, and `transfer` replaces folders as a
whole. `roster` looks at students before they are imported.
"""
