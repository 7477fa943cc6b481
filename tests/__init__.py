"""The tests of the course, and the bank of right and wrong answers that they grade."""
