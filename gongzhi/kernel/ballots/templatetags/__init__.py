"""Tags of polls."""
