"""Renders held-out mice for evaluate.mjs, one safetensors file per mouse.

    python -m evaluate.heldout --pack ../mouse-demo --out DIR

The photo is the photo that the data set has for the mouse's seed, on a laboratory background. The six views have the
cameras of the pack's rig. The twelve new views are the same for every pack. Their cameras have radius 2.7, field of
view 50°, azimuths between those of the demo rig, and other elevations.
"""
import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from mice.frames import camera_in_frame, intrinsics, look_at, on_sphere, points_in_frame, rig_of
from mice.render import novel_cameras, photo_camera, render, sample_mouse
from mice.scenery.backgrounds import composite

FIRST_SEED, COUNT, SIZE, PHOTO, FOV = 9_000_000, 200, 128, 256, 50
ELEVATIONS = (-10, 5, 35, 50)


def rig_cameras(rig, size):
    """The cameras of a ring rig of pack.json: list of (w2c, k)."""
    return [(look_at(on_sphere(a, rig["elevationDeg"], rig["radius"])), intrinsics(size, rig["fovDeg"]))
            for a in rig["azimuthsDeg"]]


def new_cameras(size):
    """The cameras of the twelve new views: list of (w2c, k)."""
    return [(look_at(on_sphere(285 + 30 * i, ELEVATIONS[i % 4])), intrinsics(size, FOV)) for i in range(12)]


def one(seed, rig, out, view_size):
    """Writes the file of the mouse of a seed, unless the file exists."""
    path = out / f"mouse_{seed}.safetensors"
    if path.exists():
        return
    mouse, rng = sample_mouse(seed), np.random.default_rng((seed, 1))
    novel_cameras(rng, SIZE)                            # so that the photo is the same as in the data sets
    camera = photo_camera(rng, mouse, PHOTO)
    photo = render(mouse, [camera], PHOTO)
    frame = rig_of(*camera, mouse.keypoints, photo["alpha"][0])
    rgb, alpha = composite(photo["rgb"][0], photo["alpha"][0], np.random.default_rng((seed, 2)))
    views = render(mouse, [((w2c @ frame).astype(np.float32), k) for w2c, k in rig_cameras(rig, view_size)],
                   view_size)
    cameras = new_cameras(SIZE)
    novel = render(mouse, cameras, SIZE)
    arrays = {"photo_rgb": rgb, "photo_alpha": alpha, "keypoints": points_in_frame(mouse.keypoints, frame),
              "up": frame[:3, 2].astype(np.float32), "views_rgb": views["rgb"], "views_alpha": views["alpha"],
              "novel_rgb": novel["rgb"], "novel_alpha": novel["alpha"],
              "novel_w2c": np.stack([camera_in_frame(c[0], frame) for c in cameras]),
              "novel_k": np.stack([c[1] for c in cameras])}
    part = path.with_suffix(".part")
    save_file({k: np.ascontiguousarray(v) for k, v in arrays.items()}, part)
    os.replace(part, path)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--pack", type=Path, required=True, help="pack whose rig gives the cameras of the six views")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--count", type=int, default=COUNT)
    p.add_argument("--first-seed", type=int, default=FIRST_SEED)
    p.add_argument("--view-size", type=int, default=SIZE, help="pixels along a side of the six true views")
    p.add_argument("--workers", type=int, default=2)
    args = p.parse_args()
    rig = json.loads((args.pack / "pack.json").read_text())["rig"]
    args.out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(args.workers) as pool:
        make = partial(one, rig=rig, out=args.out, view_size=args.view_size)
        list(pool.map(make, range(args.first_seed, args.first_seed + args.count)))


if __name__ == "__main__":
    main()
