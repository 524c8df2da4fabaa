from koers_engine.concepts import Refusal


class FetchFailed(Refusal, OSError):
    """A table could not be fetched whole; nothing was stored.

    `status` is the server's answer, where there was one, and `body` how it began.
    """

    def __init__(
        self, address: str, why: str, *, status: int | None = None, body: bytes = b""
    ) -> None:
        self.address, self.why, self.status, self.body = address, why, status, body
        super().__init__(f"{address}: {why} Nothing was stored.")


class NotFound(FetchFailed):
    """The server says that there is no such thing."""
