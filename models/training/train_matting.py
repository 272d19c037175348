"""Train the matting network: photo, letterboxed into a square -> alpha. Small pictures first, then full size.

    python train_matting.py --data DIR --heldout DIR --out matting.pt --minutes 15 [--above DIR]

--above: shards of `mice.dataset --from-above`, or what `bank.py --above` wrote; a quarter of the photos come from there.
"""
import numpy as np
import torch
import torch.nn.functional as F

from common import Run, arguments, bf16
from data import read, shards_of
from nets.matting import CONFIG, Matting
from studio import KEYS, Studio, photo, tensors

CLOSE = 0.4            # of the pictures are such as the app's closer look sees


class Album:
    """Photos with backgrounds, each used a few times (cut and mirrored differently): building one takes
    longer than learning from it. Hard ones stay longer: a new page takes the place of the easier of two."""

    def __init__(self, studio: Studio, size: int = 240, uses: int = 5):
        self.studio, self.size, self.uses, self.due = studio, size, uses, 0.0
        self.rgb, self.alpha = studio.take(1)
        self.iou = torch.zeros(1)                       # how well each was cut out when last seen

    def batch(self, count: int):
        """Which pages [count] to learn from: new ones and old ones."""
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
        rgb, alpha = self.studio.take(count)
        if len(self.iou) < self.size:
            at = torch.arange(count) + len(self.iou)
            self.rgb, self.alpha = torch.cat([self.rgb, rgb]), torch.cat([self.alpha, alpha])
            self.iou = torch.cat([self.iou, torch.zeros(count)])
            return at
        two = torch.randperm(len(self.iou))[:2 * count].view(count, 2)
        at = two.gather(1, self.iou[two].argmax(1, keepdim=True))[:, 0]
        self.rgb[at], self.alpha[at], self.iou[at] = rgb, alpha, 0.0
        return at


def extent(there):
    """there bool [B,N] -> first and last place that holds, or 0 and N - 1: [B] each."""
    n = there.shape[1]
    none = ~there.any(1)
    first = there.float().argmax(1)
    last = n - 1 - there.flip(1).float().argmax(1)
    return first.masked_fill(none, 0), last.masked_fill(none, n - 1)


def closer(rows, columns):
    """Squares about the mouse, as the app's closer look takes them: y0, y1, x0, x1, [B] each."""
    (top, bottom), (left, right) = extent(rows), extent(columns)
    longest = torch.maximum(bottom - top, right - left) + 1
    side = longest * (1.1 + 0.7 * torch.rand(len(longest)))

    def within(first, last, n):
        s = side.clamp(min=n / 8, max=n).floor()
        middle = (first + last + 1) / 2 + (torch.rand(len(s)) - 0.5) * (s - longest - 2).clamp(min=0)
        start = (middle - s / 2).clamp(min=0).minimum(n - s).long()
        return start, start + s.long()
    return *within(top, bottom, rows.shape[1]), *within(left, right, columns.shape[1])


def letterbox(rgb, alpha, size: int):
    """Cut random rectangles that hold the mouse and fit them into the square, the bars filled with the mean
    of the rectangle's edge - as the app does with a photo that is not square. rgb f32 [B,3,H,W], alpha f32 [B,1,H,W],
    both 0..1 -> [B,3,size,size], [B,1,size,size]."""
    b, _, h, w = rgb.shape
    cut = torch.rand(b) < 0.75
    keep = torch.where(torch.rand(b) < 0.85, torch.rand(b) ** 2, 0.0) * cut          # how much of the margins goes

    def sides(there):
        first, last = extent(there)
        n = there.shape[1]
        return (first * keep * torch.rand(b)).long(), n - ((n - 1 - last) * keep * torch.rand(b)).long()
    rows, columns = (alpha[:, 0] > 0.1).any(2), (alpha[:, 0] > 0.1).any(1)
    (y0, y1), (x0, x1) = sides(rows), sides(columns)
    close = torch.rand(b) < CLOSE
    for side, near in zip((y0, y1, x0, x1), closer(rows, columns)):
        side[close] = near[close]
    high, wide = y1 - y0, x1 - x0
    longer = torch.maximum(high, wide)
    y, x = torch.arange(h)[None, :, None], torch.arange(w)[None, None]
    at = lambda v: v[:, None, None]
    within = (y >= at(y0)) & (y < at(y1)) & (x >= at(x0)) & (x < at(x1))
    inner = (y > at(y0)) & (y < at(y1) - 1) & (x > at(x0)) & (x < at(x1) - 1)
    ring = (within & ~inner).float()[:, None]
    edge = (rgb * ring).sum((2, 3), keepdim=True) / ring.sum((2, 3), keepdim=True)

    n = 2 * size if size < 256 else size                                              # smaller: no pixel is left out
    c = (torch.arange(n) + 0.5) / n - 0.5
    u = (c * longer[:, None] + wide[:, None] / 2) * torch.where(torch.rand(b) < 0.5, -1.0, 1.0)[:, None]    # or in a mirror
    u = torch.where(u[:, :1] > u[:, -1:], u + wide[:, None], u)
    v = c * longer[:, None] + high[:, None] / 2
    inside = ((u > 0) & (u < wide[:, None]))[:, None] & ((v > 0) & (v < high[:, None]))[:, :, None]
    u, v = u.clamp(min=0.5).minimum(wide[:, None] - 0.5) + x0[:, None], v.clamp(min=0.5).minimum(high[:, None] - 0.5) + y0[:, None]
    grid = torch.stack([(u / w * 2 - 1)[:, None].expand(-1, n, n), (v / h * 2 - 1)[:, :, None].expand(-1, n, n)], -1)
    both = F.grid_sample(torch.cat([rgb, alpha], 1), grid, mode="bilinear", align_corners=False)
    both = torch.where(inside[:, None], both, F.pad(edge, (0, 0, 0, 0, 0, 1)))
    both = F.avg_pool2d(both, n // size) if n > size else both
    return both[:, :3], both[:, 3:]


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
        photos = [photo({k: v[i] for k, v in shard.items()}, rng) for i in range(len(shard["photo_rgb"]))]
        for i in range(0, len(photos), 8):
            rgb, alpha = (part.float() / 255 for part in tensors(photos[i:i + 8]))
            found = net(rgb * 2 - 1)
            a, b = found > 0.5, alpha > 0.5
            iou += ((a & b).sum((1, 2, 3)) / (a | b).sum((1, 2, 3)).clamp(min=1)).tolist()
            error.append((found - alpha).abs().mean())
    iou = torch.tensor(iou)
    return f"IoU {iou.mean():.4f} worst tenth {iou.sort().values[:max(1, len(iou) // 10)].mean():.4f} error {torch.stack(error).mean():.4f}"


def main() -> None:
    args = arguments(15, gpu=True, above=None, start_size=128, pages=240, uses=5, workers=0)
    torch.manual_seed(args.seed)
    net = Matting(CONFIG)
    run = Run(args, net, lr=2e-3)
    studio = Studio(args.data, args.above, args.seed + run.steps, 0 if args.heldout else 1, args.workers)
    album = Album(studio, args.pages, args.uses)
    shards = shards_of(args)
    while run.running:
        size = 128 if run.fraction < 0.5 else 192 if run.fraction < 0.7 else 256
        size = max(size, args.start_size)                        # weights that have seen large pictures before
        batch = args.batch or (24 * 128**2 // size**2 if size == args.start_size else {192: 12, 256: 8}[size])
        pages = album.batch(batch)
        rgb, alpha = letterbox(album.rgb[pages].float() / 255, album.alpha[pages].float() / 255, size)
        with bf16():
            logits = net.logits(rgb * 2 - 1)
        loss, iou = loss_of(logits.float(), alpha)
        album.iou[pages] = iou
        if run.update(loss, batch, iou=iou.mean()):
            run.report(evaluate(run.shadow, shards))
    run.save()
    studio.close()


if __name__ == "__main__":
    main()
