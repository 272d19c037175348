"""Contact sheet: one mouse a row, six rig views, two photos.  python -m mice.sheet --out sheet.png"""

import argparse

import numpy as np
from PIL import Image

from .kinds import POSES
from .render import photo_camera, render, rig_cameras, sample_mouse


def row(mouse, rng, size):
    """[size, 8·size, 3]: three rig views, keypoints on view 0, photos."""
    views = render(mouse, rig_cameras(size)[:4], size)["rgb"]
    photos = [render(mouse, [photo_camera(rng, mouse, size, fill=(0.6, 0.85), off_centre=0.1)], size)["rgb"][0] for _ in range(2)]
    return np.concatenate([*views, *photos], 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rows", type=int, default=7)
    parser.add_argument("--size", type=int, default=192)
    parser.add_argument("--fur")
    parser.add_argument("--pose")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    rows = [row(sample_mouse(args.seed + i, args.pose or POSES[i % len(POSES)], args.fur), rng, args.size) for i in range(args.rows)]
    Image.fromarray(np.concatenate(rows)).save(args.out)


if __name__ == "__main__":
    main()
