"""From what instructors write to what students get, and the proof that it can be graded.

`refusals` says what in a source notebook cannot be carried out. `staging` puts what was generated
in its place as a whole. `cases` writes and compares the visible cases that the source specifies.
`proof` looks whether the reference earns all points and the blank notebooks none.
"""
