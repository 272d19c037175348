"""Renders photos as large as those of a camera, for masks.mjs. The mouse may be small: a few pixels in the input of
the matting network.

    python -m evaluate.large_photos --out DIR --count 96 [--from-above] [--first-seed S]

The alpha of a picture is the true mask. The colours are those of the whole photo. With --from-above, every second photo
shows a home cage. Trainings do not use the default seeds, which start at 8,800,000.
"""
import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from mice.render import photo_camera, render, sample_mouse
from mice.scenery.backgrounds import composite
from mice.scenery.from_above import home_cage_from_above
from mice.scenery.scenes import random_scene

SIZE = (768, 624)


def home_cage(rng, height, width, foot, above):
    return home_cage_from_above(rng, height, width, foot).astype(np.float32)


def write(out: Path, above: bool, seed: int) -> None:
    """Writes one photo, as RGBA."""
    rng = np.random.default_rng((seed, 6))
    camera = {"fill": (0.12, 0.45), "elevation": rng.uniform(60, 88)} if above else {"fill": (0.15, 0.8)}
    mouse = sample_mouse(seed)
    shot = render(mouse, [photo_camera(rng, mouse, SIZE, **camera)], SIZE, samples=2)
    make_scene = home_cage if above and seed % 2 == 0 else random_scene
    rgb, alpha = composite(shot["rgb"][0], shot["alpha"][0], rng, above, make_scene)
    Image.fromarray(np.dstack([rgb, alpha])).save(out / f"{seed}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=96)
    parser.add_argument("--first-seed", type=int, default=8_800_000)
    parser.add_argument("--from-above", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    seeds = range(args.first_seed, args.first_seed + args.count)
    with ProcessPoolExecutor(args.workers) as pool:
        list(pool.map(partial(write, args.out, args.from_above), seeds))


if __name__ == "__main__":
    main()
