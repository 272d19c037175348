"""A checkpoint of a shallower pose network -> one of the depth of `nets/pose.py` that finds the same points.

    python grow.py START/pose.pt --out pose.pt

What is new adds nothing at first: the last layer of each new block is 0.
"""
import argparse

import torch

from common import read_checkpoint
from nets.pose import CONFIG, Pose

LAST = ("conv2.weight", "conv2.bias", "attn.fc.weight", "mlp.2.weight")


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("checkpoint")
    p.add_argument("--out", required=True)
    args = p.parse_args()
    torch.manual_seed(0)
    known, net = read_checkpoint(args.checkpoint)["ema"], Pose(CONFIG)
    weights = {name: torch.zeros_like(w) if name.endswith(LAST) else w for name, w in net.state_dict().items()}
    torch.save({"ema": {**weights, **known}, "config": CONFIG}, args.out)


if __name__ == "__main__":
    main()
