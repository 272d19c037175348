"""Record what the training's multi-view UNet and GS-LRM compute, for the tests of src/graphs.

    python models/parity/record_views.py

Files as in record_demo.py. They pin down what the originals' recordings leave open: the demo pack's block
layout (no class embedding, outer level without attention) and background pruning.
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "training"))

from nets import gslrm, unet                                                      # noqa: E402


def randomise(module: torch.nn.Module) -> torch.nn.Module:
    """Every parameter random, of a size that keeps activations near one; stored in half precision."""
    for p in module.parameters():
        if p.ndim > 1:
            torch.nn.init.normal_(p, std=(1.3 / p[0].numel()) ** 0.5)
        else:
            torch.nn.init.normal_(p, mean=float(p.mean() > 0.5), std=0.2)
        p.data = p.data.half().float()
    return module.eval()


def record(name: str, config: dict, weights: dict, io: dict) -> None:
    tensors = {k: v.detach().half().contiguous() for k, v in weights.items()}
    tensors |= {f"io.{k}": v.detach().float().contiguous().clone() for k, v in io.items()}
    path = HERE / f"{name}.safetensors"
    save_file(tensors, path, {"config": json.dumps(config)})
    path.chmod(0o644)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


@torch.no_grad()
def main() -> None:
    torch.manual_seed(0)
    config = unet.CONFIG | {"sample_size": 16, "in_channels": 10, "out_channels": 4, "block_out_channels": [8, 16, 24],
                            "attention_head_dim": [2, 2, 3], "cross_attention_dim": 12, "norm_num_groups": 4}
    net = randomise(unet.build(config))
    sample, embeds = torch.randn(6, 10, 16, 16), torch.randn(6, 4, 12)
    v = net(sample, torch.full((6,), 749), embeds, return_dict=False)[0]
    record("demo_unet", config, net.state_dict(),
           {"sample": sample, "timestep": torch.tensor([749.0]), "encoder_hidden_states": embeds, "v": v})

    config = {"d": 64, "d_head": 32, "layers": 2, "patch": 8, "n_gaussians": 2, "image": 32, "views": 6,
              "prune": {"keep_white_above": 0.95, "max_tokens": 40}}
    net = randomise(gslrm.GSLRM(config))
    rgb = torch.ones(1, 6, 32, 32, 3)
    rgb[:, :, 5:27, 9:30] = torch.rand(1, 6, 22, 21, 3) * 0.3 + 0.65
    direction = torch.nn.functional.normalize(torch.randn(6, 32, 32, 3), dim=-1)
    rays = torch.cat([direction, torch.randn(6, 32, 32, 3)], -1)
    kept = net.keep(rgb, config["prune"])
    glob, pixels = net(rgb, rays, kept)
    record("demo_gslrm", config, net.state_dict(),
           {"image": rgb[0].movedim(-1, 1), "rays": rays.movedim(-1, 1), "keep": kept[0].float(),
            "raw": torch.cat([glob[0], pixels.reshape(-1, 14)])})


main()
