"""What machines see: the HTTP API and its keys."""
