"""One module for each problem with random trainings: how far right ones scatter."""
