"""Data sets of mice.  python -m mice.dataset --out DIR --first-seed 0 --count 3000 --workers 2"""

import argparse
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import numpy as np

from .frames import project
from .kinds import FURS, POSES
from .render import novel_cameras, photo_camera, render, rig_cameras, sample_mouse
from .shards import save_shard

SHARD = 50
PHOTO = 256


def one(seed, size=128):
    """All arrays of one mouse (README.md lists the keys)."""
    mouse, rng = sample_mouse(seed), np.random.default_rng((seed, 1))
    rig = render(mouse, rig_cameras(size), size)
    novel_at = novel_cameras(rng, size)
    novel = render(mouse, novel_at, size)
    photo_at = [photo_camera(rng, mouse, PHOTO) for _ in range(2)]
    photo = render(mouse, photo_at, PHOTO)
    stack = lambda cameras, i: np.stack([c[i] for c in cameras]).astype(np.float32)
    return {
        "seed": np.int64(seed), "fur": np.uint8(FURS.index(mouse.fur)), "pose": np.uint8(POSES.index(mouse.pose)), "keypoints": mouse.keypoints,
        **rig, **{"novel_" + key: value for key, value in novel.items()}, "novel_w2c": stack(novel_at, 0), "novel_k": stack(novel_at, 1),
        "photo_rgb": photo["rgb"], "photo_alpha": photo["alpha"], "photo_w2c": stack(photo_at, 0), "photo_k": stack(photo_at, 1),
        "photo_uv": np.stack([project(mouse.keypoints, *camera)[0] for camera in photo_at]).astype(np.float32),
    }


def from_above(seed, size=128):
    """Two photos of a mouse from above, for the matting: photo_rgb, photo_alpha."""
    mouse, rng = sample_mouse(seed), np.random.default_rng((seed, 3))
    cameras = [photo_camera(rng, mouse, PHOTO, fill=(0.1, 0.7), elevation=rng.uniform(60, 88)) for _ in range(2)]
    photo = render(mouse, cameras, PHOTO)
    return {"seed": np.int64(seed), "photo_rgb": photo["rgb"], "photo_alpha": photo["alpha"]}


def make_shard(path, seeds, size, make=one):
    """Write the shard of these seeds unless it exists; returns the number of new mice."""
    if path.exists():
        return 0
    mice = [make(seed, size) for seed in seeds]
    save_shard(path, {key: np.stack([mouse[key] for mouse in mice]) for key in mice[0]})
    return len(mice)


def make_dataset(out_dir, first_seed, count, size=128, workers=2, make=one):
    """Render `count` mice into shards of 50; shards that exist are kept."""
    out = Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    start, done = time.time(), 0
    with ProcessPoolExecutor(workers) as pool:
        jobs = []
        for first in range(first_seed, first_seed + count, SHARD):
            seeds = range(first, min(first + SHARD, first_seed + count))
            jobs.append(pool.submit(make_shard, out / f"mice_{first:08d}.npz", seeds, size, make))
        for job in as_completed(jobs):
            done += job.result()
            print(f"{done}/{count} mice, {done / (time.time() - start):.1f}/s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--from-above", action="store_true", help="only two photos each, from above")
    args = parser.parse_args()
    make = from_above if args.from_above else one
    make_dataset(args.out, args.first_seed, args.count, args.size, args.workers, make)


if __name__ == "__main__":
    main()
