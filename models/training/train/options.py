"""The command line that all trainers have in common."""
import argparse

import torch

from nets.precision import use_threads


def arguments(minutes: float, gpu: bool = False, **extra) -> argparse.Namespace:
    """Parses a trainer's command line, and sets torch's threads and default device.

    minutes: default of --minutes; gpu: can the trainer run on one; extra: further options with their defaults."""
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True, nargs="+", help="folders of mouse shards")
    p.add_argument("--heldout", help="folder of held-out shards; without it, the first shard of --data is held out")
    p.add_argument("--out", required=True, help="checkpoint; an existing one is resumed")
    p.add_argument("--minutes", type=float, default=minutes, help="whole budget, earlier runs included")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--device", default="cpu", choices=("cpu", "cuda") if gpu else ("cpu",))
    p.add_argument("--batch", type=int)
    p.add_argument("--lr", type=float)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--report", type=float, default=1, help="minutes between two evaluations on held-out mice")
    p.add_argument("--init", help="checkpoint whose weights to start from; its elapsed time is not counted")
    for name, value in extra.items():
        p.add_argument("--" + name.replace("_", "-"), default=value,
                       type=type(value) if value is not None else str)
    args = p.parse_args()
    use_threads(args.threads)
    torch.set_default_device(args.device)
    return args
