"""A pack's reconstructor on posed pictures: its weights, the Gaussians it makes as the app draws them, figures."""
import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from common import AMX, psnr
from losses import over, ssim_map
from nets import vae
from nets.gslrm import GSLRM, activate
from posed import drawn_by, plucker_of
from splat import render


def tensors_of(pack, part: dict) -> dict:
    """fp32 tensors of one part of pack.json, of all its files."""
    return {k: v.float() for f in part["files"] for k, v in load_file(Path(pack) / f).items()}


def read_pack(pack):
    """pack.json and its GS-LRM, in fp32. ValueError for a pack without one."""
    try:
        manifest = json.loads((Path(pack) / "pack.json").read_text())
    except OSError:
        raise ValueError(f"{pack} holds no pack.json") from None
    part = manifest["stages"]["reconstruct"]
    if part["kind"] != "gslrm":
        raise ValueError(f"the reconstructor of {manifest['id']} is {part['kind']}, not gslrm")
    net = GSLRM(part["config"])
    net.load_state_dict(tensors_of(pack, part))
    return manifest, net


def read_vae(pack, manifest: dict):
    """The pack's autoencoder. ValueError for a pack of posed views only."""
    view = manifest["stages"].get("multiview")
    if view is None:
        raise ValueError(f"{manifest['id']} has no autoencoder, which --perceptual-by vae needs")
    net = vae.build(view["vae"]["config"])
    net.load_state_dict(tensors_of(pack, view["vae"]))
    return net


def cloud(net, views, w2c, k, prune: dict | None, faintest: float, bf16: bool = False) -> dict:
    """Views [V,S,S,3] in 0..1 and their cameras -> the Gaussians of at least `faintest` opacity, as `splat.render`
    takes them. The global ones are among them, as in the app. `bf16` means fp32 on a processor without it."""
    ray = plucker_of(w2c, k, views.shape[1])
    kept = net.keep(views[None], prune)
    with torch.autocast(views.device.type, torch.bfloat16, enabled=bf16 and (AMX or views.device.type != "cpu")):
        glob, raw = net(views[None], ray, kept)
    pixels = activate(raw, net.patches(ray[None])[0][kept[0].to(ray.device)])
    free = activate(glob, ray.new_zeros(*glob.shape[:2], 6)) | {"xyz": glob[..., :3]}
    g = {n: torch.cat([free[n].flatten(0, 1), pixels[n].flatten(0, 1)]) for n in pixels}
    g["opacity"] = g["opacity_logit"].sigmoid()
    return {n: v[g["opacity"] >= faintest] for n, v in g.items()}


def draw(g: dict, w2c, k, size: int):
    """Pictures [N,S,S,3] on white and alpha [N,S,S] from cameras [N,4,4], [N,4]."""
    shots = [render(g, *drawn_by(m, c, size)) for m, c in zip(w2c, k)]
    return torch.stack([s[0] for s in shots]), torch.stack([s[1] for s in shots])


@torch.no_grad()
def evaluate(net, samples, manifest: dict, device) -> str:
    """Means over the samples, of what the app shows without photo sides: PSNR of the picture and of the mouse alone,
    SSIM where the mouse is, IoU of the outline; for the cameras the network was given, and for the others."""
    part = manifest["stages"]["reconstruct"]
    count, size, rows = part["config"]["views"], part["viewSize"], {"given": [], "new": []}
    for s in samples:
        pictures, w2c, k = s.pictures.to(device).float() / 255, s.w2c.to(device), s.k.to(device)
        g = cloud(net, pictures[:count, ..., :3], w2c[:count], k[:count], part.get("prune"), part["minOpacity"])
        drawn, cover = draw(g, w2c, k, size)
        for j, (rgb, alpha, true) in enumerate(zip(drawn, cover, pictures)):
            mouse = true[..., 3] > 0.5
            if not mouse.any():
                continue
            there, ssim = alpha > 0.5, ssim_map(rgb[None], true[None, ..., :3])[0]
            rows["given" if j < count else "new"].append((
                psnr(rgb, true[..., :3]), psnr(rgb[mouse], true[..., :3][mouse]), float(over(ssim, mouse.float())),
                float((there & mouse).sum() / (there | mouse).sum())))
    text = []
    for name, figures in rows.items():
        if figures:
            a, b, c, d = torch.tensor(figures).mean(0).tolist()
            text.append(f"{name} PSNR {a:.2f}, mouse {b:.2f} SSIM {c:.4f} IoU {d:.4f}")
    return " | ".join(text)
