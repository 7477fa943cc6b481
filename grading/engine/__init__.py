"""Runs code that nobody trusts, and asks it questions; knows nothing of nbgrader."""
