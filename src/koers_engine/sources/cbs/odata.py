"""What asking CBS over OData has in common, in whatever version."""

from urllib.parse import urljoin, urlsplit

import httpx

from koers_engine.sources.fetching import FetchFailed, NotFound


def next_address(link: object, *, address: str, base: str) -> str | None:
    """The address of the next page, that the page at `address` links to; only ever of `base`.

    CBS writes http in its links, though it is asked by https and answers by it; the way in which
    it was asked is kept.

    Raises:
        FetchFailed: The link is no address, or one of another server.
    """
    if link is None:
        return None
    try:
        if not (isinstance(link, str) and link):
            raise ValueError  # noqa: TRY301 - no text is no address either
        asked, told = urlsplit(base), urlsplit(str(httpx.URL(urljoin(address, link))))
    except (ValueError, httpx.InvalidURL):
        why = f"the address of the next page, {link!r}, is none."
        raise FetchFailed(address, why) from None
    if asked.netloc.casefold() != told.netloc.casefold():
        why = f"the next page would come from another server, {told.netloc}."
        raise FetchFailed(address, why)
    return told._replace(scheme=asked.scheme).geturl()


def no_such_table(table: str, address: str, reason: NotFound) -> NotFound:
    """What to tell where the server does not know a table."""
    why = (
        f"the server has no table {table!r} ({reason.status}). Check the code on StatLine; case "
        "counts."
    )
    return NotFound(address, why, status=reason.status)
