"""Train the multi-view UNet: Subject and skeleton -> latents of the six rig views.

    python train_multiview.py --data DIR --heldout DIR --vae vae.pt --out multiview.pt --minutes 60

The views' latents are encoded once: on first sight of a shard, into --cache, or all at the start where the mice are a Bank.
"""
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from common import Run, arguments, bf16, config_of, load, on_gpu, psnr, read_checkpoint, seeded
from data import INPUT_KEYS, Bank, Stream, from_middle, images, is_bank, read, shards_of, subjects, whole
from losses import mask_error
from mice import list_shards
from nets.pose import Pose
from nets.unet import CONFIG, MultiView
from nets.vae import build, decode
from rig import centred, heatmaps, placed, placement, rotate_z

DROPOUT = 0.07                  # of the condition as a whole, for guidance
MASK = 0.6                      # weight of the drawn masks' error
TEMPERATURE = 0.3               # scale of the noise that a single step begins from (docs/models.md)
BETAS = torch.linspace(0.00085 ** 0.5, 0.012 ** 0.5, 1000, dtype=torch.float64) ** 2
ALPHA_BAR = torch.cumprod(1 - BETAS, 0).float()


class EncodedBank(Bank):
    """A Bank of mice with their views' `latents`."""

    def __init__(self, vae, args, keys):
        super().__init__(args, keys)
        self.arrays["latents"] = encode_views(vae, self.arrays["rgb"])


class Latents(Stream):
    """Mice with `latents` f16 [6,L,32,32] (unscaled modes) of their views beside the arrays of the shard."""

    def __init__(self, vae, cache, *args, **options):
        self.vae, self.cache = vae, Path(cache)
        self.cache.mkdir(parents=True, exist_ok=True)
        super().__init__(*args, **options)

    def fresh(self) -> dict:
        shards = [s for f in self.folders for s in list_shards(f)][self.skip:]
        done = [s for s in shards if self.file(s).exists()]
        # old acquaintances most of the time: encoding a shard takes as long as ten steps
        return self.with_latents(self.random.choice(done if len(done) >= 24 and self.random.random() < 0.7 else shards))

    def file(self, path) -> Path:
        return self.cache / (Path(path).stem + ".npy")

    def with_latents(self, path) -> dict:
        shard = read(path, INPUT_KEYS)
        file = self.file(path)
        if not file.exists():
            np.save(file, encode_views(self.vae, shard["rgb"]).cpu().numpy())
        return {**shard, "latents": np.load(file)}


@torch.no_grad()
def encode_views(vae, rgb) -> torch.Tensor:
    """u8 [N,6,128,128,3] -> f16 [N,6,L,32,32]."""
    out = []
    for mouse in torch.as_tensor(rgb, device=torch.get_default_device()).split(50 if on_gpu() else 1):
        with bf16():
            out.append(vae.encode(images(mouse.flatten(0, 1)) * 2 - 1).latent_dist.mode().half())
    return torch.cat(out).unflatten(0, (-1, 6))


def shaken(points):
    """Keypoints [B,23,3] a little turned, scaled and shifted as a whole, and each a little by itself: a pose network
    errs by the whole animal or limb. Ears and eyes that tremble against the head would teach to blur them."""
    b = len(points)
    points = rotate_z(points, torch.randn(b) * 3)
    points = points * (1 + torch.randn(b, 1, 1) * 0.02) + torch.randn(b, 1, 3) * 0.015
    spread = torch.full((23, 1), 0.01)
    spread[14:19, 0] = torch.linspace(0.015, 0.05, 5)
    each = torch.randn(b, 23, 3) * spread
    each[:, 14:19] = each[:, 14:19].cumsum(1) * 0.6
    return points + each * torch.rand(b, 1, 1)


@torch.no_grad()
def misjudged(points, uv, picture, net):
    """Keypoints and their places most of the way to where the pose network sees them in these Subjects (0..1): its
    real errors."""
    with bf16():
        found, seen = net(picture * 2 - 1)
    found = found[:, :23, :3] + from_middle(points, uv)[1]
    off = (found - points).norm(dim=-1).mean(1)[:, None, None]
    share = (1 - 0.3 * torch.rand(len(points), 1, 1)) * (off < 0.35)        # not when it took the head for the tail
    return points.lerp(found, share.expand_as(points)) + torch.randn_like(points) * 0.005, uv.lerp(seen, share.expand_as(uv))


def batch_of(stream, vae, pose, scale: float, size: int):
    """x0 [B,6,L,32,32], image latents [B,L,32,32], heat [B,6,46,32,32], weight [B,6,1,32,32], alpha [B,6,1,128,128].

    Keypoints: an eighth nearly true, a quarter shaken, the others where the pose network sees them. The model learns
    how far to trust them, so most must be as they will be."""
    mice = stream.batch(size)
    picture, uv, turns, points, _ = subjects(mice, 256, photo=0.75, colours=0.15)   # the views keep the photo's colours
    sure, rest = size // 8, size * 3 // 8
    guessed, seen = misjudged(points[rest:], uv[rest:], picture[rest:], pose)
    points = torch.cat([points[:sure] + torch.randn(sure, 23, 3) * 0.004, shaken(points[sure:rest]), guessed])
    uv = torch.cat([uv[:rest] + torch.randn(rest, 23, 2) * 0.01, seen])
    with torch.no_grad(), bf16():
        image = vae.encode(placed(picture, *placement(points, uv)) * 2 - 1).latent_dist.mode().float() * scale
    each, view = torch.arange(size)[:, None], (torch.arange(6) + turns[:, None]) % 6      # the ring from the input's view on
    x0 = mice["latents"][each, view].float() * scale
    alpha = mice["alpha"][each, view].float()[:, :, None] / 255
    weight = 0.25 + 2 * F.max_pool2d(alpha.flatten(0, 1), 8, 4, 2).unflatten(0, (size, 6))
    heat = heatmaps(points)
    keep = (torch.rand(size) > DROPOUT).float()
    return x0, image * keep[:, None, None, None], heat * keep[:, None, None, None, None], weight, alpha


def centre(x, side: int):
    """The middle `side` of the latent grid's 32 cells, where the mouse is: less to compute. Of pictures, too."""
    cells = x.shape[-1] // 32
    edge = (x.shape[-1] - side * cells) // 2
    return x[..., edge:edge + side * cells, edge:edge + side * cells]


def masks_of(vae, z, alpha):
    """Error of the masks that the decoder draws of unscaled latents z [B,6,L,s,s], one view of each mouse."""
    each, view = torch.arange(len(z)), torch.randint(6, (len(z),))
    with bf16():
        drawn = vae.decode(z[each, view]).sample[:, 3:].float() / 2 + 0.5
    return mask_error(drawn, alpha[each, view])


def loss_of(net, vae, scale: float, x0, image, heat, weight, alpha):
    """Squared error of the clean latents; most samples at pure noise, where it is regression: there mostly the
    absolute error, whose optimum has sharper outlines, and the error of the masks, which latents tell only by halves."""
    b = len(x0)
    t = torch.where(torch.rand(b) < 0.9, torch.full((b,), 999), torch.randint(150, 1000, (b,)))
    bar = ALPHA_BAR.to(t.device)[t][:, None, None, None, None]
    noise = torch.randn_like(x0)
    pure, calm = t == 999, torch.rand(b) < 0.75
    noise *= torch.where(pure & calm, TEMPERATURE, 1.0)[:, None, None, None, None]
    # no trace of the truth in what is meant to be noise: ᾱ is not quite 0 there, and sampling has none either
    noisy = torch.where(pure[:, None, None, None, None], noise, bar.sqrt() * x0 + (1 - bar).sqrt() * noise)
    with bf16():
        v = net(noisy, image, heat, t)
    error = v.float() - (bar.sqrt() * noisy - x0) / (1 - bar).sqrt()
    square = (error.square() * weight).mean((1, 2, 3, 4)) * (0.1 + 1 - bar.flatten())
    sharp = (F.smooth_l1_loss(error, torch.zeros_like(error), reduction="none", beta=0.2) * weight).mean((1, 2, 3, 4))
    loss = torch.where(pure, 0.4 * square + sharp, square).mean()
    if not pure.any():
        return loss, {}
    cover = masks_of(vae, (x0 - (1 - bar).sqrt() * error)[pure] / scale, alpha[pure])
    return loss + MASK * cover, {"pure": square[pure].mean(), "mask": cover}


@torch.no_grad()
def sample(net, image, heat, steps: int, seed: int = 4, guidance: float = 1.0, temperature: float = TEMPERATURE):
    """DDIM, trailing, eta 0: latents [B,6,L,32,32]. `temperature`: of the noise that a single step begins from."""
    x = torch.randn(len(image), 6, *image.shape[1:], generator=torch.Generator().manual_seed(seed), device="cpu").to(image)
    x *= temperature if steps == 1 else 1
    times = [round(1000 - i * 1000 / steps) - 1 for i in range(steps)]
    for t in times:
        bar, before = ALPHA_BAR[t], ALPHA_BAR[max(t - 1000 // steps, 0)]
        v = net(x, image, heat, torch.full((len(x),), t))
        if guidance != 1:
            free = net(x, image * 0, heat * 0, torch.full((len(x),), t))
            v = free + guidance * (v - free)
        clean, noise = bar.sqrt() * x - (1 - bar).sqrt() * v, bar.sqrt() * v + (1 - bar).sqrt() * x
        x = before.sqrt() * clean + (1 - before).sqrt() * noise
    return x


@seeded()
@torch.no_grad()
def evaluate(net, vae, pose, scale, shard, steps: int = 1) -> str:
    """Held-out mice, clean photos, the pose network's keypoints: PSNR over whole views, and over the mouse."""
    mice = whole(shard, slice(0, 48, 4))
    picture = subjects(mice, 256, photo=1, augment=False)[0]
    found, uv = pose(picture * 2 - 1)
    points = found[:, :23, :3]
    image = vae.encode(placed(picture, *centred(points, uv, found[:, :23, 3].exp())) * 2 - 1).latent_dist.mode() * scale
    z = sample(net, image, heatmaps(points), steps)
    found = torch.cat([decode(vae, x / scale)[:, :3] for x in z]).clamp(-1, 1) / 2 + 0.5
    true = images(mice["rgb"]).flatten(0, 1)
    ink, drawn = (true < 0.92).any(1), (found < 0.92).any(1)
    mask = ink[:, None].expand_as(true)
    iou = [float((a & b).sum() / (a | b).sum()) for a, b in ((ink, drawn), (ink[::6], drawn[::6]))]
    return f"PSNR {psnr(true, found):.2f} mouse {psnr(true[mask], found[mask]):.2f} IoU {iou[0]:.3f} of view 0 {iou[1]:.3f}"


def main() -> None:
    args = arguments(60, gpu=True, vae="vae.pt", pose="pose.pt", cache="latents", scale=0.0)
    torch.manual_seed(args.seed)
    vae = load(args.vae, build())
    scale = args.scale or read_checkpoint(args.vae)["scaling"]
    pose = load(args.pose, Pose(config_of(args.pose)))
    net = MultiView(CONFIG)
    run = Run(args, net, lr=2e-3, skip=("view_embeds", "conv_in", "conv_out"), ema=0.99)
    if is_bank(args.data[0]):
        stream = EncodedBank(vae, args, INPUT_KEYS)
    else:
        stream = Latents(vae, args.cache, args.data, INPUT_KEYS, pool=6, turnover=150,
                         seed=args.seed + run.steps, skip=0 if args.heldout else 1)
    shard = read(shards_of(args)[0], INPUT_KEYS)
    size = args.batch or 8
    while run.running:
        batch = batch_of(stream, vae, pose, scale, size)
        if run.fraction < 0.8:
            batch = [centre(x, 24 if run.fraction < 0.4 else 28) for x in batch]
        loss, parts = loss_of(net, vae, scale, *batch)
        if run.update(loss, size, **parts):
            pose = load(args.pose, pose)                              # it may still be learning
            run.report(evaluate(run.shadow, vae, pose, scale, shard), scaling=scale)
    run.save(scaling=scale)


if __name__ == "__main__":
    main()
