"""Records what FaceLift's UNet and GS-LRM compute with seeded weights, for src/families.

    python models/parity/record_facelift.py

First, the modules of full/networks.py are compared with recordings of FaceLift's code with FaceLift's weights (12.9 MB,
outside of the repository). The largest allowed error is 1e-5 of the range. The measured error was 5.5e-7. Configs and
inputs are those of FaceLift. The weights are seeded and rounded to fp16, so the file does not contain them.
"""
import torch

import seeded
from recording import record_seeded
import networks


def record_unet() -> None:
    config, _, io = networks.original("mvunet_tiny")
    net = seeded.fill(networks.unet(config), torch.float16)
    for kind in ("sparse", "dense", "plain"):
        io[f"output_{kind}"] = networks.attend(net, kind)(
            io["sample"], io["timestep"], io["encoder_hidden_states"], class_labels=io["class_labels"],
            return_dict=False)[0]
    record_seeded("mvunet_mini", config, net, io)


def record_gslrm() -> None:
    config, _, io = networks.original("gslrm_tiny")
    net = seeded.fill(networks.gslrm.GSLRM({**networks.GSLRM, "d": config["d"], "layers": config["n_layer"]}),
                      torch.float16)
    made = networks.gaussians(net, io["image"], networks.pixel_rays(io["c2w"], io["fxfycxcy"], 32))
    # Every fifth Gaussian: five has no factor in common with two Gaussians per pixel or 64 pixels per patch.
    io |= {"xyz": made["xyz"][::5], "features_dc": made["sh_dc"][::5], "scale_log": made["log_scale"][::5],
           "rotation_wxyz": made["rotation"][::5], "opacity_logit": made["opacity_logit"][::5]}
    record_seeded("gslrm_mini", config, net, io)


@torch.no_grad()
def main() -> None:
    networks.check_against_originals()
    record_unet()
    record_gslrm()


main()
