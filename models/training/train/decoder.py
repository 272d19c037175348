"""Trains the autoencoder's decoder further, on the latents that the multi-view model makes in one step.

    python -m train.decoder --data DIR --heldout DIR --init vae.pt --vae vae.pt --multiview multiview.pt \\
        --pose pose.pt --out decoder.pt --minutes 40

One step from noise is a regression. It gives the mean of all possible views, with blurred outlines and faint ears. The
decoder learns to paint the most likely view. The encoder is frozen, so the meaning of the latents does not change.
packs/export.py uses this checkpoint instead of vae.pt.
"""
import random

import torch
import torch.nn.functional as F

from data.generated_views import GeneratedViews
from data.streams import INPUT_KEYS, images, read, shards_of, stream_of, whole
from nets.checkpoints import load, read_checkpoint
from nets.precision import bf16
from nets.vae import CONFIG, build

from .losses import EncoderFeatures, mask_error, psnr
from .options import arguments
from .run import Run
from .vae import edges

PAGES = 600                     # generated mice in memory
FACTOR = 4                      # pixels of a view per latent cell, in each direction
INK = 0.92                      # a pixel is white if all channels have at least this value
OUTLINE, FEATURES, MASK = 0.3, 0.5, 0.5     # weights of the losses
TRUE = 0.06                     # fraction of the latents that the encoder made, so that the decoder still fits it


class LatentPool:
    """Latents of the multi-view model, with the true views. new: number of new mice per batch. Others are reused."""

    def __init__(self, generated: GeneratedViews, new: int = 1):
        self.generated, self.new, self.pages, self.drawn = generated, new, None, 0

    def draw(self, mice: dict):
        """Latents f32 [N,6,L,32,32], true views u8 [N,6,128,128,3], alpha u8 [N,6,128,128]. View 0 is the photo's."""
        latents, _, turns = self.generated.latents(mice, colours=0.15)
        each, view = torch.arange(len(turns))[:, None], (torch.arange(6) + turns[:, None]) % 6
        return [latents, mice["rgb"][each, view], mice["alpha"][each, view]]

    def batch(self, count: int):
        """One view per mouse, not view 0: latents [B,L,32,32], true view [B,3,128,128] in 0..1, alpha [B,1,128,128]."""
        drawn = self.draw(self.generated.stream.batch(self.new if self.drawn else max(count, self.new)))
        if self.pages is None:
            self.pages = [tensor.new_empty(PAGES, *tensor.shape[1:]) for tensor in drawn]
        at = (self.drawn + torch.arange(len(drawn[0]))) % PAGES                     # replaces the oldest entries
        for page, tensor in zip(self.pages, drawn):
            page[at] = tensor
        self.drawn += len(at)
        return one_view(self.pages, torch.randperm(min(self.drawn, PAGES))[:count])


def one_view(pages, chosen):
    """One view of each chosen mouse, in the form of `LatentPool.batch`."""
    view = torch.randint(1, 6, (len(chosen),))
    z, rgb, alpha = (page[chosen, view] for page in pages)
    return z, images(rgb), alpha.float()[:, None] / 255


def windows(latents, rgb, alpha, size: int):
    """Cuts `size` x `size` latent cells near a random cell of each mouse, and the same regions of the pictures."""
    count, _, cells, _ = latents.shape
    mouse = F.max_pool2d(alpha, FACTOR).flatten(1)
    at = torch.multinomial((mouse > 0.2).float() + 1e-6, 1)[:, 0]
    start = lambda cell: (cell - size // 2 + torch.randint(-3, 4, (count,))).clamp(0, cells - size)
    top, left = start(at // cells), start(at % cells)

    def cut(picture, n):
        rows, columns = (torch.arange(size * n) + first[:, None] * n for first in (top, left))
        each = torch.arange(count)[:, None, None]
        return picture.movedim(1, -1)[each, rows[:, :, None], columns[:, None]].movedim(-1, 1)
    return cut(latents, 1), cut(rgb, FACTOR), cut(alpha, FACTOR)


def outline(drawn, rgb, alpha):
    """1 - soft IoU of the pixels that are not white. White fur is not counted. Pictures [B,3,H,W] in 0..1."""
    ink = torch.sigmoid((INK - drawn.amin(1)) / 0.02)
    true = (rgb.amin(1) < INK).float()
    counted = 1 - (alpha[:, 0] > 0.5).float() * (1 - true)
    both = ink * true
    return 1 - ((both * counted).sum() + 1) / (((ink + true - both) * counted).sum() + 1)


def loss_of(vae, features, z, rgb, alpha):
    """Loss of decoded latents z [B,L,s,s] against rgb [B,3,S,S] in 0..1 and alpha [B,1,S,S]; dict of values to log."""
    with bf16():
        out = vae.decode(z).sample.float()
    y, x = out[:, :3], rgb * 2 - 1
    weight = 0.25 + 2 * F.max_pool2d((rgb < 0.96).any(1, keepdim=True).float(), 5, 1, 2)
    l1 = ((x - y).abs() * weight).mean()
    edge = sum((a - b).abs().mean() for a, b in zip(edges(x), edges(y)))
    drawn = y / 2 + 0.5
    dice = outline(drawn, rgb, alpha)
    feature = features(drawn.movedim(1, -1), rgb.movedim(1, -1))
    cover = mask_error(out[:, 3:] / 2 + 0.5, alpha)
    loss = l1 + edge + OUTLINE * dice + FEATURES * feature + MASK * cover
    return loss, {"l1": l1, "outline": dice, "features": feature, "mask": cover}


@torch.no_grad()
def evaluate(vae, latents, rgb, alpha) -> str:
    """A log line that compares decoded with true views: PSNR, IoU of the masks, IoU of pixels that are not white."""
    found = torch.cat([vae.decode(z).sample for z in latents.split(5)]).clamp(-1, 1) / 2 + 0.5
    drawn, cover = found[:, :3], found[:, 3]
    pairs = {"mask": (cover > 0.5, alpha[:, 0] > 0.5), "ink": ((drawn < INK).any(1), (rgb < INK).any(1))}
    ious = {k: ((p & q).sum((1, 2)) / (p | q).sum((1, 2)).clamp(min=1)).mean() for k, (p, q) in pairs.items()}
    return f"PSNR {psnr(rgb, drawn):.2f} IoU " + " ".join(f"{k} {v:.4f}" for k, v in ious.items())


def main() -> None:
    args = arguments(40, gpu=True, vae="vae.pt", multiview="multiview.pt", pose="pose.pt", mice=40, new=1)
    torch.manual_seed(args.seed), random.seed(args.seed)
    vae = build(CONFIG)
    vae.encoder.requires_grad_(False), vae.quant_conv.requires_grad_(False)
    run = Run(args, vae, lr=1e-3, decay=0)
    first = load(args.vae, build(CONFIG))
    features, scaling = EncoderFeatures(first), read_checkpoint(args.vae)["scaling"]
    stream = stream_of(args, INPUT_KEYS, seed=args.seed + run.steps)
    pool = LatentPool(GeneratedViews(args, stream), args.new)
    held = whole(read(shards_of(args)[0], INPUT_KEYS), slice(args.mice))
    check = one_view(pool.draw(held), torch.arange(len(held["rgb"])))
    size = args.batch or 8
    while run.running:
        z, rgb, alpha = pool.batch(size)
        few = max(2, round(TRUE * size))
        if random.random() < TRUE * size / few:
            with torch.no_grad():
                z[:few] = first.encode(rgb[:few] * 2 - 1).latent_dist.mode()
        loss, parts = loss_of(vae, features, *windows(z, rgb, alpha, 16 if run.fraction < 0.8 else 24))
        if run.update(loss, size, **parts):
            run.report(evaluate(run.shadow, *check), scaling=scaling)
    run.save(scaling=scaling)


if __name__ == "__main__":
    main()
