"""Train GS-LRM: six posed views -> one Gaussian per pixel, supervised by true depth, alpha and colour.

    python train_gslrm.py --data DIR --heldout DIR --out gslrm.pt --minutes 35
    python train_gslrm.py … --minutes 50 --multiview multiview.pt --vae vae.pt --pose pose.pt

With --multiview, half of what it sees are the multi-view model's own pictures (the targets stay true): they
are soft and disagree, and the reconstructor learns to make one mouse of them.
"""
import random

import torch
import torch.nn.functional as F

from common import Run, arguments, bf16
from data import INPUT_KEYS, Stream, blurred, images, read, shards_of, subjects
from nets.gslrm import CONFIG, GSLRM, activate
from rig import focal, heatmaps, plucker, rays

KEYS = ("rgb", "alpha", "depth")
PRUNE = {"keep_white_above": 0.98, "max_tokens": 1536}
SIGMA_PX = 0.45                      # of a Gaussian, in pixels of its view


def batch_of(mice: list[dict], augment: bool = True):
    """Views rgb [B,6,128,128,3] in 0..1, alpha [B,6,128,128], z depth alike; the rig turned and mirrored at random."""
    out = []
    for mouse in mice:
        parts = arrays(mouse)
        if augment and random.random() < 0.5:
            parts = [p[[0, 5, 4, 3, 2, 1]].flip(2) for p in parts]
        turn = random.randrange(6) if augment else 0
        out.append([p.roll(-turn, 0) for p in parts])
    return [torch.stack(p) for p in zip(*out)]


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

    def __init__(self, args, stream: Stream, size: int = 64):
        from common import load
        from nets import pose, unet, vae
        state = torch.load(args.multiview, weights_only=False)
        self.scale, self.stream, self.size, self.pages = state["scaling"], stream, size, []
        self.args, self.net = args, load(args.multiview, unet.MultiView())
        self.vae, self.pose = load(args.vae, vae.build()), load(args.pose, pose.Pose())

    def refresh(self):
        """The networks again: they may still be learning."""
        from common import load
        load(self.args.multiview, self.net), load(self.args.pose, self.pose)

    @torch.no_grad()
    def paint(self, count: int):
        from train_multiview import sample
        mice = [self.stream.next() for _ in range(count)]
        picture, _, turns, points = subjects(mice, 128, photo=0.75)
        with bf16():
            image = self.vae.encode(picture * 2 - 1).latent_dist.mode().float() * self.scale
            found = self.pose(picture * 2 - 1)[0][..., :3]
            points = points.lerp(found, 0.3 * torch.rand(count, 1, 1).expand_as(points))
            latents = sample(self.net, image, heatmaps(points), 1, seed=random.randrange(10**6)).float() / self.scale
            views = self.vae.decode(latents.flatten(0, 1)).sample.float().clamp(-1, 1) / 2 + 0.5
        for mouse, k, six in zip(mice, turns.tolist(), views.movedim(1, -1).unflatten(0, (count, 6))):
            true = [p.roll(-k, 0) for p in arrays(mouse)]
            self.pages.append([six, *true])
        self.pages = self.pages[-self.size:]

    def batch(self, count: int, fresh: int = 1):
        """-> views, rgb, alpha, depth, as lists of stacked tensors."""
        self.paint(fresh if len(self.pages) >= count else count)
        pages = []
        for page in random.sample(self.pages, count):
            turn, flip = random.randrange(6), random.random() < 0.5
            page = [p[[0, 5, 4, 3, 2, 1]].flip(2) for p in page] if flip else page
            pages.append([p.roll(-turn, 0) for p in page])
        return [torch.stack(p) for p in zip(*pages)]


def arrays(mouse: dict):
    """rgb [6,H,W,3] in 0..1, alpha [6,H,W], z depth [6,H,W] of a mouse."""
    return [images(mouse["rgb"]).movedim(1, -1), torch.from_numpy(mouse["alpha"]).float() / 255,
            torch.from_numpy(mouse["depth"]).float()]


def targets(rgb, alpha, depth):
    """Per pixel: colour of the mouse itself (not of the white it is composited on), log of a Gaussian's scale."""
    a = alpha[..., None]
    colour = ((rgb - (1 - a)) / a.clamp(min=0.3)).clamp(0, 1)
    pixel = depth.clamp(min=0.5) / focal(rgb.shape[2])
    # a slanted surface spreads over more depth per pixel: larger Gaussians close it
    solid = depth > 0.5
    slope = torch.zeros_like(depth)
    for dim in (2, 3):
        step = (depth.roll(-1, dim) - depth).abs() * (solid & solid.roll(-1, dim))
        slope = torch.maximum(slope, step / pixel)
    return colour, torch.log(SIGMA_PX * pixel * (1 + slope.clamp(max=1.5).square()) ** 0.25)


def loss_of(net, views, rgb, alpha, depth, ray, base, cosine):
    """views: what the network sees; the rest is true. Returns the loss and its parts."""
    with torch.no_grad():
        kept = net.keep(views, PRUNE)
        colour, log_scale = targets(rgb, alpha, depth)
    with bf16():
        glob, raw = net(views, ray, kept)

    def pick(x):
        """[B,6,H,W,C] -> packed [sum(kept), p*p, C]."""
        return torch.cat([row[k] for row, k in zip(net.patches(x), kept)])

    same = lambda x: x.expand(len(views), *x.shape)
    out = activate(raw, pick(same(ray)))
    a, z = pick(alpha[..., None])[..., 0], pick(depth[..., None])[..., 0]
    solid = ((a > 0.5) & (z > 0.5)).float()
    found = (pick(same(base[..., None]))[..., 0] + 1.8 * out["delta"]) * pick(same(cosine[..., None]))[..., 0]
    count = solid.sum().clamp(min=1)
    far = ((found - z).abs() * solid).sum() / count
    opacity = F.binary_cross_entropy_with_logits(out["opacity_logit"], a)
    paint = ((out["rgb"] - pick(colour)).abs().mean(-1) * solid).sum() / count
    scale = ((out["log_scale"] - pick(log_scale[..., None])).abs().mean(-1) * solid).sum() / count
    turn = (out["rotation"] - torch.tensor([1.0, 0, 0, 0])).square().mean()
    hidden = F.softplus(glob[..., 13] - 2.0).mean()
    loss = 4 * far + opacity + paint + 0.2 * scale + 0.05 * turn + 0.05 * hidden
    return loss, {"depth": far, "alpha": opacity, "rgb": paint, "scale": scale}


def geometry(size: int = 128):
    """Ray channels [6,H,W,6], distance of the point nearest the origin, cosine to the camera's axis."""
    direction, centre = rays(size)
    base = -(direction * centre[:, None, None]).sum(-1)
    forward = -centre / centre.norm(dim=-1, keepdim=True)
    return plucker(size), base, (direction * forward[:, None, None]).sum(-1)


@torch.no_grad()
def evaluate(net, shards, geo) -> str:
    torch.manual_seed(3)
    shard = read(shards[0], KEYS)
    mice = [{k: v[i] for k, v in shard.items()} for i in range(0, 50, 2)]
    rgb, alpha, depth = batch_of(mice, augment=False)
    text = []
    for name, views in (("true", rgb), ("rough", roughen(rgb))):
        _, parts = loss_of(net, views, rgb, alpha, depth, *geo)
        text.append(name + " " + " ".join(f"{k} {float(v):.4f}" for k, v in parts.items()))
    torch.seed()
    return " | ".join(text)


def main() -> None:
    args = arguments(35, multiview=None, vae=None, pose=None)
    torch.manual_seed(args.seed), random.seed(args.seed)
    net = GSLRM(CONFIG)
    run = Run(args, net, lr=2e-3, skip=("gaussian_position", "decoder", "upsampler"))
    stream = Stream(args.data, tuple(dict.fromkeys(KEYS + (INPUT_KEYS if args.multiview else ()))), seed=args.seed + run.steps,
                    skip=0 if args.heldout else 1)
    painter = Painter(args, stream) if args.multiview else None
    shards, geo, size = shards_of(args), geometry(), args.batch or 12
    while run.running:
        own = size // 2 if painter else 0
        rgb, alpha, depth = batch_of([stream.next() for _ in range(size - own)])
        views = torch.where(torch.rand(size - own, 1, 1, 1, 1) < 0.6, roughen(rgb), rgb)
        if own:
            views, rgb, alpha, depth = (torch.cat(p) for p in zip((views, rgb, alpha, depth), painter.batch(own)))
        loss, parts = loss_of(net, views, rgb, alpha, depth, *geo)
        if run.update(loss, size, **parts):
            if painter:
                painter.refresh()
            run.report(evaluate(run.shadow, shards, geo))
    run.save()


if __name__ == "__main__":
    main()
