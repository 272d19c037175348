"""Renders many mice at a time on a GPU. The results are the arrays of a data shard (README.md), as GPU tensors.

    mice = mice_on_gpu(0, 10000)  # {"rgb": u8 [10000,6,128,128,3], ...}

Worker processes sample mice and cameras. This process renders. `device="cpu"` renders the same pictures on a CPU,
slowly, for tests."""

import functools
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from .dataset import PHOTO, SHARD, mouse_and_cameras
from .frames import camera_in_frame, points_in_frame, project, rig_cameras, rig_of_centre
from .kinds import FURS, POSES
from .shards import save_shard

JOB = 100  # number of mice that a worker prepares at a time; they are rendered together
BLOCK = 2000  # number of mice on the GPU at a time when data shards are written


def mice_on_gpu(first_seed, count, size=128, workers=16, device="cuda"):
    """`dataset.one` for `count` seeds, starting at first_seed: a dict of tensors on the device, first axis = mouse."""
    return render_mice(range(first_seed, first_seed + count), size, "one", workers, device)


def photos_on_gpu(first_seed, count, above=False, workers=16, device="cuda"):
    """As `mice_on_gpu`, for `dataset.photo_only`, or for `dataset.from_above` if `above`."""
    return render_mice(range(first_seed, first_seed + count), 128, "above" if above else "photo", workers, device)


@functools.cache
def pool(workers):
    """A pool of worker processes, which have no access to this process's GPU context. The next call reuses the pool."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["scipy.interpolate", "torch"])  # imported once for all workers
    return ProcessPoolExecutor(workers, mp_context=context)


def prepare(seeds, size, kind):
    """Mice and cameras of some seeds, as arrays with first axis = mouse. `prims` is one array for all mice."""
    mice, photos, novel = zip(*(mouse_and_cameras(seed, size, kind) for seed in seeds))
    out = {
        "seed": np.array(seeds, np.int64),
        "fur": np.array([FURS.index(m.fur) for m in mice], np.uint8),
        "pose": np.array([POSES.index(m.pose) for m in mice], np.uint8),
        "prims": np.concatenate([m.prims for m in mice]),
        "counts": np.array([len(m.prims) for m in mice]),
        "shadings": np.concatenate([m.shading for m in mice]),
        "keypoints": np.stack([m.keypoints for m in mice]),
        "w2c": np.stack([w2c for w2c, _ in photos]),
        "k": np.stack([k for _, k in photos]),
    }
    if kind == "one":
        out["novel_w2c"] = np.stack([[w2c for w2c, _ in n] for n in novel])
        out["novel_k"] = np.stack([[k for _, k in n] for n in novel])
    return out


def render_mice(seeds, size=128, kind="one", workers=16, device="cuda"):
    """Renders mice to a dict of tensors. kind: see `dataset.mouse_and_cameras`.

    workers: number of worker processes. 0: this process prepares the mice."""
    start, done, out = time.time(), 0, {}
    jobs = [seeds[i : i + JOB] for i in range(0, len(seeds), JOB)]
    for prepared in (pool(workers).map if workers else map)(functools.partial(prepare, size=size, kind=kind), jobs):
        draw(prepared, slice(done, done + len(prepared["seed"])), len(seeds), size, out, device)
        done += len(prepared["seed"])
    for tensor in out.values():
        tensor[-1:].cpu()  # wait for the GPU
    print(f"{done} mice, {done / (time.time() - start):.1f}/s", flush=True)
    return out


def draw(prepared, at, count, size, out, device):
    """Renders the mice of `prepare` into the rows `at` of the tensors [count,...] in `out`. Adds missing tensors."""
    import torch

    from .tracer.gpu import pack_mice, render_into

    def target(key, shape, dtype):
        if key not in out:
            out[key] = torch.empty((count, *shape), dtype=dtype, device=device)
        return out[key][at]

    def put(key, array):
        array = torch.from_numpy(array)
        target(key, array.shape[1:], array.dtype).copy_(array)

    def render(name, w2c, k, size):
        """Renders pictures from w2c [n,views,4,4], k [n,views,4] into `out`; `name` is the prefix of their keys.

        Returns alpha [n,views,H,W]."""
        n, views = w2c.shape[:2]
        several = () if name == "photo_" else (views,)
        rgb = target(name + "rgb", (*several, size, size, 3), torch.uint8)
        alpha = target(name + "alpha", (*several, size, size), torch.uint8)
        depth = target(name + "depth", (views, size, size), torch.float16).view(-1, size, size) if several else None
        pictures = rgb.view(-1, size, size, 3), alpha.view(-1, size, size), depth
        render_into(pictures, mice, np.repeat(np.arange(n), views), w2c.reshape(-1, 4, 4), k.reshape(-1, 4))
        return pictures[1].view(n, views, size, size)

    mice = pack_mice(prepared["prims"], prepared["counts"], prepared["shadings"], device)
    for key in ("seed", "fur", "pose"):
        put(key, prepared[key])
    w2c, k, keypoints = prepared["w2c"], prepared["k"], prepared["keypoints"]
    alpha = render("photo_", w2c[:, None], k[:, None], PHOTO)[:, 0]
    rig = rig_of_centre(w2c, k, keypoints, centres_of_mass(alpha))
    put("photo_uv", project(keypoints, w2c, k)[0].astype(np.float32))
    put("keypoints", points_in_frame(keypoints, rig))
    put("up", np.ascontiguousarray(rig[:, :3, 2], np.float32))
    if "novel_k" in prepared:
        cameras = rig_cameras(size, rig)
        all_k = np.stack([np.tile(k, (len(rig), 1)) for _, k in cameras], 1)
        render("", np.stack([w2c for w2c, _ in cameras], 1), all_k, size)
        render("novel_", prepared["novel_w2c"], prepared["novel_k"], size)
        put("novel_w2c", camera_in_frame(prepared["novel_w2c"], rig[:, None]))
        put("novel_k", prepared["novel_k"])


def centres_of_mass(alpha):
    """`frames.centre_of_mass` for a tensor u8 [n,H,W] → array [n,2] of (x, y)."""
    import torch

    mass = alpha.double() * (alpha > 10)
    at = lambda axis: torch.arange(alpha.shape[axis], dtype=torch.float64, device=alpha.device) + 0.5
    sums = torch.stack([mass.sum(1) @ at(2), mass.sum(2) @ at(1)], 1)
    return (sums / mass.sum((1, 2)).clamp(min=1)[:, None]).cpu().numpy()


def make_dataset(out_dir, first_seed, count, size=128, workers=16, kind="one", device="cuda"):
    """`dataset.make_dataset` on a GPU. Writes data shards of 50 mice. Existing shards are kept."""
    out = Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    end = first_seed + count
    starts = range(first_seed, end, SHARD)
    shards = [(out / f"mice_{first:08d}.npz", range(first, min(first + SHARD, end))) for first in starts]
    shards = [(path, seeds) for path, seeds in shards if not path.exists()]
    with ThreadPoolExecutor(max(workers, 1)) as writers:
        for i in range(0, len(shards), BLOCK // SHARD):
            block = shards[i : i + BLOCK // SHARD]
            drawn = render_mice([seed for _, seeds in block for seed in seeds], size, kind, workers, device)
            arrays, at, jobs = {key: value.cpu().numpy() for key, value in drawn.items()}, 0, []
            del drawn
            for path, seeds in block:
                shard = {key: value[at : at + len(seeds)] for key, value in arrays.items()}
                jobs.append(writers.submit(save_shard, path, shard))
                at += len(seeds)
            for job in jobs:
                job.result()
