"""Colours in style sheets, and how well they stand out from each other."""

from __future__ import annotations

import re

DARK = "@media (prefers-color-scheme: dark)"


def declared(style: str, property_: str, *, dark: bool) -> dict[str, str]:
    """The colours that a property, or every custom property, is given, by selector, or by name; `#rrggbb`.

    Args:
        property_: such as `fill`; `--` for custom properties.
        dark: as it is where dark is preferred: what is not said anew is as elsewhere.
    """
    light, _, rest = style.partition(DARK)
    found = _read(light, property_)
    return (
        found | _read(rest.partition("{")[2].partition("\n}" if property_ == "--" else "\n  }")[0], property_)
        if dark
        else found
    )


def _read(style: str, property_: str) -> dict[str, str]:
    if property_ == "--":
        return {name: _long(value) for name, value in re.findall(r"--([\w-]+):\s*(#\w+)", style)}
    found = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style):
        if value := re.search(rf"(?:^|[;\s]){property_}:\s*(#\w+)", body):
            found |= {selector.strip(): _long(value[1]) for selector in selectors.split(",")}
    return found


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * one for one in colour[1:])
