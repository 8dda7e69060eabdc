"""Polls: a roll of voters, ballots on the screen and on paper in one count, keys that no single hand holds."""
