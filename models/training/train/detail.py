"""Trains the detail network: views that the multi-view model painted -> the same views at 256², with eyes and fur.

    python -m train.detail --data DIR --heldout DIR --vae vae.pt --multiview multiview.pt --pose pose.pt \\
        --out detail.pt --minutes 60

The shards of --data have views of 256² (`mice.dataset --size 256`). A regression would give the mean of all coats that
are possible. A discriminator that sees the keypoints asks for one of them.
"""
import random
from pathlib import Path

import torch
import torch.nn.functional as F

from data.generated_views import GeneratedViews
from data.streams import INPUT_KEYS, Stream, read, shards_of, whole
from data.subjects import MIRROR
from geometry.rig import heatmaps
from nets.detail import CONFIG, Detail
from nets.precision import bf16

from .adversary import Patches, judge_loss, matching
from .losses import mask_error, psnr
from .options import arguments
from .run import Run
from .vae import edges

PAGES = 500                     # painted mice in memory
WINDOW = 64                     # pixels of a painted view in a training window
WEIGHTS = {"low": 2.0, "full": 0.6, "edge": 0.3, "mask": 0.5, "matching": 0.6, "fooled": 0.06}      # of the losses
MIRRORED_HEAT = torch.cat([MIRROR, MIRROR + len(MIRROR)])     # order of the heat maps after mirroring
ALONE = 300                     # steps before the discriminator counts


class Pool:
    """Painted views of mice, with the true views. new: probability of a new mouse per batch."""

    def __init__(self, generated: GeneratedViews, new: float):
        self.generated, self.new, self.pages = generated, new, []

    def draw(self, mice: dict):
        """Per mouse: painted views [6,4,128,128] in 0..1, keypoints [23,3], true views with masks [6,4,256,256] u8."""
        painted, points, turns = self.generated.painted(mice, colours=0.15)
        each, view = torch.arange(len(turns))[:, None], (torch.arange(6) + turns[:, None]) % 6
        true = torch.cat([mice["rgb"], mice["alpha"][..., None]], -1)[each, view].movedim(-1, 2)
        return list(zip(painted, points, true))

    def batch(self, count: int):
        """One view per mouse, not view 0: painted [B,4,128,128], heat maps [B,46,128,128], true [B,4,256,256]."""
        while len(self.pages) < count or random.random() < self.new:
            self.pages += self.draw(self.generated.stream.batch(1))
            if len(self.pages) > count:
                break
        self.pages = self.pages[-PAGES:]
        return one_view([random.choice(self.pages) for _ in range(count)])


def one_view(pages, view=None):
    """A random view of each of the mice in `pages` (or the view of this index), in the form of `Pool.batch`."""
    view = torch.randint(1, 6, (len(pages),)) if view is None else torch.full((len(pages),), view)
    painted, points, true = (torch.stack(parts) for parts in zip(*pages))
    each = torch.arange(len(pages))
    heat = torch.cat([heatmaps(p[None], 128, CONFIG["heat_sigma"], slice(int(v), int(v) + 1))[:, 0] for p, v in zip(points, view)])
    return painted[each, view], heat, true[each, view].float() / 255


def windows(painted, heat, true, size: int = WINDOW):
    """The same square of each view, near its mouse. `true` has twice the resolution. Half of them are mirrored."""
    out = []
    for low, maps, high in zip(painted, heat, true):
        rows, columns = (high[3, ::2, ::2] > 0.5).nonzero(as_tuple=True)
        at = random.randrange(len(rows)) if len(rows) else 0
        y, x = (int(rows[at]), int(columns[at])) if len(rows) else (64, 64)
        y, x = (min(max(c - size // 2 + random.randint(-8, 8), 0), low.shape[-1] - size) // 4 * 4 for c in (y, x))
        cut = lambda t, n: t[:, n * y : n * (y + size), n * x : n * (x + size)]
        out.append((cut(low, 1), cut(maps, 1), cut(high, 2)))
    return [torch.stack(parts) for parts in zip(*out)]


def picture_losses(found, true) -> dict:
    """Errors of found against true pictures with masks [B,4,H,W] in 0..1."""
    weight = 0.25 + 2 * F.max_pool2d(((true[:, :3] < 0.96) | (found[:, :3] < 0.9)).any(1, keepdim=True).float(), 5, 1, 2)
    small = lambda x: F.avg_pool2d(x, 4)
    return {"low": ((small(found[:, :3]) - small(true[:, :3])).abs() * small(weight)).mean() * 2,
            "full": ((found[:, :3] - true[:, :3]).abs() * weight).mean() * 2,
            "edge": sum((a - b).abs().mean() for a, b in zip(edges(found[:, :3]), edges(true[:, :3]))),
            "mask": mask_error(found[:, 3:], true[:, 3:])}


def texture(pictures, both) -> float:
    """Mean gradient of the brightness of pictures [B,3,H,W] in 0..1, at the pixels where `both` [B,H,W] is true."""
    grey = pictures.mean(1)
    dx, dy = grey[:, :-1, 1:] - grey[:, :-1, :-1], grey[:, 1:, :-1] - grey[:, :-1, :-1]
    return float((dx.square() + dy.square()).sqrt()[both[:, :-1, :-1]].mean())


@torch.no_grad()
def evaluate(net, painted, heat, true, sheet: Path) -> str:
    """A log line: PSNR, IoU of the masks, and the texture inside both outlines as a share of the truth's.

    Writes a sheet of painted, detailed and true views."""
    found = torch.cat([net(a * 2 - 1, b) for a, b in zip(painted.split(8), heat.split(8))]).clamp(-1, 1) / 2 + 0.5
    bilinear = F.interpolate(painted, scale_factor=2.0, mode="bilinear", align_corners=False)
    text = []
    for name, x in (("before", bilinear), ("now", found)):
        a, b = x[:, 3] > 0.5, true[:, 3] > 0.5
        iou = ((a & b).sum((1, 2)) / (a | b).sum((1, 2)).clamp(min=1)).mean()
        inside = F.max_pool2d(1 - (a & b).float()[:, None], 9, 1, 4)[:, 0] < 0.5
        share = texture(x[:, :3], inside) / texture(true[:, :3], inside)
        text.append(f"{name} PSNR {psnr(x[:, :3], true[:, :3]):.2f} IoU {iou:.4f} texture {share:.3f}")
    from PIL import Image
    rows = [torch.cat([x[i, :3, 48:208] for i in range(8)], 2) for x in (bilinear, found, true)]
    Image.fromarray((torch.cat(rows, 1).movedim(0, -1) * 255).byte().numpy()).save(sheet)
    return " | ".join(text)


def main() -> None:
    args = arguments(60, vae="vae.pt", multiview="multiview.pt", pose="pose.pt", new=0.25, judge=WEIGHTS["fooled"])
    torch.manual_seed(args.seed), random.seed(args.seed)
    net = Detail(CONFIG)
    run = Run(args, net, lr=1e-3, decay=0, skip=("conv_in", "conv_out"), ema=0.998)
    judge = Patches(4 + CONFIG["heat"])
    judge_optimiser = torch.optim.Adam(judge.parameters(), 4e-4, betas=(0.5, 0.9))
    beside = Path(args.out).with_suffix(".judge")
    if beside.exists():
        state = torch.load(beside)
        judge.load_state_dict(state["judge"]), judge_optimiser.load_state_dict(state["optimiser"])
    keys = INPUT_KEYS
    pool = Pool(GeneratedViews(args, Stream(args.data, keys, pool=4, seed=args.seed + run.steps)), args.new)
    check = one_view(pool.draw(whole(read(shards_of(args)[0], keys), slice(24))), 4)
    weights = WEIGHTS | {"fooled": args.judge}
    size = args.batch or 8
    while run.running:
        low, heat, true = windows(*pool.batch(size))
        if random.random() < 0.5:
            low, true = low.flip(-1), true.flip(-1)
            heat = heat.flip(-1)[:, MIRRORED_HEAT]
        with bf16():
            out = net(low * 2 - 1, heat)
        found = out.float() / 2 + 0.5
        maps = F.interpolate(heat, scale_factor=2.0)
        score = lambda x: judge(torch.cat([x * 2 - 1, maps], 1))
        with bf16():
            (real, kept), (fake, _) = score(true), score(found.detach())
        wrong = judge_loss(real, fake)
        judge_optimiser.zero_grad()
        wrong.backward()
        judge_optimiser.step()
        parts = picture_losses(found, true)
        if run.steps >= ALONE:
            with bf16():
                fake, features = score(found)
            parts |= {"fooled": -fake.mean(), "matching": matching(features, kept)}
        loss = sum((weights[k] * v for k, v in parts.items()))
        if run.update(loss, size, **parts, judge=wrong):
            run.report(evaluate(run.shadow, *check, Path(args.out).with_suffix(".png")))
            torch.save({"judge": judge.state_dict(), "optimiser": judge_optimiser.state_dict()}, beside)
    run.save()


if __name__ == "__main__":
    main()
