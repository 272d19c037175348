"""Trains the matting network: photo, letterboxed into a square -> alpha. It starts with small pictures.

    python -m train.matting --data DIR --heldout DIR --out matting.pt --minutes 15 [--above DIR]

--above: folder of `mice.dataset --from-above` or of `data.render_bank --above`. A quarter of the photos come from it.
"""
import numpy as np
import torch
import torch.nn.functional as F

from data.photos import KEYS, PhotoSource, photo, tensors
from data.streams import read, shards_of
from nets.matting import CONFIG, Matting
from nets.precision import bf16

from .crops import letterbox
from .options import arguments
from .run import Run


class PhotoPool:
    """Photos with backgrounds. Each is used about `uses` times, with different crops, because making a photo takes
    longer than a training step on it. A new photo replaces the easier of two random photos, so hard photos stay longer.
    size: number of photos in memory."""

    def __init__(self, source: PhotoSource, size: int = 240, uses: int = 5):
        self.source, self.size, self.uses, self.due = source, size, uses, 0.0
        self.rgb, self.alpha = source.take(1)
        self.iou = torch.zeros(1)                       # IoU of each photo's predicted mask, at its last use

    def batch(self, count: int):
        """Indices [count] of the photos to train on, of new and of old photos."""
        if len(self.iou) < self.size:
            new = count
        else:
            self.due += count / self.uses
            new = int(self.due)
            self.due -= new
        return torch.cat([self.add(new), torch.randperm(len(self.iou))[:count - new]])

    def add(self, count: int):
        if not count:
            return torch.zeros(0, dtype=torch.long)
        rgb, alpha = self.source.take(count)
        if len(self.iou) < self.size:
            at = torch.arange(count) + len(self.iou)
            self.rgb, self.alpha = torch.cat([self.rgb, rgb]), torch.cat([self.alpha, alpha])
            self.iou = torch.cat([self.iou, torch.zeros(count)])
            return at
        two = torch.randperm(len(self.iou))[:2 * count].view(count, 2)
        at = two.gather(1, self.iou[two].argmax(1, keepdim=True))[:, 0]
        self.rgb[at], self.alpha[at], self.iou[at] = rgb, alpha, 0.0
        return at


def loss_of(logits, alpha):
    """Cross-entropy, with weight 4 near outlines, plus half of 1 - soft IoU. -> loss, soft IoU per picture [B]."""
    soft = F.avg_pool2d(F.pad(alpha, (4, 4, 4, 4), mode="replicate"), 9, 1)
    border = 1 + 3 * ((soft > 0.02) & (soft < 0.98)).float()
    entropy = (F.binary_cross_entropy_with_logits(logits, alpha, reduction="none") * border).mean()
    found = logits.sigmoid()
    both = (found * alpha).sum((1, 2, 3))
    iou = (both + 1) / ((found + alpha - found * alpha).sum((1, 2, 3)) + 1)
    return entropy + 0.5 * (1 - iou).mean(), iou.detach()


@torch.no_grad()
def evaluate(net, shards) -> str:
    """A log line with the IoU at threshold 0.5 and the mean absolute error, for held-out photos at full size."""
    iou, error = [], []
    rng = np.random.default_rng(7)
    for path in shards[:2]:
        shard = read(path, KEYS)
        mice = ({k: v[i] for k, v in shard.items()} for i in range(len(shard["photo_rgb"])))
        photos = [photo(mouse, rng) for mouse in mice]
        for i in range(0, len(photos), 8):
            rgb, alpha = (u8.float() / 255 for u8 in tensors(photos[i:i + 8]))
            found = net(rgb * 2 - 1)
            a, b = found > 0.5, alpha > 0.5
            iou += ((a & b).sum((1, 2, 3)) / (a | b).sum((1, 2, 3)).clamp(min=1)).tolist()
            error.append((found - alpha).abs().mean())
    iou = torch.tensor(iou)
    worst = iou.sort().values[:max(1, len(iou) // 10)]
    return f"IoU {iou.mean():.4f} worst tenth {worst.mean():.4f} error {torch.stack(error).mean():.4f}"


def main() -> None:
    args = arguments(15, gpu=True, above=None, start_size=128, pages=240, uses=5, workers=0)
    torch.manual_seed(args.seed)
    net = Matting(CONFIG)
    run = Run(args, net, lr=2e-3)
    source = PhotoSource(args.data, args.above, args.seed + run.steps, 0 if args.heldout else 1, args.workers)
    pool = PhotoPool(source, args.pages, args.uses)
    shards = shards_of(args)
    while run.running:
        size = 128 if run.fraction < 0.5 else 192 if run.fraction < 0.7 else 256
        size = max(size, args.start_size)                        # for weights that were trained on large pictures
        batch = args.batch or (24 * 128**2 // size**2 if size == args.start_size else {192: 12, 256: 8}[size])
        pages = pool.batch(batch)
        rgb, alpha = letterbox(pool.rgb[pages].float() / 255, pool.alpha[pages].float() / 255, size)
        with bf16():
            logits = net.logits(rgb * 2 - 1)
        loss, iou = loss_of(logits.float(), alpha)
        pool.iou[pages] = iou
        if run.update(loss, batch, iou=iou.mean()):
            run.report(evaluate(run.shadow, shards))
    run.save()
    source.close()


if __name__ == "__main__":
    main()
