"""The example class, with which the course can be tried before anybody has handed in.

``python -m examples`` writes its work to ``submitted/``, and only where that is empty. `students`
says who hands in what; the folders beside it hold the answers.
"""
