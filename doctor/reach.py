"""Whether something answers at a URL: any answer will do, even a refusal."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import urlsplit

TIMEOUT_S: Final = 10.0
"""Less than a check has, so that it can tell who did not answer."""


class Unreachable(Exception):
    """Nothing answers; the message says why."""


def ask(url: str, *, verified: bool = True) -> Mapping[str, str]:
    """The headers of what answers at a URL, by their names in lower case. Proxies of the environment are used.

    Args:
        url: of http or https.
        verified: whether the certificate must be one that this machine trusts.

    Raises:
        Unreachable: nothing answers in time.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise Unreachable(f"{url} is no address of http or https")
    request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - of http or https, as just seen
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            headers = answer.headers
    except urllib.error.HTTPError as refusal:
        headers = refusal.headers
    except (urllib.error.URLError, OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        # Whoever shows a certificate of its own is there, as the API of a cluster does.
        if not verified and "CERTIFICATE_VERIFY_FAILED" in str(why):
            return {}
        raise Unreachable(str(why) or type(error).__name__) from error
    return {name.lower(): value for name, value in headers.items()}


def unreachable(urls: Iterable[str]) -> dict[str, str]:
    """Why nothing answers, by URL, for those of these where nothing does. All are asked at once."""
    wanted = sorted(set(urls))

    def problem(url: str) -> str:
        try:
            ask(url)
        except Unreachable as error:
            return str(error)
        return ""

    if not wanted:
        return {}
    with ThreadPoolExecutor(max_workers=min(16, len(wanted))) as pool:
        return {url: why for url, why in zip(wanted, pool.map(problem, wanted), strict=True) if why}
