"""A title for a text that has none."""

LONGEST = 40


def title_of(body: str) -> str:
    """Answer the first sentence of a text, at most 40 characters."""
    first = body.strip().splitlines()[0] if body.strip() else ""
    for mark in "。！？；!?;":
        first = first.split(mark)[0]
    return first[: LONGEST - 1] + "…" if len(first) > LONGEST else first
