"""Mice rendered on a GPU, each key of a shard (mice/README.md) as one file: what the trainers' `Bank` holds in its memory.

    python bank.py --out DIR --first-seed 10000000 --count 24000 --above 4000    # photos from above, for the matting, into DIR/above
"""
import argparse
import os
from pathlib import Path

import numpy as np

from mice.album import mice_on_gpu, photos_on_gpu

UNUSED = ("depth", "novel_rgb", "novel_alpha", "novel_depth", "novel_w2c", "novel_k")      # the reconstructor's, which has no Bank


def save(arrays: dict, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for key, array in arrays.items():
        if key not in UNUSED:
            np.save(out / f"{key}.part.npy", array.cpu().numpy())
            os.replace(out / f"{key}.part.npy", out / f"{key}.npy")


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--first-seed", type=int, required=True)
    p.add_argument("--count", type=int, required=True)
    p.add_argument("--workers", type=int, default=16)
    p.add_argument("--above", type=int, default=0)
    args = p.parse_args()
    if args.above:
        save(photos_on_gpu(args.first_seed, args.above, above=True, workers=args.workers), args.out / "above")
    save(mice_on_gpu(args.first_seed, args.count, workers=args.workers), args.out)


if __name__ == "__main__":
    main()
