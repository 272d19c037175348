"""Renders mice on a GPU, and writes one file for each key of a data shard (mice/README.md). `streams.Bank` reads them.

    python -m data.render_bank --out DIR --first-seed 10000000 --count 24000 --above 4000

--above: number of photos from above, for the matting network. They are written to DIR/above.
"""
import argparse
import os
from pathlib import Path

import numpy as np

from mice.on_gpu import mice_on_gpu, photos_on_gpu

# Keys that only the training of the reconstructor uses. This training does not use a Bank.
UNUSED = ("depth", "novel_rgb", "novel_alpha", "novel_depth", "novel_w2c", "novel_k")


def save(arrays: dict, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for key, array in arrays.items():
        if key not in UNUSED:
            np.save(out / f"{key}.part.npy", array.cpu().numpy())
            os.replace(out / f"{key}.part.npy", out / f"{key}.npy")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--first-seed", type=int, required=True)
    p.add_argument("--count", type=int, required=True)
    p.add_argument("--workers", type=int, default=16, help="processes that prepare the mice")
    p.add_argument("--above", type=int, default=0, help="number of photos from above")
    args = p.parse_args()
    if args.above:
        save(photos_on_gpu(args.first_seed, args.above, above=True, workers=args.workers), args.out / "above")
    save(mice_on_gpu(args.first_seed, args.count, workers=args.workers), args.out)


if __name__ == "__main__":
    main()
