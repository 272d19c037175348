"""Averages the weights of several checkpoints of one network. The mean is often better than each checkpoint.

    python -m packs.average start/matting.pt work/matting.pt … --out matting.pt
"""
import argparse

import torch

from nets.checkpoints import read_checkpoint


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("checkpoints", nargs="+")
    p.add_argument("--out", required=True)
    args = p.parse_args()
    states = [read_checkpoint(path) for path in args.checkpoints]
    mean = {k: sum(s["ema"][k] for s in states) / len(states) for k in states[0]["ema"]}
    rest = {k: states[-1][k] for k in ("config", "scaling") if k in states[-1]}
    torch.save({"ema": mean, **rest}, args.out)


if __name__ == "__main__":
    main()
