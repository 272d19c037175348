"""Made-up mice in a laboratory's rig, as samples in FaceLift's format."""
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from finetune.placement import subject_of
from finetune.samples import CAMERAS, read_sample
from mice.frames import look_at, on_sphere
from mice.render import render, sample_mouse

from .calibration import Calibration

TRIES = 100                     # places that are drawn before the cameras count as having no common field of view
COARSE = 64                     # side of the pictures in which the size of a mouse is measured
BORDER = 0.1                    # the middle of a mouse is at least this far from the borders, as a part of the side
ELEVATIONS = (-5, 70)           # of the further cameras, degrees


@dataclass
class Arena:
    """Where the mice are, and how large they look."""
    points: np.ndarray          # [P,3]: places, in the laboratory's frame
    reach: float                # largest horizontal distance from a place, as a part of the cameras' mean distance
    fill: float                 # root of the mean fraction of the pictures that a mouse covers
    spread: float = 0.15        # relative spread of `fill`


def arena_like(folders, reach: float) -> Arena:
    """The arena of real samples: their places, and the size of their mice. Raises SampleError or ValueError."""
    points, fractions = [], []
    for folder in folders:
        middles = []

        def notice(w2c, k, seen):
            middles.append(subject_of(w2c, k, seen))
            return w2c

        pictures = read_sample(folder, 256, notice).pictures
        if middles[0] is not None:
            points.append(middles[0])
            fractions.append(float((pictures[..., 3] > 127).float().mean()))
    if not points:
        raise ValueError("the masks of these samples meet in no point")
    return Arena(np.stack(points), reach, float(np.sqrt(np.mean(fractions))))


def in_mouse_frame(w2c, rig: Calibration, place, unit: float):
    """Cameras of the laboratory [...,4,4] in the frame of a mouse at `place`: Z is up, and 1 is `unit` of the
    laboratory."""
    out = w2c.copy()
    out[..., :3, :3] = w2c[..., :3, :3] @ rig.upright
    out[..., :3, 3] = (w2c[..., :3, :3] @ place + w2c[..., :3, 3]) / unit
    return out


def in_lab_frame(w2c, rig: Calibration, place, unit: float):
    """The reverse of `in_mouse_frame`."""
    out = w2c.astype(float)
    out[..., :3, :3] = w2c[..., :3, :3] @ rig.upright.T
    out[..., :3, 3] = unit * w2c[..., :3, 3] - out[..., :3, :3] @ place
    return out


def random_place(rig: Calibration, arena: Arena, rng) -> np.ndarray:
    """A place [3] that all cameras see. Raises ValueError if none is found."""
    for _ in range(TRIES):
        angle, away = rng.uniform(0, 2 * np.pi), arena.reach * np.sqrt(rng.uniform())
        step = np.array([away * np.cos(angle), away * np.sin(angle), 0.2 * arena.reach * rng.uniform(-1, 1)])
        place = arena.points[rng.integers(len(arena.points))] + rig.distance * rig.upright @ step
        p = rig.w2c[:, :3, :3] @ place + rig.w2c[:, :3, 3]
        at = p[:, :2] / p[:, 2:] * rig.k[:, :2] + rig.k[:, 2:]
        if (p[:, 2] > 0).all() and (np.abs(at - 0.5) < 0.5 - BORDER).all():
            return place
    raise ValueError("no place is seen by all cameras; use a smaller --arena, or --like with samples of this rig")


def unit_of(mouse, rig: Calibration, place, fill: float) -> float:
    """The unit of a mouse's frame, in the laboratory's units, with which its pictures have a given `fill`."""
    unit = rig.distance / 2.7
    for _ in range(2):
        cameras = list(zip(in_mouse_frame(rig.w2c, rig, place, unit), COARSE * rig.k))
        covered = (render(mouse, cameras, COARSE, samples=1)["alpha"] > 127).mean()
        unit *= fill / max(np.sqrt(covered), 0.02)
    return unit


def write_mouse(folder: Path, seed: int, rig: Calibration, arena: Arena, size: int, extra: int) -> bool:
    """Writes the sample of one mouse, unless it is there. The cameras are in the frame and the units of the laboratory.

    extra: number of further cameras around the mouse. Returns whether it was written."""
    if (folder / CAMERAS).exists():
        return False
    rng, mouse = np.random.default_rng((seed, 5)), sample_mouse(seed)
    place = random_place(rig, arena, rng)
    unit = unit_of(mouse, rig, place, arena.fill * (1 + arena.spread * rng.uniform(-1, 1)))
    w2c = in_mouse_frame(rig.w2c, rig, place, unit)
    away = np.linalg.norm(rig.centres - place, axis=1).mean() / unit
    new = [look_at(on_sphere(rng.uniform(0, 360), rng.uniform(*ELEVATIONS), away)) for _ in range(extra)]
    w2c = np.concatenate([w2c, np.array(new).reshape(-1, 4, 4)])
    f = rig.k[:, :2].mean()
    k = size * np.concatenate([rig.k, np.tile([f, f, 0.5, 0.5], (extra, 1))])
    shots, frames = render(mouse, list(zip(w2c, k)), size), []
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "images").mkdir(parents=True)
    for i, (rgb, alpha) in enumerate(zip(shots["rgb"], shots["alpha"])):
        name = f"images/cam_{i:03d}.png"
        Image.fromarray(np.dstack([rgb, alpha])).save(part / name)
        frames.append({"w": size, "h": size, **dict(zip(("fx", "fy", "cx", "cy"), k[i].tolist())),
                       "w2c": in_lab_frame(w2c[i], rig, place, unit).tolist(), "file_path": name})
    (part / CAMERAS).write_text(json.dumps({"frames": frames}))
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(part, folder)
    return True


def write_mice(out: Path, seeds, rig: Calibration, arena: Arena, size: int, extra: int) -> None:
    """Writes the samples of several mice, as sample_000000 and so on. Those that are there are kept."""
    out.mkdir(parents=True, exist_ok=True)
    new = sum(write_mouse(out / f"sample_{seed:06d}", seed, rig, arena, size, extra) for seed in seeds)
    print(f"{out}: {len(seeds)} made-up mice, {new} of them new", flush=True)
