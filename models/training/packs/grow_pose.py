"""Deepens the checkpoint of a shallower pose network to the depth of nets/pose.py, with the same outputs.

    python -m packs.grow_pose START/pose.pt --out pose.pt

The last layer of each new block is 0, so before training the new blocks change nothing.
"""
import argparse

import torch

from nets.checkpoints import read_checkpoint
from nets.pose import CONFIG, Pose

LAST = ("conv2.weight", "conv2.bias", "attn.fc.weight", "mlp.2.weight")


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("checkpoint")
    p.add_argument("--out", required=True)
    args = p.parse_args()
    torch.manual_seed(0)
    shallow, net = read_checkpoint(args.checkpoint)["ema"], Pose(CONFIG)
    weights = {name: torch.zeros_like(w) if name.endswith(LAST) else w for name, w in net.state_dict().items()}
    torch.save({"ema": {**weights, **shallow}, "config": CONFIG}, args.out)


if __name__ == "__main__":
    main()
