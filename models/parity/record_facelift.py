"""Records what FaceLift's UNet and GS-LRM compute with seeded weights, for src/families.

    python models/parity/record_facelift.py

First, the modules of full/networks.py are compared with recordings of FaceLift's code with FaceLift's weights (12.9 MB,
outside of the repository). The largest allowed error is 1e-5 of the range. The measured error was 5.5e-7. Configs and
cameras are those of FaceLift. The weights are seeded and rounded to fp16. The other inputs are seeded. So the files
contain neither of them.
"""
import torch

import seeded
from recording import record, thin
import networks


def record_unet() -> None:
    config, _, given = networks.original("mvunet_tiny")
    net = seeded.fill(networks.unet(config), torch.float16)
    names = ("sample", "encoder_hidden_states", "class_labels")
    recipes = {name: {"shape": list(given[name].shape), "scale": 1.7} for name in names}
    made, io = seeded.inputs(recipes), {"timestep": given["timestep"]}
    for kind in ("sparse", "dense", "plain"):
        io[f"output_{kind}"] = thin(networks.attend(net, kind)(
            made["sample"], io["timestep"], made["encoder_hidden_states"], class_labels=made["class_labels"],
            return_dict=False)[0], least=800)
    record("mvunet_mini", config, io, net, recipes)


def record_gslrm() -> None:
    config, _, given = networks.original("gslrm_tiny")
    net = seeded.fill(networks.gslrm.GSLRM({**networks.GSLRM, "d": config["d"], "layers": config["n_layer"]}),
                      torch.float16)
    recipes = {"image": {"shape": list(given["image"].shape), "scale": 0.5, "middle": 0.5}}
    io = {"c2w": given["c2w"], "fxfycxcy": given["fxfycxcy"]}
    made = networks.gaussians(net, seeded.inputs(recipes)["image"], networks.pixel_rays(io["c2w"], io["fxfycxcy"], 32))
    names = {"xyz": "xyz", "features_dc": "sh_dc", "scale_log": "log_scale", "rotation_wxyz": "rotation",
             "opacity_logit": "opacity_logit"}
    io |= {theirs: thin(made[ours]) for theirs, ours in names.items()}
    record("gslrm_mini", config, io, net, recipes)


@torch.no_grad()
def main() -> None:
    networks.check_against_originals()
    record_unet()
    record_gslrm()


main()
