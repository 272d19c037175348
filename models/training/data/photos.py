"""Photos of mice with laboratory backgrounds, for the matting network. They are made by one process or by several."""
import collections
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from mice.scenery.backgrounds import composite

from .streams import Stream, is_bank

KEYS = ("photo_rgb", "photo_alpha")
ABOVE = 0.25                    # fraction of the photos that show a mouse from above, if --above is given
JOB = 8                         # number of photos that a process makes at a time


class MappedMice:
    """Mice of folders that `data.render_bank` wrote, read from disk on demand."""

    def __init__(self, folders, seed: int):
        self.folders = [{key: np.load(Path(f) / f"{key}.npy", mmap_mode="r") for key in KEYS} for f in folders]
        self.random = np.random.default_rng(seed)

    def next(self) -> dict:
        sizes = np.array([len(f["photo_alpha"]) for f in self.folders])
        folder = self.folders[self.random.choice(len(sizes), p=sizes / sizes.sum())]
        i = self.random.integers(len(folder["photo_alpha"]))
        return {key: np.array(array[i]) for key, array in folder.items()}


def mice_of(folders, seed: int, skip: int = 0):
    """An endless source of mice: an object with `next()`."""
    return MappedMice(folders, seed) if is_bank(folders[0]) else Stream(folders, KEYS, seed=seed, skip=skip)


def photo(mouse: dict, rng: np.random.Generator, above: bool = False):
    """A photo with a background: rgb u8 [256,256,3], alpha u8 [256,256]."""
    rgb, alpha = composite(mouse["photo_rgb"], mouse["photo_alpha"], rng, above)
    if above:                                                    # a picture from above has no upper side
        turn = int(rng.integers(4))
        rgb, alpha = np.rot90(rgb, turn), np.rot90(alpha, turn)
    return rgb, alpha


def tensors(photos):
    """Photos -> rgb u8 [N,3,256,256], alpha u8 [N,1,256,256] on torch's default device."""
    rgb, alpha = (torch.from_numpy(np.stack(arrays)).to(torch.get_default_device()) for arrays in zip(*photos))
    return rgb.movedim(-1, 1), alpha[:, None]


class PhotoMaker:
    """Makes photos in this process. above: folder of mice from above, or None. skip: number of
    data shards at the beginning that are not used."""

    def __init__(self, folders, above, seed: int, skip: int = 0):
        self.sources = mice_of(folders, seed, skip), mice_of([above], seed) if above else None
        self.rng = np.random.default_rng(seed)

    def make(self, count: int) -> list:
        out = []
        for _ in range(count):
            above = self.sources[1] is not None and self.rng.random() < ABOVE
            out.append(photo(self.sources[above].next(), self.rng, above))
        return out


worker_maker: PhotoMaker | None = None      # set in each worker process


def start_worker(folders, above, seed: int, skip: int) -> None:
    """Prepares a worker process. Each worker process makes different photos."""
    global worker_maker
    entropy = int.from_bytes(np.random.default_rng().bytes(4), "little")
    worker_maker = PhotoMaker(folders, above, seed + entropy, skip)


def job() -> list:
    return worker_maker.make(JOB)


class PhotoSource:
    """A source of new photos. `workers` processes make them in advance; if `workers` is 0, this process makes them."""

    def __init__(self, folders, above, seed: int, skip: int = 0, workers: int = 0):
        self.maker = None if workers else PhotoMaker(folders, above, seed, skip)
        self.ready: collections.deque = collections.deque()
        if workers:
            initargs = folders, above, seed, skip
            self.pool = ProcessPoolExecutor(workers, get_context("spawn"), start_worker, initargs)
            self.jobs = collections.deque(self.pool.submit(job) for _ in range(4 * workers))

    def take(self, count: int):
        """`count` photos as `tensors`."""
        if self.maker:
            return tensors(self.maker.make(count))
        while len(self.ready) < count:
            self.ready.extend(self.jobs.popleft().result())
            self.jobs.append(self.pool.submit(job))
        return tensors([self.ready.popleft() for _ in range(count)])

    def close(self) -> None:
        if not self.maker:
            self.pool.shutdown(cancel_futures=True)
