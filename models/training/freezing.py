"""Freezing a reconstructor by groups of layers."""

GROUPS = {"embedder": ("patch_embedder", "input_layer_norm"), "layers": ("transformer_layers",),
          "decoder": ("pixel_gaussian_decoder",), "globals": ("gaussian_position_embeddings", "gaussian_upsampler")}


def prefixes(text: str, layers: int) -> list[str]:
    """'embedder,layers:0-3' -> the beginnings of the parameters' names. ValueError for a group that is none."""
    out = []
    for word in filter(None, map(str.strip, text.split(","))):
        group, _, which = word.partition(":")
        if group not in GROUPS or which and group != "layers":
            raise ValueError(f"--freeze {word}: there are {', '.join(GROUPS)} and layers:FIRST-LAST")
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
    """Freezes the groups named in `text`; returns the names of the parameters that stay as they are."""
    starts = prefixes(text, len(net.transformer_layers))
    frozen = [n for n, _ in net.named_parameters() if any(n == s or n.startswith(s + ".") for s in starts)]
    for name, p in net.named_parameters():
        p.requires_grad_(name not in frozen)
    if len(frozen) == len(list(net.parameters())):
        raise ValueError(f"--freeze {text}: nothing is left to learn")
    return frozen
