"""Measures the stages of the demo pack in PyTorch on the CPU. Prints the median milliseconds per stage as a line of JSON.

bench/stages.mjs runs it.

    PYTHONPATH=models/training python bench/pytorch.py models/mouse-demo photo.jpg --threads 2
"""
import argparse
import json
import time

import numpy as np
import torch
from PIL import Image

from data.subjects import subject
from packs.chain import Pack, cut_out, gaussians, six_views


@torch.no_grad()
def run(pack: Pack, photo, steps: int) -> dict:
    ms, clock = {}, time.perf_counter()

    def lap(stage):
        nonlocal clock
        ms[stage], clock = (time.perf_counter() - clock) * 1000, time.perf_counter()

    alpha = cut_out(pack, photo)
    lap("matting")
    centred = subject(photo[None], alpha[None], pack.manifest["stages"]["pose"]["config"]["size"])[0]
    lap("centring")
    points, uv = pack.pose(centred * 2 - 1)
    lap("pose")
    views = six_views(pack, centred, points, uv, steps)[0]
    lap("multiview")
    gaussians(pack.gslrm, pack.ray, views, pack.prune, pack.min_opacity)
    lap("reconstruct")
    return ms


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("pack")
    p.add_argument("photo")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--runs", type=int, default=5)
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    pack = Pack(args.pack)
    pixels = np.asarray(Image.open(args.photo).convert("RGB"), np.float32) / 255
    photo = torch.from_numpy(pixels).movedim(-1, 0)
    steps = pack.manifest["defaults"]["steps"]
    runs = [run(pack, photo, steps) for _ in range(args.runs + 1)][1:]
    print(json.dumps({stage: float(np.median([r[stage] for r in runs])) for stage in runs[0]}))


if __name__ == "__main__":
    main()
