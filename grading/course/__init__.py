"""What a course is: its notebooks, their tasks, and the names in their cells."""
