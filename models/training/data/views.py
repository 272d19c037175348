"""Six posed views for the reconstructor, true or degraded, and the true pictures and cameras of their mice."""
import random

import numpy as np
import torch
import torch.nn.functional as F

from mice.frames import rotate_w2c

from .degrade import blurred
from .streams import images

KEYS = ("rgb", "alpha", "depth", "novel_rgb", "novel_alpha", "novel_w2c", "novel_k")
MIRRORED_RING = [0, 5, 4, 3, 2, 1]              # order of the ring's views after mirroring
FLIP = np.diag([-1.0, 1, 1, 1])


def truth(mouse: dict, turn: int = 0, mirrored: bool = False) -> dict:
    """The true pictures and cameras of one mouse. The ring starts with view `turn`. All are mirrored if `mirrored`.

    -> rgb [6,S,S,3] in 0..1, alpha [6,S,S], depth [6,S,S] (z), new [N,S,S,4] (novel views: rgb on white, alpha).
    The cameras of the novel views are w2c [N,4,4] and focal [N], in pixels."""
    rgb, alpha, depth = ring = [images(mouse["rgb"]).movedim(1, -1), torch.from_numpy(mouse["alpha"]).float() / 255,
                                torch.from_numpy(mouse["depth"]).float()]
    new = torch.cat([images(mouse["novel_rgb"]).movedim(1, -1),
                     torch.from_numpy(mouse["novel_alpha"]).float()[..., None] / 255], -1)
    w2c = mouse["novel_w2c"]
    if mirrored:
        ring = [p[MIRRORED_RING].flip(2) for p in ring]
        new, w2c = new.flip(2), (FLIP @ w2c @ FLIP).astype(np.float32)
    rgb, alpha, depth = (p.roll(-turn, 0) for p in ring)
    return {"rgb": rgb, "alpha": alpha, "depth": depth, "new": new,
            "w2c": torch.from_numpy(rotate_w2c(w2c, turn)), "focal": torch.from_numpy(mouse["novel_k"][:, 0].copy())}


def stack(mice: list[dict]) -> dict:
    """`truth` of several mice as one batch."""
    return {k: torch.stack([m[k] for m in mice]) for k in mice[0]}


def batch_of(mice: list[dict], augment: bool = True) -> dict:
    """`truth` of a batch. If `augment` is true, each mouse is turned and mirrored at random."""
    return stack([truth(m, random.randrange(6) if augment else 0, augment and random.random() < 0.5) for m in mice])


def roughen(rgb):
    """Degrades views [B,6,H,W,3] like the multi-view model: shifts, blurs, tints and mottles them."""
    b, v, h, w, _ = rgb.shape
    x = rgb.flatten(0, 1).movedim(-1, 1)
    n = b * v
    shift = torch.randn(n, 2) * 0.8 / (w / 2)
    theta = torch.eye(2, 3).repeat(n, 1, 1)
    theta[:, :, 2] = shift
    theta[:, :2, :2] *= 1 + torch.randn(n, 1, 1) * 0.015
    grid = F.affine_grid(theta, list(x.shape), align_corners=False)
    waves = F.interpolate(torch.randn(n, 2, 6, 6), size=(h, w), mode="bicubic", align_corners=False)
    grid = grid + waves.movedim(1, -1) * 0.5 / (w / 2)
    x = 1 - F.grid_sample(1 - x, grid, mode="bilinear", align_corners=False)
    x = x.lerp(blurred(x, 1), torch.rand(n, 1, 1, 1))
    ink = (1 - x).amax(1, keepdim=True).clamp(0, 0.2) * 5
    mottle = F.interpolate(torch.randn(n, 3, 24, 24), size=(h, w), mode="bilinear") * 0.05 * torch.rand(n, 1, 1, 1)
    tint = torch.randn(n, 3, 1, 1) * 0.03 + torch.randn(n, 1, 1, 1) * 0.06
    x = (x + (mottle + tint) * ink).clamp(0, 1)
    return x.movedim(1, -1).view(b, v, h, w, 3)
