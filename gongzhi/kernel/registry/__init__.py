"""What a module declares, and how modules are found."""
