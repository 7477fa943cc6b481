"""Runs notebooks on the workers of a cluster, where one machine is not enough.

`cluster` is a `Workforce`, as the `Pool` of one machine is. `connection` is its line to a scheduler
of Dask's, `jobs` are the notebooks that it hands out, and `parcels` these on their way. `worker` is
the other side, where the same `Pool` runs them. `fitness` is what a worker must have in common with
the grader, `shifts` keep marks and pages apart, and `scheduler` is what the process between all of
them is told and asked. Grades, results and everything that is said stay with the grader. This
package alone needs what requirements-cluster.txt lists.
"""
