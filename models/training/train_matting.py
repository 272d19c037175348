"""Train the matting network: photo, letterboxed into a square -> alpha. Small pictures first, then full size.

    python train_matting.py --data DIR --heldout DIR --out matting.pt --minutes 15 [--above DIR]

--above: shards of `mice.dataset --from-above`; a quarter of the photos come from there.
"""
import random

import numpy as np
import torch
import torch.nn.functional as F

from common import Run, arguments, bf16
from data import Stream, images, read, shards_of
from mice.backgrounds import composite
from nets.matting import CONFIG, Matting

KEYS = ("photo_rgb", "photo_alpha")


def photo(mouse: dict, rng: np.random.Generator, above: bool = False):
    """A photo with a background: rgb f32 [3,256,256] in 0..1, alpha f32 [1,256,256]."""
    rgb, alpha = composite(mouse["photo_rgb"], mouse["photo_alpha"], rng, above)
    if above:                                                    # no side of such a picture is its upper one
        turn = int(rng.integers(4))
        rgb, alpha = np.rot90(rgb, turn), np.rot90(alpha, turn)
    return images(rgb), torch.from_numpy(np.ascontiguousarray(alpha)).float()[None] / 255


class Page:
    """A photo with its background, and how well it was cut out when last seen (IoU)."""

    def __init__(self, rgb, alpha):
        self.rgb, self.alpha, self.iou = rgb, alpha, 0.0


class Album:
    """Photos with backgrounds, each used a few times (cut and mirrored differently): building one takes
    longer than learning from it. Hard ones stay longer: a new page takes the place of the easier of two."""

    def __init__(self, stream: Stream, rng, above: Stream | None = None, size: int = 240, uses: int = 5):
        self.stream, self.above, self.rng, self.size, self.uses = stream, above, rng, size, uses
        self.pages, self.next = [], 0.0

    def fresh(self) -> Page:
        above = self.above is not None and random.random() < 0.25
        return Page(*photo((self.above if above else self.stream).next(), self.rng, above))

    def batch(self, count: int) -> list[Page]:
        fresh = count if len(self.pages) < self.size else 0
        self.next += 0 if fresh else count / self.uses
        fresh, self.next = fresh + int(self.next), self.next % 1
        seen = random.sample(self.pages, count - fresh)
        new = [self.fresh() for _ in range(fresh)]
        for page in new:
            if len(self.pages) < self.size:
                self.pages.append(page)
            else:
                easy = max(random.sample(range(self.size), 2), key=lambda i: self.pages[i].iou)
                self.pages[easy] = page
        return new + seen


def letterbox(rgb, alpha, size: int):
    """Cut a random rectangle that holds the mouse and fit it into the square, the bars filled with the mean
    of the rectangle's edge - as the app does with a photo that is not square."""
    h, w = rgb.shape[1:]
    rows, columns = (alpha[0] > 0.1).any(1).nonzero()[:, 0], (alpha[0] > 0.1).any(0).nonzero()[:, 0]
    y0, y1, x0, x1 = 0, h, 0, w
    if len(rows) and random.random() < 0.75:
        keep = random.random() ** 2 if random.random() < 0.85 else 0.0           # how much of the margins goes
        y0, y1 = int(rows[0] * keep * random.random()), h - int((h - 1 - rows[-1]) * keep * random.random())
        x0, x1 = int(columns[0] * keep * random.random()), w - int((w - 1 - columns[-1]) * keep * random.random())
    rgb, alpha = rgb[:, y0:y1, x0:x1], alpha[:, y0:y1, x0:x1]
    if random.random() < 0.5:
        rgb, alpha = rgb.flip(-1), alpha.flip(-1)
    h, w = rgb.shape[1:]
    scale = size / max(h, w)
    nh, nw = max(8, round(h * scale)), max(8, round(w * scale))
    both = F.interpolate(torch.cat([rgb, alpha])[None], size=(nh, nw), mode="bilinear", antialias=True)[0]
    rgb, alpha = both[:3], both[3:]
    edge = torch.cat([rgb[:, 0], rgb[:, -1], rgb[:, :, 0], rgb[:, :, -1]], 1).mean(1)
    canvas, mask = edge[:, None, None].expand(3, size, size).clone(), torch.zeros(1, size, size)
    top, left = (size - nh) // 2, (size - nw) // 2
    canvas[:, top:top + nh, left:left + nw] = rgb
    mask[:, top:top + nh, left:left + nw] = alpha
    return canvas, mask


def loss_of(logits, alpha):
    """Cross-entropy, heavier along the border, and soft IoU per picture."""
    soft = F.avg_pool2d(F.pad(alpha, (4, 4, 4, 4), mode="replicate"), 9, 1)
    border = 1 + 3 * ((soft > 0.02) & (soft < 0.98)).float()
    entropy = (F.binary_cross_entropy_with_logits(logits, alpha, reduction="none") * border).mean()
    found = logits.sigmoid()
    both = (found * alpha).sum((1, 2, 3))
    iou = (both + 1) / ((found + alpha - found * alpha).sum((1, 2, 3)) + 1)
    return entropy + 0.5 * (1 - iou).mean(), iou.detach()


@torch.no_grad()
def evaluate(net, shards) -> str:
    """IoU at 0.5 and mean absolute error of held-out photos, at full size."""
    iou, error = [], []
    rng = np.random.default_rng(7)
    for path in shards[:2]:
        shard = read(path, KEYS)
        pairs = [photo({k: v[i] for k, v in shard.items()}, rng) for i in range(len(shard["photo_rgb"]))]
        for i in range(0, len(pairs), 8):
            rgb, alpha = (torch.stack(x) for x in zip(*pairs[i:i + 8]))
            found = net(rgb * 2 - 1)
            a, b = found > 0.5, alpha > 0.5
            iou += ((a & b).sum((1, 2, 3)) / (a | b).sum((1, 2, 3)).clamp(min=1)).tolist()
            error.append((found - alpha).abs().mean())
    iou = torch.tensor(iou)
    return f"IoU {iou.mean():.4f} worst tenth {iou.sort().values[:max(1, len(iou) // 10)].mean():.4f} error {torch.stack(error).mean():.4f}"


def main() -> None:
    args = arguments(15, above=None, start_size=128)
    torch.manual_seed(args.seed), random.seed(args.seed)
    net = Matting(CONFIG)
    run = Run(args, net, lr=2e-3)
    rng = np.random.default_rng(args.seed + run.steps)
    above = Stream([args.above], KEYS, seed=args.seed + run.steps) if args.above else None
    album = Album(Stream(args.data, KEYS, seed=args.seed + run.steps, skip=0 if args.heldout else 1), rng, above)
    shards = shards_of(args)
    while run.running:
        size, batch = (128, 24) if run.fraction < 0.5 else (192, 12) if run.fraction < 0.7 else (256, 8)
        if size < args.start_size:                               # weights that have seen large pictures before
            size, batch = args.start_size, 24 * 128**2 // args.start_size**2
        pages = album.batch(batch)
        rgb, alpha = (torch.stack(x) for x in zip(*(letterbox(page.rgb, page.alpha, size) for page in pages)))
        with bf16():
            logits = net.logits(rgb * 2 - 1)
        loss, iou = loss_of(logits.float(), alpha)
        for page, found in zip(pages, iou.tolist()):
            page.iou = found
        if run.update(loss, batch, iou=iou.mean()):
            run.report(evaluate(run.shadow, shards))
    run.save()


if __name__ == "__main__":
    main()
