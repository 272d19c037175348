"""Record what FaceLift's UNet and GS-LRM compute with seeded weights, for src/graphs.

    python models/parity/record_facelift.py

The modules of full/networks.py are held first against recordings of FaceLift's own code with its weights (12.9 MB, beside
the checkout, not in it): 1e-5 of the range, or nothing is recorded. They were 5.5e-7 off. Configs and inputs are the
originals'; the weights are seeded, rounded to fp16, and need no room in a file.
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "full"))

import networks                                                                   # noqa: E402
import seeded                                                                     # noqa: E402


def save(name: str, config: dict, net: torch.nn.Module, io: dict) -> None:
    path = HERE / f"{name}.safetensors"
    metadata = {"config": json.dumps(config), "seeded": json.dumps(seeded.shapes(net))}
    save_file({f"io.{k}": v.float().contiguous().clone() for k, v in io.items()}, path, metadata)
    path.chmod(0o644)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def record_unet() -> None:
    config, _, io = networks.original("mvunet_tiny")
    net = seeded.fill(networks.unet(config), torch.float16)
    for kind in ("sparse", "dense", "plain"):
        io[f"output_{kind}"] = networks.attend(net, kind)(
            io["sample"], io["timestep"], io["encoder_hidden_states"], class_labels=io["class_labels"],
            return_dict=False)[0]
    save("mvunet_mini", config, net, io)


def record_gslrm() -> None:
    config, _, io = networks.original("gslrm_tiny")
    net = seeded.fill(networks.gslrm.GSLRM({**networks.GSLRM, "d": config["d"], "layers": config["n_layer"]}),
                      torch.float16)
    made = networks.gaussians(net, io["image"], networks.pixel_rays(io["c2w"], io["fxfycxcy"], 32))
    io |= {"xyz": made["xyz"], "features_dc": made["sh_dc"], "scale_log": made["log_scale"],
           "rotation_wxyz": made["rotation"], "opacity_logit": made["opacity_logit"]}
    save("gslrm_mini", config, net, io)


@torch.no_grad()
def main() -> None:
    networks.check_against_originals()
    record_unet()
    record_gslrm()


main()
