"""In whose name: organisations, posts, seats with terms, and the list of who is responsible for what."""
