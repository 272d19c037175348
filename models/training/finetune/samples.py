"""Samples in the format of FaceLift's data sets: a folder with opencv_cameras.json and one square picture per frame.

    {"frames": [{"w": 512, "h": 512, "fx": …, "fy": …, "cx": …, "cy": …, "w2c": [[…]],
                 "file_path": "images/000.png"}, …]}

A picture is RGBA, or RGB with a mask. The mask is the frame's "mask_path", or the file with the same name in `masks`
instead of `images`. Without alpha and without a mask, white pixels (all channels above 250) are background.
"""
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

CAMERAS = "opencv_cameras.json"
WHITE = 250
SIDE = 320                      # the middle of a mask is that of its pixels in a picture of this side, as in the app
FEWEST = 2


class SampleError(ValueError):
    """A folder that is not a sample. The message is one sentence that names the folder."""


@dataclass
class Sample:
    """N posed pictures of one mouse, of S x S pixels."""
    name: str
    pictures: torch.Tensor      # u8 [N,S,S,4]: rgb on white, alpha
    w2c: torch.Tensor           # f32 [N,4,4]
    k: torch.Tensor             # f32 [N,4]: fx fy cx cy in pixels of S
    keyed: int                  # number of pictures whose alpha was made from white pixels
    placed: bool                # whether the cameras were moved


def folders_of(paths) -> list[Path]:
    """Finds sample folders: given folders, folders inside them, and folders that a given text file lists, one per line.

    Raises SampleError if none is found."""
    found = []
    for path in map(Path, paths):
        if path.is_file():
            found += [Path(line.strip()) for line in path.read_text().splitlines() if line.strip()]
        elif (path / CAMERAS).exists():
            found.append(path)
        else:
            found += sorted(p.parent for p in path.glob(f"*/{CAMERAS}"))
    if not found:
        raise SampleError(f"{', '.join(map(str, paths))}: no folder with {CAMERAS}")
    return found


def camera_of(frame: dict):
    """w2c [4,4], (fx, fy, cx, cy) and w of a frame. Raises ValueError for an invalid camera."""
    try:
        w, h, *k = (float(frame[n]) for n in ("w", "h", "fx", "fy", "cx", "cy"))
        m = np.asarray(frame["w2c"], float).reshape(4, 4)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"w, h, fx, fy, cx, cy and w2c (4 x 4) are needed ({error})") from None
    if not (all(map(math.isfinite, (w, h, *k))) and np.isfinite(m).all() and min(w, h, *k[:2]) > 0):
        raise ValueError("a number is not finite, or not above 0")
    if w != h:
        raise ValueError(f"{w:.0f} x {h:.0f} is not square")
    r = m[:3, :3]
    if np.abs(r @ r.T - np.eye(3)).max() > 1e-3 or np.linalg.det(r) < 0 or np.abs(m[3] - (0, 0, 0, 1)).max() > 1e-6:
        raise ValueError("w2c is not a rotation and translation")
    return m, k, w


def resized(image: Image.Image, size: int) -> np.ndarray:
    """Resizes as the app does: averages over the area of each new pixel, or enlarges by cubic interpolation."""
    how = Image.Resampling.BOX if image.width > size else Image.Resampling.BICUBIC
    return np.asarray(image if image.width == size else image.resize((size, size), how))


def mask_of(folder: Path, frame: dict) -> Path | None:
    """The mask file of a frame's picture, or None."""
    if "mask_path" in frame:
        return folder / frame["mask_path"]
    parts = Path(frame["file_path"]).parts
    mask = folder.joinpath(*("masks" if p == "images" else p for p in parts))
    return mask if "images" in parts and mask.exists() else None


def middle_of(alpha: np.ndarray) -> np.ndarray:
    """The middle (x, y) of a mask u8 [H,H], as fractions of the side. NaN for an empty mask."""
    at = ((np.arange(SIDE) + 0.5) * len(alpha) / SIDE).astype(int)
    rows, columns = (alpha[at][:, at] > 127).nonzero()
    return np.array([columns.mean() + 0.5, rows.mean() + 0.5]) / SIDE if len(rows) else np.full(2, np.nan)


def picture_of(folder: Path, frame: dict, size: int):
    """The picture of a frame, u8 [S,S,4]: rgb on white, alpha. Also the middle of its mask, and True if the alpha was
    made from white pixels."""
    image = Image.open(folder / frame["file_path"])
    if image.width != image.height:
        raise ValueError(f"{frame['file_path']} is {image.width} x {image.height}, not square")
    alpha, keyed, mask = None, False, mask_of(folder, frame)
    if mask is not None:
        alpha = Image.open(mask).convert("L")
        if alpha.size != image.size:
            raise ValueError(f"{mask.name}: the mask has another size than its picture")
    elif "A" in image.getbands() or "transparency" in image.info:
        alpha = image.convert("RGBA").getchannel("A")
        alpha = None if alpha.getextrema() == (255, 255) else alpha         # an opaque picture has no mask
    rgb = image.convert("RGB")
    if alpha is None:
        keyed = True
        alpha = Image.fromarray(np.where((np.asarray(rgb) > WHITE).all(-1), 0, 255).astype(np.uint8))
    white = Image.composite(rgb, Image.new("RGB", rgb.size, "white"), alpha)
    return np.dstack([resized(white, size), resized(alpha, size)]), middle_of(np.asarray(alpha)), keyed


def read_sample(folder: Path, size: int, place=None) -> Sample:
    """Reads the pictures and cameras of a folder, at `size` x `size`. Raises SampleError if the folder is no sample.

    place: moves the cameras (`placement.Placement`). None: the cameras stay as they are."""
    try:
        frames = json.loads((folder / CAMERAS).read_text())["frames"]
    except (OSError, ValueError, KeyError, TypeError):
        raise SampleError(f"{folder}: {CAMERAS} is missing, or has no frames") from None
    if len(frames) < FEWEST:
        raise SampleError(f"{folder}: {len(frames)} frame is too few")
    pictures, poses, ks, middles, count = [], [], [], [], 0
    for i, frame in enumerate(frames):
        try:
            m, k, w = camera_of(frame)
            picture, middle, keyed = picture_of(folder, frame, size)
        except KeyError as error:
            raise SampleError(f"{folder}: frame {i}: {error} is missing") from None
        except (OSError, ValueError) as error:
            raise SampleError(f"{folder}: frame {i}: {error}") from None
        pictures.append(picture), poses.append(m), ks.append(np.array(k) / w), middles.append(middle)
        count += keyed
    stack = np.stack(pictures)
    if not (stack[..., 3] > 127).any():
        raise SampleError(f"{folder}: its pictures show no mouse")
    given, k = np.stack(poses), np.stack(ks)
    try:
        w2c = place(given, k, np.stack(middles)) if place else given
    except ValueError as error:
        raise SampleError(f"{folder}: {error}") from None
    as_float = lambda x: torch.from_numpy(x).float()
    return Sample(folder.name, torch.from_numpy(stack), as_float(w2c), as_float(k * size), count, w2c is not given)
