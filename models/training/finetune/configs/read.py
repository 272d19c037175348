"""Reads YAML configs as OmegaConf does: several files are merged, and `${a.b}` is the value of another key."""
import re
from pathlib import Path

import yaml

REFERENCE = re.compile(r"\$\{([\w.]+)\}")
REAL = re.compile(r"[-+]?\d+(\.\d*)?[eE][-+]?\d+")         # YAML 1.1 takes 5e-5 for a text
DEEPEST = 8                                                # references to references


def number(value):
    """A text that is a number without a decimal point (5e-5) -> float. Other values stay as they are."""
    return float(value) if isinstance(value, str) and REAL.fullmatch(value) else value


def flat(tree: dict, start: str = "") -> dict:
    """A tree of dicts -> its leaves by their keys, joined with dots. Lists are leaves."""
    leaves = {}
    for key, value in tree.items():
        name = f"{start}{key}"
        leaves |= flat(value, f"{name}.") if isinstance(value, dict) and value else {name: number(value)}
    return leaves


def resolved(leaves: dict) -> dict:
    """The leaves with the values of their references. Raises ValueError for a reference to nothing."""
    def value_of(name: str):
        if name not in leaves:
            raise ValueError(f"${{{name}}} is not a key of the config")
        return leaves[name]

    for _ in range(DEEPEST):
        for key, value in leaves.items():
            if not isinstance(value, str):
                continue
            whole = REFERENCE.fullmatch(value)
            leaves[key] = (value_of(whole[1]) if whole else
                           REFERENCE.sub(lambda found: str(value_of(found[1])), value))
    return leaves


def read_configs(paths, changes=()) -> dict:
    """The leaves of configs by their dotted names. A later file counts more than an earlier one.

    changes: pairs of a dotted name and a YAML value, which count most. Raises ValueError if a file is no config."""
    leaves = {}
    for path in paths:
        try:
            tree = yaml.safe_load(Path(path).read_text(encoding="utf8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise ValueError(f"{path}: {' '.join(str(error).split())}") from None
        if not isinstance(tree, dict):
            raise ValueError(f"{path} is not a YAML config")
        leaves |= flat(tree)
    for name, value in changes:
        try:
            leaves[name] = number(yaml.safe_load(value))
        except yaml.YAMLError:
            raise ValueError(f"--set {name}: {value} is not a YAML value") from None
    return resolved(leaves)
