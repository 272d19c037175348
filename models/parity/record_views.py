"""Records what tiny versions of the demo pack's multi-view UNet and GS-LRM compute, for the tests of src/families.

    python models/parity/record_views.py

They test two things that the recordings of FaceLift's code do not contain. One is the demo pack's block layout (no
class embedding, outer level without attention). The other is the pruning of background patches. Weights are seeded, and
rounded to half precision. The inputs are seeded too.
"""
import torch

import seeded
from recording import record, thin
from nets import gslrm, unet


@torch.no_grad()
def main() -> None:
    torch.manual_seed(0)
    config = unet.CONFIG | {"sample_size": 16, "in_channels": 10, "out_channels": 4, "block_out_channels": [8, 16, 24],
                            "attention_head_dim": [2, 2, 3], "cross_attention_dim": 12, "norm_num_groups": 4}
    net = seeded.fill(unet.build(config), torch.half)
    recipes = {"sample": {"shape": [6, 10, 16, 16], "scale": 1.7},
               "encoder_hidden_states": {"shape": [6, 4, 12], "scale": 1.7}}
    made = seeded.inputs(recipes)
    v = net(made["sample"], torch.full((6,), 749), made["encoder_hidden_states"], return_dict=False)[0]
    record("demo_unet", config, {"timestep": torch.tensor([749.0]), "v": thin(v)}, net, recipes)

    config = {"d": 64, "d_head": 32, "layers": 2, "patch": 8, "n_gaussians": 2, "image": 32, "views": 6,
              "prune": {"keep_white_above": 0.95, "max_tokens": 40}}
    net = seeded.fill(gslrm.GSLRM(config), torch.half)
    recipes = {"image": {"shape": [6, 3, 32, 32], "scale": 0.15, "middle": 0.8, "box": [5, 27, 9, 30]},
               "rays": {"shape": [6, 6, 32, 32], "scale": 1}}
    made = seeded.inputs(recipes)
    rgb, rays = made["image"].movedim(1, -1)[None], made["rays"].movedim(1, -1)
    kept = net.keep(rgb, config["prune"])
    glob, pixels = net(rgb, rays, kept)
    raw = torch.cat([glob[0], pixels.reshape(-1, 14)])
    record("demo_gslrm", config, {"keep": kept[0].float(), "raw": thin(raw)}, net, recipes)


main()
