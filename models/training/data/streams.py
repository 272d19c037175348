"""Mice for the trainers: a stream from data shards on disk, or a bank in the memory of a GPU."""
import random
from pathlib import Path

import numpy as np
import torch

from mice import list_shards

PHOTO_KEYS = ("keypoints", "up", "photo_rgb", "photo_alpha", "photo_uv")
INPUT_KEYS = PHOTO_KEYS + ("rgb", "alpha")


def read(path, keys) -> dict:
    """Reads the arrays `keys` of a data shard."""
    with np.load(path) as data:
        return {k: data[k] for k in keys}


class Stream:
    """An endless stream of random mice. Each mouse is a dict of numpy arrays.

    keys: arrays to read (mice/README.md). pool: number of data shards in memory. turnover: number of mice after which
    one shard in memory is replaced. skip: number of shards at the beginning that are not used. Shards that are added
    during a training are used too."""

    def __init__(self, folders, keys, pool: int = 8, turnover: int = 60, seed: int = 0, skip: int = 0):
        self.folders, self.keys, self.turnover, self.skip = folders, keys, turnover, skip
        self.random = random.Random(seed)
        self.pool = [self.fresh() for _ in range(pool)]
        self.drawn = 0

    def fresh(self) -> dict:
        """Reads a random data shard."""
        shards = [s for f in self.folders for s in list_shards(f)][self.skip:]
        return read(self.random.choice(shards), self.keys)

    def next(self) -> dict:
        self.drawn += 1
        if self.drawn % self.turnover == 0:
            self.pool[self.random.randrange(len(self.pool))] = self.fresh()
        shard = self.random.choice(self.pool)
        i = self.random.randrange(len(shard[self.keys[0]]))
        return {k: v[i] for k, v in shard.items()}

    def batch(self, count: int) -> dict:
        return stacked([self.next() for _ in range(count)])


class Bank:
    """Mice in the memory of a GPU, from folders that `data.render_bank` wrote. One array [N,…] per key."""

    def __init__(self, args, keys):
        if not args.heldout:
            raise SystemExit("--heldout DIR is missing: a folder of data.render_bank has no shard to hold out.")

        def load(folder, key):
            array = np.load(Path(folder) / f"{key}.npy", mmap_mode="c")
            return torch.from_numpy(array).to(torch.get_default_device())

        self.arrays = {key: torch.cat([load(folder, key) for folder in args.data]) for key in keys}

    def __len__(self) -> int:
        return len(next(iter(self.arrays.values())))

    def batch(self, count: int) -> dict:
        chosen = torch.randint(len(self), (count,))
        return {key: array[chosen] for key, array in self.arrays.items()}


def is_bank(folder) -> bool:
    """Whether `data.render_bank` wrote this folder."""
    return (Path(folder) / "photo_rgb.npy").exists()


def stream_of(args, keys, **options):
    """The mice of --data: a Bank if `data.render_bank` wrote the folder, else a Stream of data shards."""
    if is_bank(args.data[0]):
        return Bank(args, keys)
    return Stream(args.data, keys, skip=0 if args.heldout else 1, **options)


def stacked(mice: list[dict]) -> dict:
    """Several mice as one batch: key -> tensor [B,…] on torch's default device."""
    return {k: torch.from_numpy(np.stack([mouse[k] for mouse in mice])).to(torch.get_default_device()) for k in mice[0]}


def whole(shard: dict, rows=slice(None)) -> dict:
    """The mice of a data shard, or those at `rows`, in the form of `stacked`."""
    return {k: torch.from_numpy(v[rows]).to(torch.get_default_device()) for k, v in shard.items()}


def shards_of(args, count: int = 4):
    """Held-out data shards: those of --heldout, else the first shard of --data, which the training then skips."""
    return list_shards(args.heldout)[:count] if args.heldout else list_shards(args.data[0])[:1]


def images(array) -> torch.Tensor:
    """u8 [...,H,W,3] of numpy or torch -> f32 [...,3,H,W] in 0..1."""
    tensor = array if torch.is_tensor(array) else torch.from_numpy(np.array(array))
    return tensor.float().div_(255).movedim(-1, -3)
