"""Trains the autoencoder: rig views and subjects -> latents -> the same pictures, and the masks of the views.

    python -m train.vae --data DIR --heldout DIR --out vae.pt --minutes 15
"""
import random

import torch
import torch.nn.functional as F

from data.degrade import recolour
from data.streams import INPUT_KEYS, Stream, images, read, shards_of, stacked
from data.subjects import subjects
from nets.precision import bf16
from nets.vae import CONFIG, build

from .losses import psnr
from .options import arguments
from .run import Run

KL = 1e-6               # weight of the KL term
UNKNOWN = 3.0           # value in place of the mask of a subject, which is not known


def batch_of(stream: Stream, size: int):
    """Pictures and masks [B,4,128,128] in -1..1, three rig views per subject. Half are mirrored, some recoloured."""
    mice = [(stream.next(), random.randrange(6)) for _ in range(size)]
    views = torch.stack([images(mouse["rgb"][at]) for mouse, at in mice])
    masks = torch.stack([torch.from_numpy(mouse["alpha"][at]).float()[None] / 255 for mouse, at in mice])
    quarter = size // 4
    views[:quarter] = subjects(stacked([mouse for mouse, _ in mice[:quarter]]))[0]
    views[quarter : size // 2] = recolour(views[quarter : size // 2])
    both = torch.cat([views, masks], 1) * 2 - 1
    both[:quarter, 3] = UNKNOWN
    return torch.where(torch.rand(size, 1, 1, 1) < 0.5, both.flip(-1), both)


def crop(x, size: int):
    """Cuts a square near the mouse from each picture: [B,4,size,size]. Most of a whole view is white."""
    out = []
    for picture in x:
        rows, columns = (picture[:3] < 0.96).any(0).nonzero(as_tuple=True)
        y, x0 = (rows.float().mean(), columns.float().mean()) if len(rows) else (64.0, 64.0)
        y, x0 = (int(min(max(float(c) + random.gauss(0, 10) - size / 2, 0), x.shape[-1] - size)) for c in (y, x0))
        out.append(picture[:, y : y + size, x0 : x0 + size])
    return torch.stack(out)


def edges(x):
    """Differences between each pixel and its right neighbour, and its lower neighbour."""
    return x[..., :, 1:] - x[..., :, :-1], x[..., 1:, :] - x[..., :-1, :]


def loss_of(vae, x):
    """L1 error (weight 2.25 at and near the mouse, 0.25 elsewhere), L1 of edges and of the mask, and a small KL term.

    Noise on the latents makes the decoder tolerant of the errors of the UNet."""
    x, true = x[:, :3], x[:, 3:]
    with bf16():
        posterior = vae.encode(x).latent_dist
        z = posterior.mean + posterior.std * torch.randn_like(posterior.mean)
        y = vae.decode(z).sample
    y, drawn = y.float().split((3, 1), 1)
    weight = 0.25 + 2 * F.max_pool2d((x < 0.96).any(1, keepdim=True).float(), 5, 1, 2)
    l1 = ((x - y).abs() * weight).mean()
    edge = sum((a - b).abs().mean() for a, b in zip(edges(x), edges(y)))
    mask = ((drawn - true).abs() * (true <= 1)).mean()
    kl = 0.5 * (posterior.mean ** 2 + posterior.var - 1 - posterior.logvar).float().sum((1, 2, 3)).mean()
    return l1 + edge + mask + KL * kl, {"l1": l1, "mask": mask, "kl": kl}


@torch.no_grad()
def evaluate(vae, shards) -> tuple[str, float]:
    """A log line with the PSNR of held-out views, and 1 / standard deviation of their latents."""
    shard = read(shards[0], INPUT_KEYS)
    x = images(shard["rgb"][:16, ::2].reshape(-1, 128, 128, 3)) * 2 - 1
    z = vae.encode(x).latent_dist.mode()
    y = vae.decode(z).sample[:, :3].clamp(-1, 1)
    ink = (x < 0.96).any(1, keepdim=True).expand_as(x)
    front = psnr(x[ink] / 2, y[ink] / 2)
    scale = 1 / float(z.std())
    return f"PSNR {psnr(x / 2, y / 2):.2f} mouse {front:.2f} scaling {scale:.4f}", scale


def main() -> None:
    args = arguments(15)
    torch.manual_seed(args.seed), random.seed(args.seed)
    vae = build(CONFIG)
    run = Run(args, vae, lr=2e-3)
    stream = Stream(args.data, INPUT_KEYS, seed=args.seed + run.steps, skip=0 if args.heldout else 1)
    shards = shards_of(args)
    size = args.batch or 16
    while run.running:
        x = batch_of(stream, size)
        # The training starts with crops. It ends with whole pictures, for the attention over all positions.
        x = crop(x, 48) if run.fraction < 0.94 else x[: size // 2]
        loss, parts = loss_of(vae, x)
        if run.update(loss, size, **parts):
            text, scale = evaluate(run.shadow, shards)
            run.report(text, scaling=scale)
    run.save(scaling=evaluate(run.shadow, shards)[1])


if __name__ == "__main__":
    main()
