"""A pack's reconstructor on posed pictures: reads its weights, makes Gaussians as the app does, and measures them."""
import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file

from geometry.cameras import plucker_of, render_camera
from geometry.splat import render
from nets import vae
from nets.gslrm import GSLRM, activate
from nets.precision import AMX
from train.losses import masked_mean, psnr, ssim_map


def tensors_of(pack, entry: dict) -> dict:
    """fp32 tensors of all files that an entry of pack.json names."""
    return {k: v.float() for f in entry["files"] for k, v in load_file(Path(pack) / f).items()}


def read_pack(pack):
    """The content of pack.json, and the pack's GS-LRM in fp32. Raises ValueError for a pack without a GS-LRM."""
    try:
        manifest = json.loads((Path(pack) / "pack.json").read_text())
    except OSError:
        raise ValueError(f"{pack} has no pack.json") from None
    stage = manifest["stages"]["reconstruct"]
    if stage["kind"] != "gslrm":
        raise ValueError(f"the reconstructor of {manifest['id']} is {stage['kind']}, not gslrm")
    net = GSLRM(stage["config"])
    net.load_state_dict(tensors_of(pack, stage))
    return manifest, net


def start_from(net, file) -> None:
    """Loads the weights of a checkpoint: the averaged ones of finetune.gslrm, or those of FaceLift's GS-LRM.

    What FaceLift's training adds (`module.`, the networks of its losses) is left out. Raises ValueError if they do not
    fit."""
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:                              # a damaged pickle can raise anything
        raise ValueError(f"{file} cannot be read as a checkpoint ({type(error).__name__})") from error
    tensors = {name.removeprefix("module."): t for name, t in (state.get("ema") or state.get("model") or state).items()}
    own = net.state_dict()
    used = {name: t.float() for name, t in tensors.items() if not name.startswith("loss_calculator.")}
    if used.keys() != own.keys() or any(used[name].shape != t.shape for name, t in own.items()):
        raise ValueError(f"{file} does not fit the reconstructor of the pack")
    net.load_state_dict(used)


def read_vae(pack, manifest: dict):
    """The pack's autoencoder. Raises ValueError for a pack that takes posed views only."""
    view = manifest["stages"].get("multiview")
    if view is None:
        raise ValueError(f"{manifest['id']} has no autoencoder, which --perceptual-by vae needs")
    net = vae.build(view["vae"]["config"])
    net.load_state_dict(tensors_of(pack, view["vae"]))
    return net


def cloud(net, views, w2c, k, prune: dict | None, faintest: float, bf16: bool = False, shown=None) -> dict:
    """Views [V,S,S,3] in 0..1 on white and their cameras -> Gaussians as `splat.render` takes them, global ones
    included.

    prune: see `GSLRM.keep`. faintest: least opacity of a Gaussian that is returned. bf16: compute in bf16; a processor
    without AMX computes in fp32 instead. shown: the views on another background, which the network then sees."""
    ray = plucker_of(w2c, k, views.shape[1])
    kept = net.keep(views[None], prune)
    with torch.autocast(views.device.type, torch.bfloat16, enabled=bf16 and (AMX or views.device.type != "cpu")):
        glob, raw = net((views if shown is None else shown)[None], ray, kept)
    pixels = activate(raw, net.patches(ray[None])[0][kept[0].to(ray.device)])
    free = activate(glob, ray.new_zeros(*glob.shape[:2], 6)) | {"xyz": glob[..., :3]}
    g = {n: torch.cat([free[n].flatten(0, 1), pixels[n].flatten(0, 1)]) for n in pixels}
    g["opacity"] = g["opacity_logit"].sigmoid()
    return {n: v[g["opacity"] >= faintest] for n, v in g.items()}


def draw(g: dict, w2c, k, size: int):
    """Pictures [N,S,S,3] on white and alpha [N,S,S] from cameras w2c [N,4,4], k [N,4]."""
    shots = [render(g, *render_camera(m, c, size)) for m, c in zip(w2c, k)]
    return torch.stack([s[0] for s in shots]), torch.stack([s[1] for s in shots])


@dataclass
class Picture:
    """A picture of a sample, and what the reconstructor's Gaussians look like there."""
    sample: str
    given: bool                 # whether the picture is an input of the network
    true: torch.Tensor          # f32 [S,S,4]: rgb on white, alpha
    drawn: torch.Tensor         # f32 [S,S,3], on white
    cover: torch.Tensor         # f32 [S,S]: alpha of the Gaussians


@torch.no_grad()
def pictures_of(net, samples, stage: dict, device):
    """All pictures of the samples, on the CPU. The app would draw the same pictures without the photo surface.

    stage: `stages.reconstruct` of pack.json. Its viewSize is the size of the pictures."""
    count, size = stage["config"]["views"], stage["viewSize"]
    for s in samples:
        pictures, w2c, k = s.pictures.to(device).float() / 255, s.w2c.to(device), s.k.to(device)
        g = cloud(net, pictures[:count, ..., :3], w2c[:count], k[:count], stage.get("prune"), stage["minOpacity"])
        drawn, cover = draw(g, w2c, k, size)
        for j in range(len(k)):
            yield Picture(s.name, j < count, pictures[j].cpu(), drawn[j].cpu(), cover[j].cpu())


def figures_of(pictures) -> str:
    """A log line with means over pictures that show a mouse, for the input cameras (`given`) and the others (`new`).

    It gives the PSNR of the picture and of the mouse alone, the SSIM on the mouse, and the IoU of the mask."""
    rows = {"given": [], "new": []}
    for p in pictures:
        rgb, mouse, covered = p.true[..., :3], p.true[..., 3] > 0.5, p.cover > 0.5
        if mouse.any():
            ssim = float(masked_mean(ssim_map(p.drawn[None], rgb[None])[0], mouse.float()))
            rows["given" if p.given else "new"].append((
                psnr(p.drawn, rgb), psnr(p.drawn[mouse], rgb[mouse]), ssim,
                float((covered & mouse).sum() / (covered | mouse).sum())))
    text = []
    for name, figures in rows.items():
        if figures:
            a, b, c, d = torch.tensor(figures).mean(0).tolist()
            text.append(f"{name} PSNR {a:.2f}, mouse {b:.2f} SSIM {c:.4f} IoU {d:.4f}")
    return " | ".join(text)
