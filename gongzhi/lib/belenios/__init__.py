"""Secret ballots that anyone can verify: the Belenios format, protocol version 1 (docs/ballots.md)."""
