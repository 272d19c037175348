"""Trains the pose network: subject -> 23 keypoints and the up direction, in the rig's frame.

    python -m train.pose --data DIR --heldout DIR --out pose.pt --minutes 30

packs/grow_pose.py deepens the checkpoint of a shallower network, so that this training can start from it.
"""
import torch
import torch.nn.functional as F

from data.streams import PHOTO_KEYS, read, shards_of, stream_of, whole
from data.subjects import about_centre, mirror, rolled, subjects
from nets.pose import CONFIG, Pose
from nets.precision import bf16, seeded

from .options import arguments
from .run import Run


class SubjectPool:
    """Subjects. Each is used about `uses` times, with different augmentations, because making a subject takes as long
    as a training step on it. pages: number of subjects in memory."""

    def __init__(self, stream, pages: int = 768, uses: int = 3):
        self.stream, self.uses = stream, uses
        self.pages = [torch.cat(parts) for parts in zip(*(self.fresh(min(256, pages)) for _ in range(0, pages, 256)))]

    def fresh(self, count: int) -> list:
        """Subjects [N,3,S,S] in -1..1, uv [N,23,2], keypoints [N,23,3], up [N,1,3]."""
        out, uv, _, points, up = subjects(self.stream.batch(count), CONFIG["size"], photo=1)
        return [out * 2 - 1, uv, about_centre(points, uv)[0], up]

    def batch(self, size: int):
        """A batch of new and old subjects, in the form of `fresh`, with N = size. New subjects replace stored ones."""
        new, count = self.fresh(max(1, size // self.uses)), len(self.pages[0])
        old, out = torch.randperm(count)[:size - len(new[0])], torch.randperm(count)[:len(new[0])]
        order = torch.randperm(size)
        parts = [torch.cat([n, page[old]])[order] for n, page in zip(new, self.pages)]
        for n, page in zip(new, self.pages):
            page[out] = n
        flipped = mirror(*(part[: size // 2] for part in parts))
        return rolled(*(torch.cat([a, b[size // 2:]]) for a, b in zip(flipped, parts)))


def coarser(image, fraction: float = 0.35):
    """Halves the resolution of a fraction of the subjects [B,3,S,S]."""
    half = F.interpolate(F.avg_pool2d(image, 2), scale_factor=2, mode="bilinear", align_corners=False)
    return torch.where(torch.rand(len(image), 1, 1, 1) < fraction, half, image)


def loss_of(net, image, uv, points, up):
    """L1 error in space, distance in the picture, and calibration of the predicted log error.

    -> loss, mean keypoint error in world units, mean keypoint error in the picture (-1..1)."""
    with bf16():
        out, found_uv = net(coarser(image))
    points = torch.cat([points, up], 1)
    distance = (out[..., :3] - points).norm(dim=-1)
    log_error = out[..., 3].clamp(-6, 3)
    calibration = (distance.detach().clamp(min=1e-3) * torch.exp(-log_error) + log_error).mean()
    # Only keypoints inside the picture count for the heat maps.
    inside = (uv.abs().amax(-1) < 1).float()
    picture = ((found_uv - uv).norm(dim=-1) * inside).mean()
    space = (out[..., :3] - points).abs().sum(-1).mean()
    return space + 0.5 * picture + 0.05 * calibration, distance[:, :-1].mean(), picture


@seeded()
@torch.no_grad()
def evaluate(net, shards) -> str:
    """A log line with keypoint errors of held-out mice, with true and rough masks, and the error of `up` in degrees."""
    errors, tilt = {"photo": [], "rough": []}, []
    for path in shards:
        mice = whole(read(path, PHOTO_KEYS))
        for name, augment in (("photo", False), ("rough", True)):
            out, uv, _, points, up = subjects(mice, CONFIG["size"], photo=1, augment=augment)
            found, points = net(out * 2 - 1)[0][..., :3], about_centre(points, uv)[0]
            errors[name].append(found[:, :-1] - points)
            tilt.append(torch.rad2deg(torch.acos(F.cosine_similarity(found[:, -1], up[:, 0]).clamp(-1, 1))))
    body = {k: torch.cat(v).norm(dim=-1) for k, v in errors.items()}
    axes = torch.cat(errors["photo"])[:, :14].square().mean((0, 1)).sqrt()
    means = " ".join(f"{k} {v.mean():.4f}" for k, v in body.items())
    photo = body["photo"]
    return (f"error {means} trunk {photo[:, :8].mean():.4f} tail {photo[:, 14:19].mean():.4f} "
            f"tip {photo[:, 18].mean():.4f} axes {' '.join(f'{a:.4f}' for a in axes)} up {torch.cat(tilt).mean():.2f}")


def main() -> None:
    args = arguments(30, gpu=True, pages=768, uses=3)
    torch.manual_seed(args.seed)
    net = Pose(CONFIG).to(memory_format=torch.channels_last)
    run = Run(args, net, lr=2e-3, skip=("heat", "head", "embed"), ema=0.994)
    pool = SubjectPool(stream_of(args, PHOTO_KEYS, seed=args.seed + run.steps), args.pages, args.uses)
    shards = shards_of(args)
    while run.running:
        loss, distance, picture = loss_of(net, *pool.batch(args.batch or 32))
        if run.update(loss, args.batch or 32, space=distance, picture=picture):
            run.report(evaluate(run.shadow, shards))
    run.save()


if __name__ == "__main__":
    main()
