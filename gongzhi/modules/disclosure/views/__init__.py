"""Pages: of everybody, of a community's officers, of those above."""
