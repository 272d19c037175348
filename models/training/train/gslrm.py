"""Trains the reconstructor, a GS-LRM: six posed views -> one Gaussian per pixel.

    python -m train.gslrm --data DIR --heldout DIR --out gslrm.pt --minutes 35
    python -m train.gslrm … --minutes 50 --multiview multiview.pt --vae vae.pt --pose pose.pt
    python -m train.gslrm … --tokens all

The main loss compares pictures of the Gaussians with true pictures, from new cameras and from the ring's cameras. True
depth, alpha and colour per pixel help at the beginning. With --multiview, half of the inputs are views that the
multi-view model generated. The targets are still true pictures. Generated views are blurred and do not agree with each
other. The reconstructor learns to make one mouse from them. With --tokens all, background patches are not left out
(evaluate/pruning.py).
"""
import random

import torch
import torch.nn.functional as F

from data.generated_views import GeneratedViews
from data.streams import INPUT_KEYS, Stream, read, shards_of
from data.views import KEYS, batch_of, roughen
from geometry.rig import cameras, focal, plucker, rays
from geometry.splat import render
from nets.gslrm import CONFIG, GSLRM, activate
from nets.precision import bf16

from .losses import psnr
from .options import arguments
from .run import Run

PRUNE = {"keep_white_above": 0.98, "max_tokens": 1536}
SIGMA_PX = 0.45                      # target standard deviation of a Gaussian, in pixels of its view
FAINTEST = 0.01                      # opacity below which a Gaussian is not drawn
FIRST_STEPS = 150                    # steps without rendered pictures
WEIGHTS = {"depth": 2, "alpha": 0.15, "rgb": 0.4, "scale": 0.05, "square": 20, "absolute": 2, "cover": 5}


def targets(rgb, alpha, depth):
    """Per pixel, the colour of the mouse without the white background, and the target log scale of the Gaussian."""
    a = alpha[..., None]
    colour = ((rgb - (1 - a)) / a.clamp(min=0.3)).clamp(0, 1)
    pixel = depth.clamp(min=0.5) / focal(rgb.shape[2])
    # On a slanted surface, the depth changes more from pixel to pixel. Larger Gaussians close the gaps.
    solid = depth > 0.5
    slope = torch.zeros_like(depth)
    for dim in (2, 3):
        step = (depth.roll(-1, dim) - depth).abs() * (solid & solid.roll(-1, dim))
        slope = torch.maximum(slope, step / pixel)
    return colour, torch.log(SIGMA_PX * pixel * (1 + slope.clamp(max=1.5).square()) ** 0.25)


def clouds(out: dict, kept) -> list[dict]:
    """Activated Gaussians of a packed batch -> one dict per mouse, for `render`."""
    lengths = [len(k) for k in kept]
    split = [dict(zip(out, parts)) for parts in zip(*(v.split(lengths) for v in out.values()))]
    flat = [{k: v.reshape(-1, *v.shape[2:]) for k, v in one.items()} for one in split]
    for g in flat:
        g["opacity"] = g["opacity_logit"].sigmoid()
    return [{k: v[g["opacity"] > FAINTEST] for k, v in g.items()} for g in flat]


def at_some_size(g: dict, w2c, picture, f: float):
    """Renders at a random size of 0.75 to 4 times S. -> rendered and true picture [S',S',4], with S' at most S.

    A Gaussian that fits at only one size is too wide at other sizes, or leaves gaps."""
    size = picture.shape[0]
    shrink = lambda x, to: F.interpolate(x.movedim(-1, 0)[None], size=(to, to), mode="area")[0].movedim(0, -1)
    zoom = random.choice((0.75, 1, 1, 2, 4, 4))
    rgb, cover = render(g, w2c, round(size * zoom), f * zoom)
    drawn = torch.cat([rgb, cover[..., None]], -1)
    return (shrink(drawn, size), picture) if zoom > 1 else (drawn, shrink(picture, round(size * zoom)))


def picture_loss(gaussians: list[dict], true: dict, each: int):
    """Errors of `each` rendered pictures per mouse, from new cameras. If `each` > 1, the last camera is of the ring."""
    ring, parts = cameras(), []
    for i, g in enumerate(gaussians):
        new = random.sample(range(true["w2c"].shape[1]), min(each, true["w2c"].shape[1]))
        shots = [(true["w2c"][i, j], true["new"][i, j], float(true["focal"][i, j])) for j in new]
        if each > 1:
            j = random.randrange(6) if random.random() < 0.5 else 0         # 0: the photo's view
            shots[-1] = ring[j], torch.cat([true["rgb"][i, j], true["alpha"][i, j, ..., None]], -1), None
        for w2c, picture, f in shots:
            drawn, picture = at_some_size(g, w2c, picture, f or focal(picture.shape[0]))
            error, cover = (drawn - picture).split((3, 1), -1)
            parts.append(torch.stack([error.square().mean(), error.abs().mean(), cover.abs().mean()]))
    return dict(zip(("square", "absolute", "cover"), torch.stack(parts).mean(0)))


def pixel_loss(out: dict, true: dict, pick, base, cosine) -> dict:
    """Errors of depth, opacity, colour and scale per pixel. pick: selects the pixels of the kept patches."""
    with torch.no_grad():
        colour, log_scale = targets(true["rgb"], true["alpha"], true["depth"])
        alpha, depth = true["alpha"][..., None], true["depth"][..., None]
        a, z, colour, log_scale = (pick(x) for x in (alpha, depth, colour, log_scale[..., None]))
        a, z = a[..., 0], z[..., 0]
        solid = ((a > 0.5) & (z > 0.5)).float()
    same = lambda x: pick(x[..., None].expand(len(true["rgb"]), *x.shape, 1))[..., 0]
    mean = lambda x: (x * solid).sum() / solid.sum().clamp(min=1)
    found = (same(base) + 1.8 * out["delta"]) * same(cosine)
    return {"depth": mean((found - z).abs()), "alpha": F.binary_cross_entropy_with_logits(out["opacity_logit"], a),
            "rgb": mean((out["rgb"] - colour).abs().mean(-1)),
            "scale": mean((out["log_scale"] - log_scale).abs().mean(-1))}


def loss_of(net, views, true: dict, ray, base, cosine, each: int = 2, prune: dict | None = PRUNE):
    """views [B,6,S,S,3]: input of the network; true: `data.views.truth`; ray, base, cosine: `geometry`.

    each: number of rendered pictures per mouse. prune: see `GSLRM.keep`. -> loss, dict of the terms of the loss."""
    kept = net.keep(views, prune)
    with bf16():
        glob, raw = net(views, ray, kept)

    def pick(x):
        """[B,6,H,W,C] -> packed [sum(kept), p*p, C]."""
        return torch.cat([row[k] for row, k in zip(net.patches(x), kept)])

    out = activate(raw, pick(ray.expand(len(views), *ray.shape)))
    parts = pixel_loss(out, true, pick, base, cosine) | (picture_loss(clouds(out, kept), true, each) if each else {})
    hidden = F.softplus(glob[..., 13] - 2.0).mean()
    return sum(WEIGHTS[k] * v for k, v in parts.items()) + 0.05 * hidden, parts


def geometry(size: int = 128):
    """Plücker rays [6,H,W,6], and for each ray two numbers [6,H,W].

    The first is the distance from the camera to the point of the ray that is nearest to the origin. The second is the
    cosine of the angle to the camera's axis."""
    direction, centre = rays(size)
    base = -(direction * centre[:, None, None]).sum(-1)
    forward = -centre / centre.norm(dim=-1, keepdim=True)
    return plucker(size), base, (direction * forward[:, None, None]).sum(-1)


@torch.no_grad()
def evaluate(net, mice: list[dict], ray, prune: dict | None = PRUNE) -> str:
    """A log line with PSNR and IoU of pictures from new cameras, for held-out mice, with true and with rough views."""
    torch.manual_seed(3)
    true, text = batch_of(mice, augment=False), []
    for name, views in (("true", true["rgb"]), ("rough", roughen(true["rgb"]))):
        kept = net.keep(views, prune)
        _, raw = net(views, ray, kept)
        patches = net.patches(ray.expand(len(views), *ray.shape))
        out = activate(raw, torch.cat([row[k] for row, k in zip(patches, kept)]))
        decibels, iou = [], []
        for g, pictures, w2c, f in zip(clouds(out, kept), true["new"], true["w2c"], true["focal"]):
            for j, picture in enumerate(pictures):
                rgb, cover = render(g, w2c[j], picture.shape[0], float(f[j]))
                a, b = cover > 0.5, picture[..., 3] > 0.5
                decibels.append(psnr(rgb, picture[..., :3])), iou.append(float((a & b).sum() / (a | b).sum()))
        text.append(f"{name} PSNR {sum(decibels) / len(decibels):.2f} IoU {sum(iou) / len(iou):.4f}")
    torch.seed()
    return " | ".join(text)


def main() -> None:
    args = arguments(35, multiview=None, vae=None, pose=None, pictures=2, tokens="pruned")
    prune = None if args.tokens == "all" else PRUNE
    torch.manual_seed(args.seed), random.seed(args.seed)
    net = GSLRM(CONFIG)
    run = Run(args, net, lr=2e-3, skip=("gaussian_position", "decoder", "upsampler"), ema=0.99)
    keys = tuple(dict.fromkeys(KEYS + (INPUT_KEYS if args.multiview else ())))
    stream = Stream(args.data, keys, seed=args.seed + run.steps, skip=0 if args.heldout else 1)
    generated = GeneratedViews(args, stream) if args.multiview else None
    shard = read(shards_of(args)[0], KEYS)
    heldout = [{k: v[i] for k, v in shard.items()} for i in range(0, 50, 2)]
    geo, size = geometry(), args.batch or 8
    while run.running:
        own = size // 2 if generated else 0
        true = batch_of([stream.next() for _ in range(size - own)])
        views = torch.where(torch.rand(size - own, 1, 1, 1, 1) < 0.6, roughen(true["rgb"]), true["rgb"])
        if own:
            own_views, more = generated.batch(own)
            views, true = torch.cat([views, own_views]), {k: torch.cat([v, more[k]]) for k, v in true.items()}
        # The Gaussians of an untrained network are large and at random positions. So only the losses per pixel
        # are used at first.
        pictures = 0 if run.steps < FIRST_STEPS and not args.init else args.pictures
        loss, parts = loss_of(net, views, true, *geo, pictures, prune)
        if run.update(loss, size, **parts):
            if generated:
                generated.refresh()
            run.report(evaluate(run.shadow, heldout, geo[0], prune))
    run.save()


if __name__ == "__main__":
    main()
