"""Many mice at a time, drawn on a GPU: the arrays of a shard (README.md) as tensors there.

    mice = mice_on_gpu(0, 10000)  # {"rgb": u8 [10000,6,128,128,3], ...}

Processes sample mice and cameras; this one draws. `device="cpu"` draws the same on a CPU, slowly (for tests)."""

import functools
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from .dataset import PHOTO, SHARD, staged
from .frames import moved, project, rig_cameras, rig_on, seen_from
from .kinds import FURS, POSES
from .shards import save_shard

JOB = 100  # mice a job of a process; they are drawn together
BLOCK = 2000  # mice on the GPU at a time when shards are written


def mice_on_gpu(first_seed, count, size=128, workers=16, device="cuda"):
    """What dataset.one gives for `count` seeds from first_seed on: a dict of tensors on the device, first axis = mouse."""
    return album(range(first_seed, first_seed + count), size, "one", workers, device)


def photos_on_gpu(first_seed, count, above=False, workers=16, device="cuda"):
    """The same of dataset.photo_only, or of dataset.from_above."""
    return album(range(first_seed, first_seed + count), 128, "above" if above else "photo", workers, device)


@functools.cache
def pool(workers):
    """Processes that know nothing of this one's GPU. They stay for the next call."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["scipy.interpolate", "torch"])  # imported once, for all of them
    return ProcessPoolExecutor(workers, mp_context=context)


def prepare(seeds, size, kind):
    """Mice and cameras of some seeds, as arrays; first axis = mouse, of `prims` all their primitives in a row."""
    mice, photos, novel = zip(*(staged(seed, size, kind) for seed in seeds))
    out = {
        "seed": np.array(seeds, np.int64), "fur": np.array([FURS.index(m.fur) for m in mice], np.uint8), "pose": np.array([POSES.index(m.pose) for m in mice], np.uint8),
        "prims": np.concatenate([m.prims for m in mice]), "counts": np.array([len(m.prims) for m in mice]), "looks": np.concatenate([m.look for m in mice]),
        "keypoints": np.stack([m.keypoints for m in mice]), "w2c": np.stack([w2c for w2c, _ in photos]), "k": np.stack([k for _, k in photos]),
    }
    if kind == "one":
        out |= {"novel_w2c": np.stack([[w2c for w2c, _ in n] for n in novel]), "novel_k": np.stack([[k for _, k in n] for n in novel])}
    return out


def album(seeds, size=128, kind="one", workers=16, device="cuda"):
    """A dict of tensors. kind: as dataset.staged; workers: processes, 0: none."""
    start, done, out = time.time(), 0, {}
    jobs = [seeds[i : i + JOB] for i in range(0, len(seeds), JOB)]
    for part in (pool(workers).map if workers else map)(functools.partial(prepare, size=size, kind=kind), jobs):
        draw(part, slice(done, done + len(part["seed"])), len(seeds), size, out, device)
        done += len(part["seed"])
    for tensor in out.values():
        tensor[-1:].cpu()  # waits for the GPU
    print(f"{done} mice, {done / (time.time() - start):.1f}/s", flush=True)
    return out


def draw(part, at, count, size, out, device):
    """Draw what `prepare` gave into the places `at` of the tensors [count,...] of `out`, which are made when missing."""
    import torch

    from .tracer_gpu import flock, render_into

    def place(key, shape, dtype):
        if key not in out:
            out[key] = torch.empty((count, *shape), dtype=dtype, device=device)
        return out[key][at]

    def put(key, array):
        array = torch.from_numpy(array)
        place(key, array.shape[1:], array.dtype).copy_(array)

    def render(name, w2c, k, size):
        """w2c [n,views,4,4], k [n,views,4] → the pictures, under the keys of a shard; returns alpha [n,views,H,W]."""
        n, views = w2c.shape[:2]
        several = () if name == "photo_" else (views,)
        rgb, alpha = (place(name + key, (*several, size, size, *more), torch.uint8) for key, more in (("rgb", (3,)), ("alpha", ())))
        depth = place(name + "depth", (views, size, size), torch.float16).view(-1, size, size) if several else None
        pictures = rgb.view(-1, size, size, 3), alpha.view(-1, size, size), depth
        render_into(pictures, mice, np.repeat(np.arange(n), views), w2c.reshape(-1, 4, 4), k.reshape(-1, 4))
        return pictures[1].view(n, views, size, size)

    mice = flock(part["prims"], part["counts"], part["looks"], device)
    for key in ("seed", "fur", "pose"):
        put(key, part[key])
    w2c, k = part["w2c"], part["k"]
    alpha = render("photo_", w2c[:, None], k[:, None], PHOTO)[:, 0]
    rig = rig_on(w2c, k, part["keypoints"], middles(alpha))
    put("photo_uv", project(part["keypoints"], w2c, k)[0].astype(np.float32))
    put("keypoints", moved(part["keypoints"], rig))
    put("up", np.ascontiguousarray(rig[:, :3, 2], np.float32))
    if "novel_k" in part:
        cameras = rig_cameras(size, rig)
        render("", np.stack([w2c for w2c, _ in cameras], 1), np.stack([np.tile(k, (len(rig), 1)) for _, k in cameras], 1), size)
        render("novel_", part["novel_w2c"], part["novel_k"], size)
        put("novel_w2c", seen_from(part["novel_w2c"], rig[:, None]))
        put("novel_k", part["novel_k"])


def middles(alpha):
    """frames.middle_of for a tensor u8 [n,H,W] → array [n,2] of (x, y)."""
    import torch

    mass = alpha.double() * (alpha > 10)
    at = lambda axis: torch.arange(alpha.shape[axis], dtype=torch.float64, device=alpha.device) + 0.5
    sums = torch.stack([mass.sum(1) @ at(2), mass.sum(2) @ at(1)], 1)
    return (sums / mass.sum((1, 2)).clamp(min=1)[:, None]).cpu().numpy()


def make_dataset(out_dir, first_seed, count, size=128, workers=16, kind="one", device="cuda"):
    """dataset.make_dataset with a GPU: shards of 50; those that exist are kept."""
    out = Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    end = first_seed + count
    shards = [(out / f"mice_{first:08d}.npz", range(first, min(first + SHARD, end))) for first in range(first_seed, end, SHARD)]
    shards = [(path, seeds) for path, seeds in shards if not path.exists()]
    with ThreadPoolExecutor(max(workers, 1)) as writers:
        for i in range(0, len(shards), BLOCK // SHARD):
            block = shards[i : i + BLOCK // SHARD]
            drawn = album([seed for _, seeds in block for seed in seeds], size, kind, workers, device)
            arrays, at, jobs = {key: value.cpu().numpy() for key, value in drawn.items()}, 0, []
            del drawn
            for path, seeds in block:
                jobs.append(writers.submit(save_shard, path, {key: value[at : at + len(seeds)] for key, value in arrays.items()}))
                at += len(seeds)
            for job in jobs:
                job.result()
