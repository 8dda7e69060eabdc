"""Declared measures over area and period: facts folded into totals, readings of them, and what stands behind a figure."""
