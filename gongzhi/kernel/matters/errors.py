"""Why an act is refused, in words for the person who tried."""


class Refused(Exception):
    """The act is not allowed or not possible; nothing was changed. The text says why and what to do."""


class Stale(Refused):
    """Somebody else acted on the matter since the page was opened."""
