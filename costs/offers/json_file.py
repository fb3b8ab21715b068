"""A price list as JSON, read piece by piece: one product, or the terms of one product, at a time.

Format: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final

from costs.offers.gathering import Gathering
from costs.offers.line import Edition, OfferError, Wanted, plain, wanted

CHUNK: Final = 1 << 16
PIECE_MAX: Final = 1 << 22
"""Characters of one product or one product's terms; those of AWS have some thousand."""
TOLD_EVERY: Final = 20_000


class _Pieces:
    """A JSON text from which values are taken one after another."""

    def __init__(self, file: IO[str]) -> None:
        self._file, self._text, self._at, self._ended = file, "", 0, False
        self._decoder = json.JSONDecoder()

    def next_sign(self) -> str:
        """The next character that is no white space; it stays."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise OfferError("it ends too early")

    def take(self, sign: str) -> None:
        """Take a character.

        Raises:
            OfferError: another one stands there.
        """
        if (found := self.next_sign()) != sign:
            raise OfferError(f"{found!r} stands where {sign!r} should")
        self._at += 1

    def value(self) -> Any:
        """Take a value.

        Raises:
            OfferError: there is none, or it is too long.
        """
        self.next_sign()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError) as error:
                if len(self._text) - self._at > PIECE_MAX or not self._more():
                    raise OfferError(f"it is no JSON: {error}") from error
                continue
            # A number may go on in what is not read yet.
            if end == len(self._text) and not self._ended and self._more():
                continue
            self._at = end
            return found

    def members(self) -> Iterator[str]:
        """The names in an object; whoever asks takes the value of each before the next."""
        self.take("{")
        if self.next_sign() == "}":
            self._at += 1
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise OfferError("a name should stand before each value")
            self.take(":")
            yield name
            if self.next_sign() != ",":
                break
            self._at += 1
        self.take("}")

    def _more(self) -> bool:
        """Read on; what was taken is forgotten."""
        chunk = self._file.read(CHUNK)
        self._text, self._at = self._text[self._at :] + chunk, 0
        self._ended = not chunk
        return bool(chunk)


def read_json(file: IO[str], tell: Callable[[int], None] = lambda _: None) -> Gathering:
    """Gather the prices in a price list. See `costs.offers.csv_file.read_csv`."""
    pieces = _Pieces(file)
    about: dict[str, Any] = {}
    products: dict[str, Wanted] = {}
    gathering: Gathering | None = None
    try:
        for name in pieces.members():
            if name == "products":
                products = _products(pieces, str(about.get("offerCode")), tell)
            elif name == "terms":
                edition = Edition.read(about.get("offerCode"), about.get("version"), about.get("publicationDate"))
                gathering = Gathering(edition)
                _terms(pieces, products, gathering, tell)
            else:
                about[name] = pieces.value()
    except UnicodeError as error:
        raise OfferError(f"it is not text: {error}") from error
    if gathering is None:
        raise OfferError(
            "it has no terms: an index of offers only names files, download the one of a service and region"
        )
    return gathering


def _products(pieces: _Pieces, service: str, tell: Callable[[int], None]) -> dict[str, Wanted]:
    found = {}
    for number, sku in enumerate(pieces.members(), start=1):
        if number % TOLD_EVERY == 0:
            tell(number)
        product = pieces.value()
        if isinstance(product, Mapping) and (what := wanted(service, attributes_of(product))):
            found[sku] = what
    return found


def _terms(pieces: _Pieces, products: Mapping[str, Wanted], gathering: Gathering, tell: Callable[[int], None]) -> None:
    for kind in pieces.members():
        for number, sku in enumerate(pieces.members(), start=1):
            if number % TOLD_EVERY == 0:
                tell(number)
            terms = pieces.value()
            if kind == "OnDemand" and sku in products:
                take_terms(gathering, products[sku], sku, terms)


def attributes_of(product: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of a product, by their plain names."""
    attributes = product.get("attributes")
    pairs = attributes.items() if isinstance(attributes, Mapping) else ()
    return {plain(str(name)): str(value) for name, value in pairs}


def take_terms(gathering: Gathering, what: Wanted, sku: str, terms: Any) -> None:
    """Take the prices in the terms of a product.

    Raises:
        OfferError: they are not as AWS writes them.
    """
    try:
        for term in terms.values():
            for one in term["priceDimensions"].values():
                if (usd := one["pricePerUnit"].get("USD")) is not None:
                    gathering.add(what, sku, str(one["unit"]), str(one.get("beginRange") or ""), str(usd))
    except (AttributeError, KeyError, TypeError) as error:
        raise OfferError(f"{what.item} in {what.region}: its terms are not as AWS writes them: {error}") from error
