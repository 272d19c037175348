"""Draws a contact sheet of mice. Each row shows four rig views and two photos of one mouse.

    python -m mice.contact_sheet --out sheet.png
"""

import argparse

import numpy as np
from PIL import Image

from .kinds import POSES
from .render import photo_camera, render, rig_cameras, sample_mouse


def row(mouse, rng, size):
    """One row [size, 6·size, 3]: four rig views, two photos."""
    views = render(mouse, rig_cameras(size)[:4], size)["rgb"]
    cameras = [photo_camera(rng, mouse, size, fill=(0.6, 0.85), off_centre=0.1) for _ in range(2)]
    photos = [render(mouse, [camera], size)["rgb"][0] for camera in cameras]
    return np.concatenate([*views, *photos], 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rows", type=int, default=7)
    parser.add_argument("--size", type=int, default=192)
    parser.add_argument("--fur")
    parser.add_argument("--pose")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    mice = [sample_mouse(args.seed + i, args.pose or POSES[i % len(POSES)], args.fur) for i in range(args.rows)]
    rows = [row(mouse, rng, args.size) for mouse in mice]
    Image.fromarray(np.concatenate(rows)).save(args.out)


if __name__ == "__main__":
    main()
