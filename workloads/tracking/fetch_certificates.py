"""Fetch the certificate authorities of RDS, against which every connection checks that it reached the real database.

Usage: fetch_certificates.py URL FILE. The URL's own certificate is checked against the image's public authorities.
"""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path

TIMEOUT_S = 30
BEGIN = "-----BEGIN CERTIFICATE-----"


def main(url: str, file: str) -> None:
    """Write the certificates to a file.

    Raises:
        OSError: the address does not answer, or the file cannot be written.
        ValueError: what came back holds no certificate.
    """
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310  (the address is the platform's own)
        text = answer.read().decode("ascii")
    if BEGIN not in text:
        raise ValueError(f"{url} holds no certificate")
    Path(file).write_text(text, encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
