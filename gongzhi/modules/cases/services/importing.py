"""Bring in cases from a file, with their real times and answers: each line wholly or not at all, and only once."""
