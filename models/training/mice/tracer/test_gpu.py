"""Compares tracer.cu with tracer.c, and the mice of `on_gpu` with those of `dataset` for the same seeds."""

import numpy as np
import pytest
import torch

from mice.animal.mouse import sample_mouse
from mice.dataset import from_above, one, photo_only
from mice.frames import rig_cameras
from mice.on_gpu import mice_on_gpu, photos_on_gpu
from mice.render import render
from mice.tracer.gpu import render_many

DEVICES = ["cpu"] + ["cuda"] * torch.cuda.is_available()  # "cpu": tracer.cu compiled as C++


def difference(a, b):
    """Absolute differences of two arrays, in double precision."""
    return np.abs(np.asarray(a, float) - np.asarray(b, float))


def agree(mine, theirs, alpha_fraction=2e-3, rgb_mean=0.15):
    """Compares two dicts {rgb, alpha, depth}. Near edges, one ray in a thousand may hit another surface."""
    assert (difference(mine["alpha"], theirs["alpha"]) > 1).mean() < alpha_fraction
    assert difference(mine["rgb"], theirs["rgb"]).mean() < rgb_mean
    assert (difference(mine["rgb"], theirs["rgb"]) > 8).mean() < 2 * alpha_fraction
    if "depth" in mine:
        both = (np.asarray(mine["depth"]) > 0) & (np.asarray(theirs["depth"]) > 0)
        assert (difference(mine["depth"], theirs["depth"])[both] > 0.02).mean() < 4 * alpha_fraction


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("size,samples", [((60, 44), 2), ((64, 64), 1), ((40, 72), 3)])
def test_tracers_agree(device, size, samples):
    mice, cameras = [sample_mouse(seed) for seed in (3, 8)], rig_cameras(size[0])[1:3]
    cameras = [(w2c, np.array([k[0], k[1], size[0] / 2, size[1] / 2], np.float32)) for w2c, k in cameras]
    which = [1, 0, 1, 0]
    views = [cameras[0], cameras[0], cameras[1], cameras[1]]
    prims, shadings = [m.prims for m in mice], [m.shading for m in mice]
    w2c, k = [v[0] for v in views], [v[1] for v in views]
    out = render_many(prims, shadings, which, w2c, k, size, samples, device)
    theirs = [render(mice[m], [view], size, samples) for m, view in zip(which, views)]
    mine = dict(zip(("rgb", "alpha", "depth"), (x.cpu().numpy() for x in out)))
    theirs = {key: np.concatenate([t[key] for t in theirs]) for key in mine}
    for key in mine:
        assert mine[key].shape == theirs[key].shape and mine[key].dtype == theirs[key].dtype
    assert (theirs["alpha"] > 0).mean() > 0.05
    agree(mine, theirs, 1e-3)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("make,mine", [
    (one, lambda device: mice_on_gpu(5, 2, 64, 0, device)),
    (photo_only, lambda device: photos_on_gpu(5, 2, False, 0, device)),
    (from_above, lambda device: photos_on_gpu(5, 2, True, 0, device)),
], ids=["one", "photo", "above"])
def test_data_sets_agree(device, make, mine):
    drawn = {key: value.cpu().numpy() for key, value in mine(device).items()}
    made = [make(5 + i, 64) for i in range(len(drawn["seed"]))]
    made = {key: np.stack([m[key] for m in made]) for key in made[0]}
    assert drawn.keys() == made.keys()
    for key in made:
        assert drawn[key].shape == made[key].shape and drawn[key].dtype == made[key].dtype, key
        if not key.endswith(("rgb", "alpha", "depth")):
            assert difference(drawn[key], made[key]).max() < 2e-3, key
    for name in ("photo_", "", "novel_"):
        pictures = lambda x: {key: x[name + key] for key in ("rgb", "alpha", "depth") if name + key in x}
        if name + "rgb" in made:
            agree(pictures(drawn), pictures(made))
