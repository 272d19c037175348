"""Writes a tiny GS-LRM in the format of its training script, for the import on the page.

    python models/parity/record_gslrm_checkpoint.py

Output: gslrm_checkpoint.pt. It contains `model` with the names of DistributedDataParallel, an optimizer state, and
counters. The weights are those of seeded.py in fp16.
"""
import collections
import pathlib

import torch

from seeded import weight

D, LAYERS, PATCH = 64, 1, 4


def shapes() -> dict[str, tuple[int, ...]]:
    names: dict[str, tuple[int, ...]] = {
        "patch_embedder.1.weight": (D, 9 * PATCH**2),
        "gaussian_position_embeddings": (2, D),
        "input_layer_norm.weight": (D,),
    }
    for i in range(LAYERS):
        at = f"transformer_layers.{i}"
        names |= {f"{at}.norm1.weight": (D,), f"{at}.attn.to_qkv.weight": (3 * D, D), f"{at}.attn.fc.weight": (D, D),
                  f"{at}.norm2.weight": (D,), f"{at}.mlp.mlp.0.weight": (4 * D, D),
                  f"{at}.mlp.mlp.2.weight": (D, 4 * D)}
    return names | {
        "gaussian_upsampler.layernorm.weight": (D,),
        "gaussian_upsampler.linear.weight": (14, D),
        "pixel_gaussian_decoder.0.weight": (D,),
        "pixel_gaussian_decoder.1.weight": (14 * PATCH**2, D),
    }


def main() -> None:
    tensors = ((f"module.{name}", weight(name, shape, torch.float16)) for name, shape in shapes().items())
    model = collections.OrderedDict(tensors)
    model["module.loss_calculator.lpips.weight"] = torch.ones(4)
    adam = {"state": {0: {"step": torch.tensor(20000.0), "exp_avg": torch.zeros(4)}}, "param_groups": [{"lr": 1e-4}]}
    torch.save({"model": model, "optimizer": adam, "epoch": 3, "fwdbwd_pass_step": 20000},
               pathlib.Path(__file__).parent / "gslrm_checkpoint.pt")


if __name__ == "__main__":
    main()
