"""Command lines that take configs: `--config FILE…`, and `--set KEY VALUE` as the lab's scripts have it."""
import argparse
import sys
from fnmatch import fnmatchcase

from .keys import Said
from .read import read_configs


def add_config_options(p: argparse.ArgumentParser) -> None:
    """Adds --config and --set."""
    p.add_argument("--config", nargs="+", default=[], metavar="FILE",
                   help="YAML configs of FaceLift's training; a later file and the other options count more")
    p.add_argument("--set", nargs=2, action="append", default=[], metavar=("KEY", "VALUE"),
                   help="changes a key of the config, for example --set training.optimizer.lr 1e-5")


def rule_of(key: str, rules: dict):
    """The rule of a key: its own, or that of a pattern (`logging.*`). None for an unknown key."""
    patterns = (rule for name, rule in rules.items() if "*" in name and fnmatchcase(key, name))
    return rules.get(key) or next(patterns, None)


def interpret(leaves: dict, rules: dict) -> tuple[dict, list[str]]:
    """The options that follow from a config, and lines to print: what differs, and which keys are unknown."""
    options, lines, unknown = {}, [], []
    for key, value in leaves.items():
        rule = rule_of(key, rules)
        if rule is None:
            unknown.append(key)
            continue
        try:
            found = rule(value, leaves)
        except (TypeError, ValueError):
            raise ValueError(f"config: {key} is {value!r}, which cannot be used") from None
        if isinstance(found, Said):
            lines.append(f"{key}: {found.text}")
            found = found.options
        options |= found
    if unknown:
        lines.append(f"unknown keys, not used: {', '.join(sorted(unknown))}")
    return options, lines


def parse(p: argparse.ArgumentParser, rules: dict, argv=None) -> argparse.Namespace:
    """Parses a command line. The config gives defaults; what is typed counts more. Exits with a message for bad
    input."""
    before = argparse.ArgumentParser(add_help=False)
    add_config_options(before)
    named, _ = before.parse_known_args(argv)
    if named.set and not named.config:
        p.error("--set needs --config")
    try:
        options, lines = interpret(read_configs(named.config, named.set), rules)
    except ValueError as error:
        p.error(str(error))
    for line in lines:
        print(f"config: {line}", file=sys.stderr, flush=True)
    actions = {action.dest: action for action in p._actions}
    for name, value in options.items():
        allowed = actions[name].choices
        if allowed and value not in allowed:
            p.error(f"config: {name} must be one of {', '.join(allowed)}, not {value}")
        actions[name].required = False
    p.set_defaults(**options)
    args = p.parse_args(argv)
    if options:
        taken = ", ".join(f"--{name.replace('_', '-')} {getattr(args, name)}" for name in options)
        print(f"config: {taken}", file=sys.stderr, flush=True)
    return args
