"""Functions for all recording scripts: writing a recording, and the paths to other folders.

A recording is a safetensors file. It contains inputs and outputs of an implementation. They have names `io.*` and are
float32; half precision stays. Of large outputs it contains only some values (`thin`). Of a network it contains only the
shapes of the weights (seeded.py). Of seeded inputs it contains only the recipes (`seeded.inputs`). Config, shapes and
recipes are JSON in the metadata. Importing this module adds models/parity/full and models/training to sys.path.
"""
import json
import math
import sys
from pathlib import Path
from typing import NamedTuple

import seeded
import torch
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "full"), str(HERE.parent / "training")]

#: A thinned output keeps at least this number of values.
LEAST = 1800


class Thinned(NamedTuple):
    """Every n-th value of a flattened tensor, from the first on."""
    values: torch.Tensor
    every: int
    shape: list[int]


def stride(shape: list[int], least: int) -> int:
    """The largest prime that leaves `least` values and divides no dimension but the first. 1 if there is none.

    Such a step hits every row, column and channel."""
    def fits(n: int) -> bool:
        return all(n % k for k in range(2, math.isqrt(n) + 1)) and all(side % n for side in shape[1:])

    return next((n for n in range(math.prod(shape) // least, 1, -1) if fits(n)), 1)


def thin(tensor: torch.Tensor, every: int | None = None, least: int = LEAST) -> Thinned:
    """Keeps some values of a large output. every: the step. By default, `stride` chooses it, and keeps `least` values."""
    shape = list(tensor.shape)
    every = every or stride(shape, least)
    return Thinned(tensor.detach() if every == 1 else tensor.detach().flatten()[::every], every, shape)


def record(name: str, config: dict, io: dict, net: torch.nn.Module | None = None, inputs: dict | None = None,
           gains: dict | None = None) -> None:
    """Writes NAME.safetensors next to this file and prints its size.

    io: inputs and outputs: tensors, or what `thin` returns. net: the network that `seeded.fill` has filled.
    inputs: recipes of the seeded inputs. gains: the factors of `seeded.fill`."""
    thinned = {k: {"every": v.every, "shape": v.shape} for k, v in io.items() if isinstance(v, Thinned) and v.every > 1}
    metadata = {"config": config, "seeded": net and seeded.shapes(net), "inputs": inputs, "gains": gains,
                "thinned": thinned}
    values = {k: v.values if isinstance(v, Thinned) else v.detach() for k, v in io.items()}
    tensors = {f"io.{k}": (v if v.dtype == torch.half else v.float()).contiguous().clone() for k, v in values.items()}
    path = HERE / f"{name}.safetensors"
    save_file(tensors, path, {k: json.dumps(v) for k, v in metadata.items() if v or k == "config"})
    path.chmod(0o644)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
