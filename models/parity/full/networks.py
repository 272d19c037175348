"""FaceLift's networks at the official width, written from their description, with the official tensor names.

The networks are diffusers' UNet with attn1 across the views, diffusers' AutoencoderKL, and the GS-LRM of
models/training."""
import json
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file

ROOT = Path(__file__).resolve().parents[3]
#: Recordings of FaceLift's code with FaceLift's weights, outside of the repository.
ORIGINALS = ROOT.parent / "shared" / "data" / "parity"
sys.path.insert(0, str(ROOT / "models" / "training"))

from nets import gslrm                                                            # noqa: E402
from nets.unet import MultiViewProcessor                                          # noqa: E402


def config(name: str) -> dict:
    return json.loads(Path(__file__).with_name(f"{name}.json").read_text())


#: UNET: FaceLift's unet/config.json. VAE: Stable Diffusion 2.1's vae/config.json. GSLRM: the sizes of GS-LRM.
UNET, VAE, GSLRM = config("unet"), config("vae"), config("gslrm")

#: Keys of FaceLift's config that diffusers' UNet2DConditionModel has too.
OWN_KEYS = ("sample_size", "in_channels", "out_channels", "block_out_channels", "layers_per_block",
            "attention_head_dim", "cross_attention_dim", "use_linear_projection", "class_embed_type",
            "projection_class_embeddings_input_dim", "norm_num_groups", "flip_sin_to_cos", "freq_shift")


def empty(make, *args):
    """A module whose parameters are allocated but not set. Initialising 870 M parameters twice would take a minute."""
    with torch.device("meta"):
        module = make(*args)
    return module.to_empty(device="cpu").eval()


def unet(config: dict) -> UNet2DConditionModel:
    """FaceLift's UNet; `attend` sets its kind of attention."""
    plain = lambda types: [t.replace("MV2D", "2D") for t in types]
    return UNet2DConditionModel(**{k: config[k] for k in OWN_KEYS if k in config},
                                down_block_types=plain(config["down_block_types"]),
                                up_block_types=plain(config["up_block_types"]))


def attend(net: UNet2DConditionModel, kind: str, views: int = 6) -> UNet2DConditionModel:
    net.set_attn_processor(MultiViewProcessor(kind, views))
    return net


def vae() -> AutoencoderKL:
    return AutoencoderKL(**{k: v for k, v in VAE.items() if not k.startswith("_")})


def randomise(module: torch.nn.Module, seed: int) -> torch.nn.Module:
    """Random parameters that keep activations near one. Norms and biases are random too."""
    generator = torch.Generator().manual_seed(seed)
    for name, p in module.named_parameters():
        if p.ndim > 1:
            p.data.normal_(0, (1.3 / p[0].numel()) ** 0.5, generator=generator)
        else:
            p.data.normal_(float("norm" in name and name.endswith("weight")), 0.2, generator=generator)
    return module


def gaussians(net: gslrm.GSLRM, image: torch.Tensor, rays: torch.Tensor) -> dict:
    """image [V,3,S,S] in 0..1, rays [V,6,S,S] -> raw [N,14] and the activated Gaussians, global ones first."""
    rgb, rays = image.movedim(1, -1)[None], rays.movedim(1, -1)[None]
    glob, pixels = net(rgb, rays[0], net.keep(rgb, None))
    raw = torch.cat([glob[0], pixels.flatten(0, 1)])
    made = gslrm.activate(pixels.flatten(0, 1), net.patches(rays)[0].flatten(0, 1))
    return {"raw": raw, "xyz": torch.cat([glob[0, :, :3], made["xyz"]]), "sh_dc": raw[:, 3:6],
            "log_scale": (raw[:, 6:9] - 2.3).clamp(max=-1.2), "rotation": raw[:, 9:13],
            "opacity_logit": raw[:, 13:] - 2}


def pixel_rays(c2w: torch.Tensor, intrinsics: torch.Tensor, size: int) -> torch.Tensor:
    """c2w [V,4,4], fx fy cx cy [V,4] -> [V,6,S,S]: unit direction, point of the ray nearest the origin."""
    at = torch.arange(size, dtype=torch.float64) + 0.5
    v, u = torch.meshgrid(at, at, indexing="ij")
    out = []
    for pose, (fx, fy, cx, cy) in zip(c2w.double(), intrinsics.double()):
        d = torch.stack([(u - cx) / fx, (v - cy) / fy, torch.ones_like(u)], -1) @ pose[:3, :3].T
        d = d / d.norm(dim=-1, keepdim=True)
        origin = pose[:3, 3]
        out.append(torch.cat([d, origin - (d @ origin)[..., None] * d], -1).movedim(-1, 0))
    return torch.stack(out).float()


def original(name: str) -> tuple[dict, dict, dict]:
    """Config, weights in float32, and inputs and outputs of a recording of FaceLift's code."""
    path = ORIGINALS / f"{name}.safetensors"
    tensors = load_file(path)
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    io = {k[3:]: v for k, v in tensors.items() if k.startswith("io.")}
    weights = {k: v.float() for k, v in tensors.items() if not k.startswith("io.")}
    return json.loads(header["__metadata__"]["config"]), weights, io


@torch.no_grad()
def check_against_originals() -> None:
    """Compares these modules with recordings of FaceLift's code. The largest allowed error is 1e-5 of the range."""
    def near(ours, theirs, what):
        worst = ((ours - theirs).abs().max() / (theirs.max() - theirs.min())).item()
        print(f"original {what}: {worst:.1e}")
        assert worst < 1e-5, what

    config, weights, io = original("mvunet_tiny")
    net = unet(config)
    net.load_state_dict(weights)
    for kind in ("sparse", "dense", "plain"):
        v = attend(net, kind).eval()(io["sample"], io["timestep"], io["encoder_hidden_states"],
                                     class_labels=io["class_labels"], return_dict=False)[0]
        near(v, io[f"output_{kind}"], f"UNet, {kind}")

    config, weights, io = original("gslrm_tiny")
    net = gslrm.GSLRM({**GSLRM, "d": config["d"], "layers": config["n_layer"]})
    net.load_state_dict(weights)
    made = gaussians(net, io["image"], pixel_rays(io["c2w"], io["fxfycxcy"], 32))
    theirs = {"xyz": "xyz", "sh_dc": "features_dc", "log_scale": "scale_log", "rotation": "rotation_wxyz",
              "opacity_logit": "opacity_logit"}
    for ours, name in theirs.items():
        near(made[ours], io[name], f"GS-LRM, {ours}")
