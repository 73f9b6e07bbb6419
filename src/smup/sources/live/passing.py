"""What goes wrong with a request and may be better the next time."""


class PassingError(Exception):
    """What may be better the next time; ``str()`` says what happened, ``wait`` how many seconds to wait."""

    def __init__(self, what: str, wait: float = 0) -> None:
        super().__init__(what)
        self.wait = wait
