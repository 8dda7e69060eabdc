"""Why something is refused: one class, a reason as a key, and what was seen."""

Value = str | int


class Refused(ValueError):
    """`reason` is a key (docs/ballots.md lists them); `values` are the numbers and names it was seen with."""

    def __init__(self, reason: str, **values: Value) -> None:
        super().__init__(reason, values)
        self.reason = reason
        self.values = values

    def __str__(self) -> str:
        seen = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.reason} ({seen})" if seen else self.reason

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.reason, self.values)

    def within(self, **values: Value) -> "Refused":
        """Answer the same refusal with the place where it happened."""
        return Refused(self.reason, **{**values, **self.values})


def _again(reason: str, values: dict[str, Value]) -> Refused:
    return Refused(reason, **values)
