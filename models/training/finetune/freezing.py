"""Freezing groups of a reconstructor's layers."""

GROUPS = {"embedder": ("patch_embedder", "input_layer_norm"), "layers": ("transformer_layers",),
          "decoder": ("pixel_gaussian_decoder",), "globals": ("gaussian_position_embeddings", "gaussian_upsampler"),
          "positions": ("gaussian_position_embeddings",)}


def prefixes(text: str, layers: int) -> list[str]:
    """'embedder,layers:0-3' -> prefixes of parameter names. Raises ValueError for an unknown group.

    layers: number of layers of the transformer."""
    out = []
    for word in filter(None, map(str.strip, text.split(","))):
        group, _, which = word.partition(":")
        if group not in GROUPS or which and group != "layers":
            raise ValueError(f"--freeze {word}: the groups are {', '.join(GROUPS)} and layers:FIRST-LAST")
        if not which:
            out += GROUPS[group]
            continue
        first, _, last = which.partition("-")
        last = last or first
        if not (first.isdigit() and last.isdigit() and int(first) <= int(last) < layers):
            raise ValueError(f"--freeze {word}: the layers are 0-{layers - 1}")
        out += [f"transformer_layers.{i}" for i in range(int(first), int(last) + 1)]
    return out


def freeze(net, text: str) -> list[str]:
    """Freezes the groups named in `text`. Returns the names of the frozen parameters.

    Raises ValueError if all parameters would be frozen."""
    starts = prefixes(text, len(net.transformer_layers))
    frozen = [n for n, _ in net.named_parameters() if any(n == s or n.startswith(s + ".") for s in starts)]
    for name, p in net.named_parameters():
        p.requires_grad_(name not in frozen)
    if len(frozen) == len(list(net.parameters())):
        raise ValueError(f"--freeze {text}: all parameters are frozen")
    return frozen
