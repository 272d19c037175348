"""Six posed views for the reconstructor: true, roughened, or painted by the multi-view model; and the truth about them."""
import random

import numpy as np
import torch
import torch.nn.functional as F

from common import bf16, config_of, load, read_checkpoint
from data import blurred, from_middle, images, stacked, subjects
from mice.frames import rotate_w2c
from rig import heatmaps, placed, placement

KEYS = ("rgb", "alpha", "depth", "novel_rgb", "novel_alpha", "novel_w2c", "novel_k")
BACKWARDS = [0, 5, 4, 3, 2, 1]              # the ring's views in a mirror
FLIP = np.diag([-1.0, 1, 1, 1])


def truth(mouse: dict, turn: int = 0, mirrored: bool = False) -> dict:
    """What is true of a mouse, its ring turned so that view `turn` comes first, mirrored or not:
    rgb [6,S,S,3] in 0..1, alpha [6,S,S], depth [6,S,S] (z), new [N,S,S,4] (rgb on white, alpha), w2c [N,4,4],
    focal [N] in pixels."""
    rgb, alpha, depth = ring = [images(mouse["rgb"]).movedim(1, -1), torch.from_numpy(mouse["alpha"]).float() / 255,
                                torch.from_numpy(mouse["depth"]).float()]
    new = torch.cat([images(mouse["novel_rgb"]).movedim(1, -1),
                     torch.from_numpy(mouse["novel_alpha"]).float()[..., None] / 255], -1)
    w2c = mouse["novel_w2c"]
    if mirrored:
        ring = [p[BACKWARDS].flip(2) for p in ring]
        new, w2c = new.flip(2), (FLIP @ w2c @ FLIP).astype(np.float32)
    rgb, alpha, depth = (p.roll(-turn, 0) for p in ring)
    return {"rgb": rgb, "alpha": alpha, "depth": depth, "new": new,
            "w2c": torch.from_numpy(rotate_w2c(w2c, turn)), "focal": torch.from_numpy(mouse["novel_k"][:, 0].copy())}


def stack(mice: list[dict]) -> dict:
    """`truth` of several mice as one batch."""
    return {k: torch.stack([m[k] for m in mice]) for k in mice[0]}


def batch_of(mice: list[dict], augment: bool = True) -> dict:
    """`truth` of a batch, each turned and mirrored at random."""
    return stack([truth(m, random.randrange(6) if augment else 0, augment and random.random() < 0.5) for m in mice])


def roughen(rgb):
    """Views as a multi-view model paints them: each a little shifted, softened, tinted, mottled. [B,6,H,W,3]."""
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


class Painter:
    """Mice whose six views the multi-view model has painted, in one step, from a photo: a few new ones each
    time, the others again. Keypoints are nearly true, so that the pictures show the true geometry."""

    def __init__(self, args, stream, size: int = 64):
        from nets import pose, unet, vae
        state = read_checkpoint(args.multiview)
        self.scale, self.stream, self.size, self.pages = state["scaling"], stream, size, []
        self.args, self.net = args, load(args.multiview, unet.MultiView())
        self.vae, self.pose = load(args.vae, vae.build()), load(args.pose, pose.Pose(config_of(args.pose)))

    def refresh(self):
        """The networks again: they may still be learning."""
        load(self.args.multiview, self.net), load(self.args.pose, self.pose)

    @torch.no_grad()
    def latents(self, mice: dict, colours: float = 1.0):
        """Of `stacked` mice: the unscaled latents [B,6,L,32,32] that the model makes of their views, view 0 as their
        photo shows it [B,3,128,128], and which view of their ring it is [B].
        `colours`: share of the photos that show others than the views have."""
        from train_multiview import sample
        picture, uv, turns, points, _ = subjects(mice, 256, photo=0.75, colours=colours)
        with bf16():
            found, seen = self.pose(picture * 2 - 1)
            share = 0.3 * torch.rand(len(points), 1, 1)
            points, uv = points.lerp(found[:, :23, :3] + from_middle(points, uv)[1], share.expand_as(points)), uv.lerp(seen, share.expand_as(uv))
            first = placed(picture, *placement(points, uv))
            image = self.vae.encode(first * 2 - 1).latent_dist.mode().float() * self.scale
            latents = sample(self.net, image, heatmaps(points), 1, seed=random.randrange(10**6)).float() / self.scale
        return latents, first, turns

    @torch.no_grad()
    def paint(self, count: int):
        mice = [self.stream.next() for _ in range(count)]
        latents, first, turns = self.latents(stacked(mice))
        with bf16():
            views = self.vae.decode(latents.flatten(0, 1)).sample[:, :3].float().clamp(-1, 1) / 2 + 0.5
            views[::6] = first                                              # view 0 is the photo's own
        self.pages += zip(views.movedim(1, -1).unflatten(0, (count, 6)), mice, turns.tolist())
        self.pages = self.pages[-self.size:]

    def batch(self, count: int, fresh: int = 1):
        """-> painted views [B,6,S,S,3], the photo's own first: it can be trusted; and the `truth` of their mice."""
        self.paint(fresh if len(self.pages) >= count else count)
        views, mice = [], []
        for six, mouse, start in random.sample(self.pages, count):
            # `start` views of the ring come before the picture's own; in a mirror the ring runs backwards
            mirrored = random.random() < 0.5
            views.append(six[BACKWARDS].flip(2) if mirrored else six)
            mice.append(truth(mouse, (-start if mirrored else start) % 6, mirrored))
        return torch.stack(views), stack(mice)
