"""Pages of honours: rounds and the honoured, lists of districts, the review."""
