"""Placement: moves the cameras of a sample into the frame with which the reconstructor was trained.

The app does the same with posed views (docs/rigs.md, src/core/camera/place-rig.ts). A training must see what the app
will show, so both have the same formulas. test_placement.py compares their numbers.
"""
from dataclasses import dataclass

import numpy as np
import torch

from geometry.cameras import is_rig, rig_of

PLACEMENTS = ("auto", "subject", "axes", "per-camera", "none")
MIN_UP_COSINE = 0.866               # up is not the flattest direction if that is more than 30° from the cameras' own up
MIN_OWN_UP = 0.2                    # the cameras' own ups cancel if their mean is shorter than this
NO_DISTANCE = 1e-6                  # a camera nearer to the origin than this part of the mean distance has no direction
Z = np.array([0.0, 0, 1])


def centres_of(w2c) -> np.ndarray:
    """Positions [V,3] of cameras w2c [V,4,4]."""
    return -np.einsum("vji,vj->vi", w2c[:, :3, :3], w2c[:, :3, 3])


def meeting_point(centres, directions):
    """The point [3] nearest to rays from `centres` [V,3] with unit `directions` [V,3], by least squares.

    It solves (Σ(I − ddᵀ)) X = Σ(I − ddᵀ)C. None if all rays are parallel."""
    across = np.eye(3) - directions[:, :, None] * directions[:, None]
    a = across.sum(0)
    if abs(np.linalg.det(a)) < 1e-9 * len(centres) ** 3:
        return None
    return np.linalg.solve(a, np.einsum("vij,vj->i", across, centres))


def up_of(w2c) -> np.ndarray:
    """The direction against gravity as the cameras w2c [V,4,4] show it: a unit vector [3].

    It is the direction in which their positions vary least, with the sign of their own up. If it is far from their own
    up, or there are fewer than three cameras, it is the mean of their own up. Cameras whose own ups cancel look
    down."""
    unit = lambda v: v / np.linalg.norm(v)
    mean = -w2c[:, 1, :3].mean(0)                           # the y axis of a camera points down
    if np.linalg.norm(mean) < MIN_OWN_UP:
        return unit(-w2c[:, 2, :3].mean(0))
    own = unit(mean)
    if len(w2c) < 3:
        return own
    spread = centres_of(w2c)
    spread = spread - spread.mean(0)
    flattest = np.linalg.eigh(spread.T @ spread)[1][:, 0]
    cosine = flattest @ own
    return flattest * np.sign(cosine) if abs(cosine) >= MIN_UP_COSINE else own


def turn_from_z(up) -> np.ndarray:
    """The smallest rotation [3,3] that takes Z to the unit vector `up`."""
    x, y, z = up
    if z < -0.999999:
        return np.diag([1.0, -1, -1])
    k = 1 / (1 + z)
    return np.array([[1 - k * x * x, -k * x * y, x], [-k * x * y, 1 - k * y * y, y], [-x, -y, z]])


def rig_up(w2c) -> np.ndarray:
    """The axis ±X, ±Y or ±Z [3] that is nearest to the mean up of a rig's cameras."""
    up = -w2c[:, 1, :3].sum(0)
    most = np.abs(up).argmax()
    return np.sign(up[most]) * np.eye(3)[most]


def subject_of(w2c, k, middles):
    """The point [3] nearest to the rays through the middles of the masks. None if fewer than two masks show something.

    k [V,4] and middles [V,2] are fractions of the picture's side. The middle of an empty mask is NaN."""
    seen = np.isfinite(middles).all(1)
    if seen.sum() < 2:
        return None
    local = np.column_stack([(middles - k[:, 2:]) / k[:, :2], np.ones(len(k))])[seen]
    d = np.einsum("vi,vij->vj", local, w2c[seen, :3, :3])
    return meeting_point(centres_of(w2c[seen]), d / np.linalg.norm(d, axis=1, keepdims=True))


def moved(w2c, scale: float, rotation, translation) -> np.ndarray:
    """Cameras w2c [V,4,4] after x ↦ scale·rotation·x + translation of the world."""
    out = w2c.copy()
    out[:, :3, :3] = w2c[:, :3, :3] @ rotation.T
    out[:, :3, 3] = scale * w2c[:, :3, 3] - out[:, :3, :3] @ translation
    return out


@dataclass
class Placement:
    """How the cameras of samples are placed. `auto`: `subject`, but cameras that are the pack's rig stay as they
    are."""
    name: str
    radius: float               # mean distance of the cameras from the origin after the placement
    up: np.ndarray              # up in the pack's frame
    rig: tuple                  # the pack's cameras (`rig_of`) for pictures of side 1

    def __call__(self, w2c, k, middles):
        """w2c [N,4,4], k [N,4] and middles [N,2] of the pictures, as fractions of the side -> w2c after the placement.

        The first pictures, as many as the rig has cameras, decide: the app has no others. Raises ValueError if there is
        no origin."""
        inputs = slice(0, len(self.rig[0]))
        name = self.name
        if name == "auto":
            at_home = is_rig(*(torch.from_numpy(x).float() for x in (w2c, k)), self.rig, 1)
            name = "none" if at_home else "subject"
        if name == "none":
            return w2c
        origin = np.zeros(3)
        if name == "subject":
            origin = subject_of(w2c[inputs], k[inputs], middles[inputs])
        elif name == "axes":
            origin = meeting_point(centres_of(w2c[inputs]), w2c[inputs, 2, :3])
        if origin is None:
            raise ValueError(f"placement {name}: the {'masks' if name == 'subject' else 'axes'} meet in no point")
        distances = np.linalg.norm(centres_of(w2c[inputs]) - origin, axis=1)
        per_camera = name == "per-camera"
        if not distances.mean() > 0 or per_camera and distances.min() < NO_DISTANCE * distances.mean():
            raise ValueError(f"placement {name}: a camera is at the origin")
        scale = 1.0 if per_camera else self.radius / distances.mean()
        rotation = turn_from_z(self.up) @ turn_from_z(up_of(w2c[inputs])).T
        placed = moved(w2c, scale, rotation, -scale * rotation @ origin)
        if per_camera:                                      # the rotation stays, so only the distance changes
            placed[:, :3, 3] *= self.radius / np.linalg.norm(placed[:, :3, 3], axis=1, keepdims=True)
        return placed


def placement_of(manifest: dict, name: str) -> Placement:
    """The placement with a name (`PLACEMENTS`) into the frame of a pack."""
    rig = rig_of(manifest, 1)
    return Placement(name, manifest["rig"]["radius"], rig_up(rig[0].numpy().astype(float)), rig)
