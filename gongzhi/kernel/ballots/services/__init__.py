"""Writes on polls, one file a concern."""
