"""Texts of matters: what kind, which matter told by many, which places. Learned from an installation's own texts."""
