"""Records what PyTorch computes at the official width, for compare.mjs. Needs 8 GB of disk and 8 GB of memory.

    python models/parity/full/record.py WORK [unet|vae|gslrm ...]

For each network X, three files are written to WORK. `X.f32.safetensors` contains random weights. `X.f16.safetensors`
contains the same weights, rounded. `X.io.safetensors` contains the inputs, the outputs `f32.*` of the float32 weights,
and the outputs `f16.*` of the rounded weights. Both outputs are computed in float32.
"""
import math
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import save_file

import networks


def save(path: Path, tensors: dict) -> None:
    save_file({k: v.contiguous().clone() for k, v in tensors.items()}, path)
    path.chmod(0o644)


def both(work: Path, name: str, net: torch.nn.Module, inputs: dict, compute) -> None:
    """Writes the weights in both precisions, and the outputs `compute(net)` of both weights."""
    io = dict(inputs)
    save_file(net.state_dict(), work / f"{name}.f32.safetensors")
    for precision in ("f32", "f16"):
        if precision == "f16":
            save_file({k: v.half() for k, v in net.state_dict().items()}, work / f"{name}.f16.safetensors")
            for p in net.parameters():
                p.data = p.data.half().float()
        start = time.perf_counter()
        io |= {f"{precision}.{k}": v for k, v in compute(net).items()}
        print(f"{name} {precision}: {time.perf_counter() - start:.1f} s", flush=True)
    save(work / f"{name}.io.safetensors", io)
    for k, v in io.items():
        print(f"  {k} {list(v.shape)} {v.min():.3f} … {v.max():.3f}, σ {v.std():.3f}")


def record_unet(work: Path) -> None:
    net = networks.randomise(networks.empty(networks.unet, networks.UNET), 1)
    labels = torch.cat([torch.randn(6, 1024), torch.ones(6, 512), torch.zeros(6, 512)], 1)
    inputs = {"sample": torch.randn(12, 8, 16, 16), "timestep": torch.tensor([501.0]),
              "encoder_hidden_states": torch.randn(6, 77, 1024).repeat(2, 1, 1),
              "class_labels": torch.cat([torch.zeros(6, 2048), labels])}

    def compute(net):
        return {kind: networks.attend(net, kind)(inputs["sample"], inputs["timestep"], inputs["encoder_hidden_states"],
                                                 class_labels=inputs["class_labels"], return_dict=False)[0]
                for kind in ("sparse", "dense", "plain")}

    both(work, "unet", net, inputs, compute)


def record_vae(work: Path) -> None:
    inputs = {"image": torch.rand(1, 3, 64, 64) * 2 - 1, "latents": torch.randn(1, 4, 8, 8) * 0.8}
    scale = networks.VAE["scaling_factor"]
    both(work, "vae", networks.randomise(networks.empty(networks.vae), 2), inputs, lambda net: {
        "latents": net.encode(inputs["image"]).latent_dist.mode() * scale,
        "image": net.decode(inputs["latents"] / scale).sample})


def record_gslrm(work: Path) -> None:
    """Two views at 128², from the official front camera and the next one (radius 2.7, FOV 50°, in the plane z = 0)."""
    size, poses = 128, []
    for azimuth in (270.0, 225.0):
        angle = math.radians(azimuth)
        centre = 2.7 * torch.tensor([math.cos(angle), math.sin(angle), 0.0], dtype=torch.float64)
        forward, up = -centre / 2.7, torch.tensor([0.0, 0.0, 1.0], dtype=torch.float64)
        right = torch.linalg.cross(forward, up)
        pose = torch.eye(4, dtype=torch.float64)
        pose[:3] = torch.stack([right, -up, forward, centre], 1)
        poses.append(pose)
    focal = size / 2 / math.tan(math.radians(25))
    rays = networks.pixel_rays(torch.stack(poses), torch.tensor([[focal, focal, size / 2, size / 2]] * 2), size)
    inputs = {"image": torch.rand(2, 3, size, size), "rays": rays}
    net = networks.randomise(networks.empty(networks.gslrm.GSLRM, networks.GSLRM), 3)
    both(work, "gslrm", net, inputs, lambda net: networks.gaussians(net, inputs["image"], inputs["rays"]))


NETWORKS = {"vae": record_vae, "gslrm": record_gslrm, "unet": record_unet}


@torch.no_grad()
def main() -> None:
    work = Path(sys.argv[1])
    work.mkdir(parents=True, exist_ok=True)
    networks.check_against_originals()
    for name in sys.argv[2:] or NETWORKS:
        torch.manual_seed(5)
        NETWORKS[name](work)


main()
