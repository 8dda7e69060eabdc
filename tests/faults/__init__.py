"""Faults that take minutes, or the machine's peace: each is a function that raises AssertionError where something is lost.

`make faults`, or `python -m tests.faults NAME…`; README.md says what came out.
"""
