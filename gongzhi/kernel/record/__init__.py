"""What was done, and can you prove it? Append-only entries, chained by hash, one chain a stream."""
