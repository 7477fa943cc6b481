"""What whoever writes problems needs: a problem to begin with, and what is made of the solutions.

`new_problem` writes a problem from `template/`. `solved` is the reference solution as functions;
`checkpoints` computes with it what problems load, by the modules in `recipes/`. `pins` raises the
versions that the course is tested with.
"""
