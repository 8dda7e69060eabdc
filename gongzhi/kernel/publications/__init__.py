"""Who may know? Publications that cannot be taken down, duties to disclose, objections, certificates."""
