"""Renders data sets of mice into data shards (README.md).

    python -m mice.dataset --out DIR --first-seed 0 --count 3000 --workers 2
"""

import argparse
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import numpy as np

from .frames import camera_in_frame, points_in_frame, project, rig_of
from .kinds import FURS, POSES
from .render import novel_cameras, photo_camera, render, rig_cameras, sample_mouse
from .shards import save_shard

SHARD = 50  # mice per shard
PHOTO = 256  # size of a photo in pixels


def mouse_and_cameras(seed, size=128, kind="one"):
    """A mouse, the camera (w2c, k) of the photo, and the cameras of the novel views.

    kind: "one" (all pictures), "photo" (only a photo) or "above" (only a photo, from above)."""
    mouse, rng = sample_mouse(seed), np.random.default_rng((seed, {"one": 1, "photo": 4, "above": 3}[kind]))
    novel = novel_cameras(rng, size) if kind == "one" else []
    camera = {"fill": (0.1, 0.7), "elevation": rng.uniform(60, 88)} if kind == "above" else {}
    return mouse, photo_camera(rng, mouse, PHOTO, **camera), novel


def photo_of(mouse, w2c, k):
    """One photo: its arrays (README.md lists the keys), and its rig's frame as a motion world → rig [4,4]."""
    photo = render(mouse, [(w2c, k)], PHOTO)
    rig = rig_of(w2c, k, mouse.keypoints, photo["alpha"][0])
    return {
        "seed": np.int64(mouse.seed), "fur": np.uint8(FURS.index(mouse.fur)),
        "pose": np.uint8(POSES.index(mouse.pose)),
        "photo_rgb": photo["rgb"][0], "photo_alpha": photo["alpha"][0],
        "photo_uv": project(mouse.keypoints, w2c, k)[0].astype(np.float32),
        "keypoints": points_in_frame(mouse.keypoints, rig), "up": rig[:3, 2].astype(np.float32),
    }, rig


def one(seed, size=128):
    """All arrays of one mouse."""
    mouse, camera, novel_poses = mouse_and_cameras(seed, size)
    photo, rig = photo_of(mouse, *camera)
    novel = render(mouse, novel_poses, size)
    return {
        **photo, **render(mouse, rig_cameras(size, rig), size),
        **{"novel_" + key: value for key, value in novel.items()},
        "novel_w2c": np.stack([camera_in_frame(w2c, rig) for w2c, _ in novel_poses]),
        "novel_k": np.stack([k for _, k in novel_poses]),
    }


def photo_only(seed, size=128):
    """A photo and its keypoints, for the pose network and the matting network."""
    mouse, camera, _ = mouse_and_cameras(seed, kind="photo")
    return photo_of(mouse, *camera)[0]


def from_above(seed, size=128):
    """As `photo_only`, but from above."""
    mouse, camera, _ = mouse_and_cameras(seed, kind="above")
    return photo_of(mouse, *camera)[0]


def make_shard(path, seeds, size, make=one):
    """Writes the data shard of these seeds, unless the file exists. Returns the number of new mice."""
    if path.exists():
        return 0
    mice = [make(seed, size) for seed in seeds]
    save_shard(path, {key: np.stack([mouse[key] for mouse in mice]) for key in mice[0]})
    return len(mice)


def make_dataset(out_dir, first_seed, count, size=128, workers=2, make=one):
    """Renders `count` mice into data shards of 50 mice. Existing shards are kept."""
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--photos", action="store_true", help="only a photo per mouse")
    parser.add_argument("--from-above", action="store_true", help="only a photo per mouse, from above")
    parser.add_argument("--gpu", action="store_true", help="render with CUDA; --workers processes prepare the mice")
    args = parser.parse_args()
    if args.gpu:
        from .on_gpu import make_dataset as make_on_gpu

        kind = "above" if args.from_above else "photo" if args.photos else "one"
        return make_on_gpu(args.out, args.first_seed, args.count, args.size, args.workers, kind)
    make = from_above if args.from_above else photo_only if args.photos else one
    make_dataset(args.out, args.first_seed, args.count, args.size, args.workers, make)


if __name__ == "__main__":
    main()
