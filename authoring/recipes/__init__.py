"""One module for each checkpoint file: which arrays it holds, and how they are computed."""
