"""Tests of the ballots that anyone can verify."""
