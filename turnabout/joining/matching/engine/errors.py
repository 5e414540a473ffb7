"""What the engine says when a problem makes no sense; words for it live outside."""


class ProblemError(ValueError):
    """A problem that cannot be asked. `kind` names what is wrong, `about` what it concerns."""

    def __init__(self, kind: str, about: str = "") -> None:
        super().__init__(f"{kind}: {about}" if about else kind)
        self.kind = kind
        self.about = about


class ProofError(AssertionError):
    """A plan that its own prices do not prove. Nobody may be shown such a plan."""
