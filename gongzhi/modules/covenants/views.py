"""Pages of covenants."""
