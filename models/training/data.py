"""Mice from shards, as a stream that holds a few shards in memory, or all of them on a GPU; and Subjects made from them."""
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from mice import list_shards, load_shard            # noqa: F401  (load_shard: for whole shards)
from mice.frames import mirror_order
from rig import RIG, cameras, focal, placement, project, rotate_z

MIRROR = torch.tensor(mirror_order())


def read(path, keys) -> dict:
    """Only these arrays of a shard."""
    with np.load(path) as data:
        return {k: data[k] for k in keys}


class Stream:
    """Endless random mice. Each mouse is a dict of numpy arrays; new shards are found while running."""

    def __init__(self, folders, keys, pool: int = 8, turnover: int = 60, seed: int = 0, skip: int = 0):
        self.folders, self.keys, self.turnover, self.skip = folders, keys, turnover, skip
        self.random = random.Random(seed)
        self.pool = [self.fresh() for _ in range(pool)]
        self.drawn = 0

    def fresh(self) -> dict:
        shards = [s for f in self.folders for s in list_shards(f)][self.skip:]
        return read(self.random.choice(shards), self.keys)

    def next(self) -> dict:
        self.drawn += 1
        if self.drawn % self.turnover == 0:
            self.pool[self.random.randrange(len(self.pool))] = self.fresh()
        shard = self.random.choice(self.pool)
        i = self.random.randrange(len(shard[self.keys[0]]))
        return {k: v[i] for k, v in shard.items()}

    def batch(self, count: int) -> dict:
        return stacked([self.next() for _ in range(count)])


class Bank:
    """Mice that lie in a GPU's memory as one array [N,…] a key: those of the folders that `bank.py` wrote."""

    def __init__(self, args, keys):
        if not args.heldout:
            raise SystemExit("--heldout DIR is missing: a folder of bank.py has no shard to hold out.")
        load = lambda folder, key: torch.from_numpy(np.load(Path(folder) / f"{key}.npy", mmap_mode="c")).to(torch.get_default_device())
        self.arrays = {key: torch.cat([load(folder, key) for folder in args.data]) for key in keys}

    def __len__(self) -> int:
        return len(next(iter(self.arrays.values())))

    def batch(self, count: int) -> dict:
        chosen = torch.randint(len(self), (count,))
        return {key: array[chosen] for key, array in self.arrays.items()}


def is_bank(folder) -> bool:
    """Did `bank.py` write this folder?"""
    return (Path(folder) / "photo_rgb.npy").exists()


def stream_of(args, keys, **options):
    """The mice of --data: a Bank where `bank.py` wrote them, else a Stream of shards."""
    if is_bank(args.data[0]):
        return Bank(args, keys)
    return Stream(args.data, keys, skip=0 if args.heldout else 1, **options)


def stacked(mice: list[dict]) -> dict:
    """Mice as one: key → tensor [B,…] on the trainers' device."""
    return {k: torch.from_numpy(np.stack([mouse[k] for mouse in mice])).to(torch.get_default_device()) for k in mice[0]}


def whole(shard: dict, rows=slice(None)) -> dict:
    """A shard, or the given mice of it, as `stacked` gives them."""
    return {k: torch.from_numpy(v[rows]).to(torch.get_default_device()) for k, v in shard.items()}


def shards_of(args, count: int = 4):
    """Held-out shards: of --heldout, or the first one of --data (which training then skips)."""
    return list_shards(args.heldout)[:count] if args.heldout else list_shards(args.data[0])[:1]


def images(array) -> torch.Tensor:
    """u8 [...,H,W,3], numpy's or torch's -> f32 [...,3,H,W] in 0..1."""
    tensor = array if torch.is_tensor(array) else torch.from_numpy(np.array(array))
    return tensor.float().div_(255).movedim(-1, -3)


# ---- photo -> Subject ---------------------------------------------------------------------------------

def soft_noise(batch: int, channels: int, size: int, cells: int) -> torch.Tensor:
    """Smooth random fields [B,C,S,S], about N(0,1)."""
    return F.interpolate(torch.randn(batch, channels, cells, cells), size=(size, size), mode="bilinear") * 1.3


def blurred(x, radius: int):
    """Box blur [B,C,S,S]."""
    n = 2 * radius + 1
    x = F.avg_pool2d(F.pad(x, (radius, radius, 0, 0), mode="replicate"), (1, n), 1)
    return F.avg_pool2d(F.pad(x, (0, 0, radius, radius), mode="replicate"), (n, 1), 1)


def rough_masks(alpha: torch.Tensor) -> torch.Tensor:
    """alpha [B,1,S,S] -> as imperfect as a matting network's: borders moved and blurred, soft holes.
    A third stays as it is. Worked out at half the size."""
    b, _, s, _ = alpha.shape
    half = F.avg_pool2d(alpha, 2)
    shift = soft_noise(b, 1, s // 2, 6) * 0.12 + torch.randn(b, 1, 1, 1) * 0.08
    moved = ((blurred(half, 3) + shift - 0.5) * torch.empty(b, 1, 1, 1).uniform_(2.5, 8) + 0.5).clamp(0, 1)
    # thin parts (tail, ears) survive where the true mask has them, most of the time
    moved = torch.where(torch.rand(b, 1, 1, 1) < 0.6, torch.maximum(moved, half), moved)
    holes = (soft_noise(b, 1, s // 2, 8) > 2.3).float() * (torch.rand(b, 1, 1, 1) < 0.15)
    moved = F.interpolate(moved * (1 - 0.8 * holes), size=(s, s), mode="bilinear", align_corners=False)
    return torch.where(torch.rand(b, 1, 1, 1) < 0.4, alpha, moved)


def centring(alpha: torch.Tensor, ratio: float = 0.3):
    """pixel_based centring of alpha [B,1,S,S]: centre [B,2] (pixels, x y) and scale to a square of side 1:
    a length of n photo pixels becomes n * scale of the Subject's side."""
    b, _, h, w = alpha.shape
    weight = alpha[:, 0] * (alpha[:, 0] > 10 / 255)
    total = weight.sum((1, 2)).clamp(min=1)
    x = (weight.sum(1) * (torch.arange(w) + 0.5)).sum(1) / total
    y = (weight.sum(2) * (torch.arange(h) + 0.5)).sum(1) / total
    count = (alpha[:, 0] > 10 / 255).float().sum((1, 2)).clamp(min=16)
    return torch.stack([x, y], 1), ratio / count.sqrt()


def warp(packed, mask, size: int = 128, jitter: float = 0.0):
    """Centre channels [B,C,H,W] by a mask [B,1,H,W] -> [B,C,size,size], and the map photo pixels ->
    Subject: centre [B,2], scale [B] (side of the Subject per pixel)."""
    centre, scale = centring(mask)
    if jitter:
        scale = scale * torch.exp(torch.randn(len(scale)) * jitter)
        centre = centre + torch.randn(len(scale), 2) * jitter * 0.3 / scale[:, None]
    h, w = packed.shape[2:]
    n = 2 * size
    c = (torch.arange(n) + 0.5) / n - 0.5
    x = (centre[:, 0, None] + c / scale[:, None]) / w * 2 - 1
    y = (centre[:, 1, None] + c / scale[:, None]) / h * 2 - 1
    grid = torch.stack([x[:, None].expand(-1, n, n), y[:, :, None].expand(-1, n, n)], -1)
    return F.avg_pool2d(F.grid_sample(packed, grid, mode="bilinear", align_corners=False), 2), centre, scale


def subject(rgb, mask, size: int = 128):
    """Photo rgb [B,3,H,W] (0..1) and mask [B,1,H,W] -> Subject on white [B,3,size,size], centre, scale."""
    out, centre, scale = warp(torch.cat([rgb * mask, mask], 1), mask, size)
    return out[:, :3] + 1 - out[:, 3:], centre, scale


def rough_subject(rgb, alpha, size: int = 128, jitter: float = 0.04, colours: float = 1.0):
    """As `subject`, but through an imperfect mask (stray background shows where it is too large) and an
    imperfect camera. rgb is composited on white."""
    mask = rough_masks(alpha)
    rgb = mark(rgb, alpha)
    packed = torch.cat([(rgb - (1 - alpha)) * mask, (1 - alpha) * mask, mask], 1)
    out, centre, scale = warp(packed, mask, size, jitter)
    b = len(rgb)
    ground = (torch.rand(b, 3, 1, 1) * 0.3 + torch.rand(b, 1, 1, 1) * 0.8 + 0.06 * soft_noise(b, 3, size, 5)).clamp(0, 1)
    ground = torch.where(torch.rand(b, 1, 1, 1) < 0.35, torch.ones_like(ground), ground)
    seen, mask = out[:, :3] + out[:, 3:4] * ground, out[:, 4:]
    seen = (seen / mask.clamp(min=0.02)).clamp(0, 1)
    colour = torch.where(torch.rand(b, 1, 1, 1) < colours, recolour(seen), seen)
    return colour * mask + 1 - mask, centre, scale


def recolour(rgb):
    """Exposure, contrast, tint, grey, blur and noise of a camera: rgb [B,3,H,W] in 0..1."""
    b = len(rgb)
    u = lambda p: (torch.rand(b, 1, 1, 1) < p).float()
    gain = torch.exp(torch.randn(b, 1, 1, 1) * 0.2 * u(0.7) + torch.randn(b, 3, 1, 1) * 0.05 * u(0.5))
    gamma = torch.exp(torch.randn(b, 1, 1, 1) * 0.2 * u(0.6))
    rgb = (rgb * gain).clamp(1e-4, 1) ** gamma
    rgb = rgb.lerp(rgb.mean(1, keepdim=True).expand_as(rgb), u(0.12))
    rgb = rgb.lerp(blurred(rgb, 1), torch.rand(b, 1, 1, 1) * u(0.4))
    return (rgb + torch.randn_like(rgb) * 0.03 * torch.rand(b, 1, 1, 1) * u(0.5)).clamp(0, 1)


MARKS = ((1, 0, 0), (0, 0, 1), (0, 1, 0), (1, 1, 0), (1, 0.2, 0.2))


def mark(rgb, mask, probability: float = 0.12):
    """Now and then a small coloured dot or ring, or two, near the middle, as annotation tools draw them."""
    b, _, h, w = rgb.shape
    centre, scale = centring(mask)
    y, x = torch.arange(h)[:, None] + 0.5, torch.arange(w) + 0.5
    out, chosen = rgb, torch.rand(b) < probability
    for share in (1, 1 / 3):
        here = (chosen & (torch.rand(b) < share)).nonzero()[:, 0]
        n, side = len(here), 0.3 / scale[here]
        at = centre[here] + torch.randn(n, 2) * 0.12 * side[:, None]
        r = ((x - at[:, 0, None, None]) ** 2 + (y - at[:, 1, None, None]) ** 2).sqrt()
        radius = (side * torch.empty(n).uniform_(0.015, 0.06))[:, None, None]
        dot = torch.where(torch.rand(n, 1, 1) < 0.6, r < radius, (r - radius).abs() < 0.25 * radius)[:, None]
        colour = torch.tensor(MARKS).float()[torch.randint(len(MARKS), (n,))][:, :, None, None]
        out = out.index_copy(0, here, torch.where(dot, colour, out[here]))
    return out


# ---- what pose and multi-view training see ----------------------------------------------------------

PHOTO_KEYS = ("keypoints", "up", "photo_rgb", "photo_alpha", "photo_uv")
INPUT_KEYS = PHOTO_KEYS + ("rgb", "alpha")


def inputs(mice: dict, photo: float = 0.7):
    """Pick an input picture for each of B mice (`stacked`): its photo (rotation 0) or a rig view k (rotation k).

    -> photo-like rgb [B,3,256,256] on white, alpha [B,1,256,256], uv [B,23,2] in its pixels, k [B],
    keypoints [B,23,3] and up [B,1,3] turned into the input's frame."""
    rgb, alpha, uv = images(mice["photo_rgb"]), mice["photo_alpha"].float()[:, None] / 255, mice["photo_uv"]
    size, turns = rgb.shape[-1], torch.zeros(len(rgb), dtype=torch.long)
    if photo < 1:
        ring = (torch.rand(len(rgb)) >= photo).nonzero()[:, 0]
        turns[ring] = torch.randint(6, (len(ring),))
        views = torch.cat([images(mice["rgb"][ring, turns[ring]]), mice["alpha"][ring, turns[ring]].float()[:, None] / 255], 1)
        views = F.interpolate(views, size=(size, size), mode="bilinear", align_corners=False)   # at the photos' size
        rgb, alpha = rgb.index_copy(0, ring, views[:, :3]), alpha.index_copy(0, ring, views[:, 3:])
        seen = project(mice["keypoints"][ring], cameras(), size)[0]
        uv = uv.index_copy(0, ring, seen[torch.arange(len(ring)), turns[ring]])
    return (rgb, alpha, uv, turns, rotate_z(mice["keypoints"], -60.0 * turns), rotate_z(mice["up"][:, None], -60.0 * turns))


def subjects(mice: dict, size: int = 128, photo: float = 0.7, augment: bool = True, jitter: float = 0.04, colours: float = 1.0):
    """Subjects [B,3,size,size] (0..1) of mice (`stacked`), uv [B,23,2] in -1..1, turns k [B], keypoints [B,23,3], up [B,1,3]."""
    rgb, alpha, uv, turns, points, up = inputs(mice, photo)
    if augment:
        out, centre, scale = rough_subject(rgb, alpha, size, jitter, colours)
    else:
        out, centre, scale = subject(rgb, alpha, size)
    uv = (uv - centre[:, None]) * scale[:, None, None] * 2
    return out, uv, turns, points, up


def from_middle(points, uv):
    """Keypoints [B,23,3] with the origin where the middle of this Subject is, and the shift [B,1,3] back. A Subject that
    was centred by an imperfect mask cannot show by how much."""
    off = F.pad(placement(points, uv)[1], (0, 1)) * (RIG["radius"] / focal(2)) @ cameras()[0, :3, :3]
    return points - off[:, None], off[:, None]


def mirror(out, uv, points, up):
    """Mirror Subjects, their uv, keypoints and up left-right."""
    across = torch.tensor([-1.0, 1.0, 1.0])
    return out.flip(-1), uv[:, MIRROR] * across[:2], points[:, MIRROR] * across, up * across


def rolled(out, uv, points, up, degrees: float = 6.0):
    """Subjects on white [B,3,S,S] (-1..1), their uv [B,23,2], keypoints [B,23,3] and up [B,1,3] as a camera that is
    turned about its axis shows them: half of them, by normally distributed angles."""
    angle = torch.deg2rad(torch.randn(len(out)) * degrees) * (torch.rand(len(out)) < 0.5)
    turn = torch.eye(3).repeat(len(out), 1, 1)                               # in camera 0's axes: x right, y down, z forward
    turn[:, 0, 0] = turn[:, 1, 1] = angle.cos()
    turn[:, 1, 0], turn[:, 0, 1] = angle.sin(), -angle.sin()
    grid = F.affine_grid(turn.mT[:, :2], out.shape, align_corners=False)     # where a pixel comes from
    out = 1 - F.grid_sample(1 - out, grid, mode="bilinear", align_corners=False)
    axes = cameras()[0, :3, :3]
    space = axes.T @ turn @ axes
    return out, uv @ turn[:, :2, :2].mT, points @ space.mT, up @ space.mT
