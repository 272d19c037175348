"""Records what FaceLift's UNet and GS-LRM compute with seeded weights, for src/families.

    python models/parity/record_facelift.py

First, the modules of full/networks.py are compared with recordings of FaceLift's code with FaceLift's weights (12.9 MB,
outside of the repository). The largest allowed error is 1e-5 of the range. The measured error was 5.5e-7. Configs and
cameras are those of FaceLift. The weights are seeded and rounded to fp16. The other inputs are seeded. So the files
contain neither of them.
"""
import torch

import seeded
from recording import record_seeded
import networks


def record_unet() -> None:
    config, _, given = networks.original("mvunet_tiny")
    net = seeded.fill(networks.unet(config), torch.float16)
    names = ("sample", "encoder_hidden_states", "class_labels")
    recipes = {name: {"shape": list(given[name].shape), "scale": 1.7} for name in names}
    made, io = seeded.inputs(recipes), {"timestep": given["timestep"]}
    for kind in ("sparse", "dense", "plain"):
        io[f"output_{kind}"] = networks.attend(net, kind)(
            made["sample"], io["timestep"], made["encoder_hidden_states"], class_labels=made["class_labels"],
            return_dict=False)[0]
    record_seeded("mvunet_mini", config, net, io, recipes)


def record_gslrm() -> None:
    config, _, given = networks.original("gslrm_tiny")
    net = seeded.fill(networks.gslrm.GSLRM({**networks.GSLRM, "d": config["d"], "layers": config["n_layer"]}),
                      torch.float16)
    recipes = {"image": {"shape": list(given["image"].shape), "scale": 0.5, "middle": 0.5}}
    io = {"c2w": given["c2w"], "fxfycxcy": given["fxfycxcy"]}
    made = networks.gaussians(net, seeded.inputs(recipes)["image"], networks.pixel_rays(io["c2w"], io["fxfycxcy"], 32))
    # Every fifth Gaussian: five has no factor in common with two Gaussians per pixel or 64 pixels per patch.
    io |= {"xyz": made["xyz"][::5], "features_dc": made["sh_dc"][::5], "scale_log": made["log_scale"][::5],
           "rotation_wxyz": made["rotation"][::5], "opacity_logit": made["opacity_logit"][::5]}
    record_seeded("gslrm_mini", config, net, io, recipes)


@torch.no_grad()
def main() -> None:
    networks.check_against_originals()
    record_unet()
    record_gslrm()


main()
