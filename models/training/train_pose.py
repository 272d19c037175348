"""Train the pose network: Subject -> 23 keypoints in the rig's frame.

    python train_pose.py --data DIR --heldout DIR --out pose.pt --minutes 30
"""
import random

import torch

from common import Run, arguments, bf16
from data import INPUT_KEYS, Stream, mirror, read, shards_of, subjects
from nets.pose import CONFIG, Pose


class Album:
    """Subjects, each used a few times (mirrored or not): making one takes as long as learning from it."""

    def __init__(self, stream: Stream, pages: int = 768, uses: int = 3):
        self.stream, self.uses = stream, uses
        self.pages = self.fresh(pages)

    def fresh(self, count: int) -> list:
        out, uv, _, points = subjects([self.stream.next() for _ in range(count)], CONFIG["size"])
        return list(zip(out * 2 - 1, uv, points))

    def batch(self, size: int):
        """Subjects [B,3,128,128] in -1..1, uv [B,23,2], keypoints [B,23,3]."""
        new = self.fresh(max(1, size // self.uses))
        pages = new + random.sample(self.pages, size - len(new))
        for page in new:
            self.pages[random.randrange(len(self.pages))] = page
        random.shuffle(pages)
        out, uv, points = (torch.stack(part) for part in zip(*pages))
        flipped = mirror(*(part[: size // 2] for part in (out, uv, points)))
        return [torch.cat([a, b[size // 2:]]) for a, b in zip(flipped, (out, uv, points))]


def loss_of(net, image, uv, points):
    """L1 in space and in the picture, and a calibrated log of the expected error."""
    with bf16():
        out, seen = net(image)
    distance = (out[..., :3] - points).norm(dim=-1)
    log_error = out[..., 3].clamp(-6, 3)
    calibration = (distance.detach().clamp(min=1e-3) * torch.exp(-log_error) + log_error).mean()
    # where a heat map looks: hidden and cut-off points count less
    inside = (uv.abs().amax(-1) < 1).float()
    picture = ((seen - uv).norm(dim=-1) * inside).mean()
    space = (out[..., :3] - points).abs().sum(-1).mean()
    return space + 0.5 * picture + 0.05 * calibration, distance.mean(), picture


@torch.no_grad()
def evaluate(net, shards) -> str:
    """Mean error in space of held-out mice: photos with clean masks, photos with rough ones, rig views."""
    state = random.getstate(), torch.get_rng_state()
    random.seed(1), torch.manual_seed(1)
    errors = {"photo": [], "rough": [], "view": []}
    for path in shards:
        shard = read(path, INPUT_KEYS)
        mice = [{k: v[i] for k, v in shard.items()} for i in range(len(shard["keypoints"]))]
        for name, augment, views in (("photo", False, [-1] * len(mice)), ("rough", True, [-1] * len(mice)),
                                     ("view", False, [i % 6 for i in range(len(mice))])):
            out, _, _, points = subjects(mice, CONFIG["size"], augment=augment, views=views)
            found = net(out * 2 - 1)[0][..., :3]
            errors[name].append((found - points).norm(dim=-1))
    random.setstate(state[0]), torch.set_rng_state(state[1])
    body = torch.cat(errors["photo"])
    means = " ".join(f"{k} {torch.cat(v).mean():.4f}" for k, v in errors.items())
    return f"error {means} median {body.median():.4f} trunk {body[:, :8].mean():.4f} tail tip {body[:, 18].mean():.4f}"


def main() -> None:
    args = arguments(30)
    torch.manual_seed(args.seed), random.seed(args.seed)
    net = Pose(CONFIG)
    run = Run(args, net, lr=2e-3, skip=("heat", "head", "embed"))
    album = Album(Stream(args.data, INPUT_KEYS, seed=args.seed + run.steps, skip=0 if args.heldout else 1))
    shards = shards_of(args)
    while run.running:
        loss, distance, picture = loss_of(net, *album.batch(args.batch or 32))
        if run.update(loss, args.batch or 32, space=distance, picture=picture):
            run.report(evaluate(run.shadow, shards))
    run.save()


if __name__ == "__main__":
    main()
