"""Functions for all recording scripts: writing a recording, and random weights. Also the paths to other folders.

A recording is a safetensors file. It contains the weights of a network under their names in the network, or only their
shapes (seeded.py). Inputs and outputs have names `io.*` and are float32; half precision stays. Of seeded inputs, the file
contains only the recipes (`seeded.inputs`), in the metadata. The config is JSON in the metadata. Importing this module
adds models/parity/full and models/training to sys.path.
"""
import json
import sys
from pathlib import Path

import seeded
import torch
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "full"), str(HERE.parent / "training")]


def write(name: str, tensors: dict, metadata: dict | None = None) -> None:
    """Writes NAME.safetensors next to this file and prints its size. The values of `metadata` are stored as JSON."""
    path = HERE / f"{name}.safetensors"
    tensors = {k: v.detach().contiguous().clone() for k, v in tensors.items()}
    save_file(tensors, path, metadata and {k: json.dumps(v) for k, v in metadata.items()})
    path.chmod(0o644)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def inputs_outputs(io: dict) -> dict:
    """Inputs and outputs in float32 or half precision, with their names in a recording (`io.*`)."""
    return {f"io.{k}": v.detach() if v.dtype == torch.half else v.detach().float() for k, v in io.items()}


def record(name: str, config: dict, weights: dict, io: dict, dtype: torch.dtype = torch.float32,
           inputs: dict | None = None) -> None:
    """Writes a recording. dtype: type of the stored weights. inputs: recipes of the seeded inputs."""
    metadata = {"config": config} | ({"inputs": inputs} if inputs else {})
    write(name, {k: v.to(dtype) for k, v in weights.items()} | inputs_outputs(io), metadata)


def record_seeded(name: str, config: dict, net: torch.nn.Module, io: dict, inputs: dict | None = None) -> None:
    """Writes a recording of a network that `seeded.fill` has filled. The file contains only the shapes of the weights.

    inputs: recipes of the seeded inputs."""
    metadata = {"config": config, "seeded": seeded.shapes(net)} | ({"inputs": inputs} if inputs else {})
    write(name, inputs_outputs(io), metadata)


def randomise(module: torch.nn.Module, dtype: torch.dtype = torch.float32) -> torch.nn.Module:
    """Random parameters that keep activations near one, rounded to `dtype`.

    The parameters of norms are random too. With ones and zeros, a recording could not show errors in their use."""
    for p in module.parameters():
        if p.ndim > 1:
            torch.nn.init.normal_(p, std=(1.3 / p[0].numel()) ** 0.5)
        else:
            torch.nn.init.normal_(p, mean=float(p.mean() > 0.5), std=0.2)
        p.data = p.data.to(dtype).float()
    return module.eval()
