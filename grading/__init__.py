"""What this course adds to nbgrader, switched on in nbgrader_config.py."""
