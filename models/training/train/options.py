"""The command-line options that all trainers share."""
import argparse

import torch

from nets.precision import use_threads


def arguments(minutes: float, gpu: bool = False, **extra) -> argparse.Namespace:
    """Parses a trainer's command line, and sets torch's threads and default device.

    minutes: the default of --minutes. gpu: whether the trainer can run on a GPU. extra: further options, as
    name=default."""
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True, nargs="+", help="folders of data shards (rendered mice; mice/README.md)")
    p.add_argument("--heldout", help="folder of held-out data shards; default: the first shard of --data")
    p.add_argument("--out", required=True, help="checkpoint to write; if it exists, the training continues from it")
    p.add_argument("--minutes", type=float, default=minutes,
                   help="time budget in minutes, including the time of earlier runs")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--device", default="cpu", choices=("cpu", "cuda") if gpu else ("cpu",))
    p.add_argument("--batch", type=int)
    p.add_argument("--lr", type=float)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--report", type=float, default=1, help="minutes from one evaluation on held-out mice to the next")
    p.add_argument("--init",
                   help="checkpoint with the weights to start from; the time that was spent on it is not counted")
    for name, value in extra.items():
        p.add_argument("--" + name.replace("_", "-"), default=value,
                       type=type(value) if value is not None else str)
    args = p.parse_args()
    use_threads(args.threads)
    torch.set_default_device(args.device)
    return args
