"""What the keys of a config mean here.

A rule takes the value of a key and all leaves of the config. It returns the options that follow. A rule can also say
that something is done in another way, or not at all (`Said`)."""
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Said:
    """Options that follow from a key, and a sentence about what differs."""
    text: str
    options: dict = field(default_factory=dict)


def option(name: str, convert=lambda value: value):
    """The value becomes the option `name`. null and an empty text leave the option as it is."""
    return lambda value, leaves: {} if value in (None, "") else {name: convert(value)}


def nothing(value, leaves) -> dict:
    """The key has no meaning here, for example because it concerns the speed alone."""
    return {}


def only(allowed, text: str):
    """The value must be `allowed` or null. Other values are not supported, and `text` says so."""
    return lambda value, leaves: {} if value in (allowed, None) else Said(text)


def path(value) -> str:
    """A path with ~ for the home folder."""
    return str(Path(value).expanduser())


def paths(value) -> list[str]:
    """A list with one path."""
    return [path(value)]


def span(name: str):
    """A range [1 - x, 1 + x] of factors becomes the option `name` = x."""
    def rule(value, leaves):
        try:
            low, high = map(float, value)
        except (TypeError, ValueError):
            return Said(f"is {value}, not two numbers")
        wide = max(1 - low, high - 1)
        if abs((1 - low) - (high - 1)) < 1e-6:
            return {name: round(wide, 6)}
        return Said(f"is not symmetric about 1; 1 ± {wide:g} is used", {name: round(wide, 6)})
    return rule
