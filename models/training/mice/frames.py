"""Cameras and the symmetries of the rig. World Z up; cameras in OpenCV axes; angles in degrees."""

import numpy as np

from .kinds import KEYPOINTS

RADIUS, FOV, ELEVATION, AZIMUTH, VIEWS = 2.7, 38.0, 20.0, 270.0, 6


def look_at(centre, target=(0, 0, 0), roll=0.0):
    """w2c [4,4] of a camera at `centre` that looks at `target`, turned by `roll` degrees about its axis."""
    centre, target = np.asarray(centre, float), np.asarray(target, float)
    z = target - centre
    z /= np.linalg.norm(z)
    x = np.cross(z, (0, 0, 1.0))
    x /= np.linalg.norm(x)
    y = np.cross(z, x)
    c, s = np.cos(np.radians(roll)), np.sin(np.radians(roll))
    w2c = np.eye(4)
    w2c[:3, :3] = [c * x + s * y, c * y - s * x, z]
    w2c[:3, 3] = -w2c[:3, :3] @ centre
    return w2c.astype(np.float32)


def on_sphere(azimuth, elevation, radius=RADIUS):
    """Point [3] at the given azimuth and elevation (degrees)."""
    a, e = np.radians(azimuth), np.radians(elevation)
    return radius * np.array([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)])


def rig_of(w2c, k, keypoints, alpha):
    """The rig of a photo, whose view 0 is the photo's Subject up to scale and perspective: what a picture shows is where
    it is, and what is up has to be told. Camera, keypoints [23,3], mask u8 [H,W] → w2c [4,4] of the rig: x ↦ R·x + t.

    View 0 looks along the line of sight to the origin, rolled as the photo is. The origin is where the Subject's middle
    is (in the mean of the keypoints but the tail), as deep in the picture as these are on average."""
    trunk = [*range(14), *range(19, 23)]
    mass = alpha * (alpha > 10.0)
    y, x = np.mgrid[: alpha.shape[0], : alpha.shape[1]] + 0.5
    middle = np.array([(mass * x).sum(), (mass * y).sum()]) / max(mass.sum(), 1)
    seen = (project(keypoints, w2c, k)[0] - middle)[trunk]
    centre = -w2c[:3, :3].T @ w2c[:3, 3]
    first = look_at(on_sphere(AZIMUTH, ELEVATION)).astype(float)
    f = intrinsics(1)[0]
    origin = keypoints[trunk].mean(0).astype(float)
    for _ in range(3):
        z = (origin - centre) / np.linalg.norm(origin - centre)
        x = w2c[0, :3] - z * (w2c[0, :3] @ z)
        x /= np.linalg.norm(x)
        axes = np.array([x, np.cross(z, x), z])
        there = (keypoints[trunk] - origin) @ axes.T
        there[:, 2] -= there[:, 2].mean()
        flat = there[:, :2] * f * RADIUS / (RADIUS + there[:, 2:])
        scale = ((seen - seen.mean(0)) * (flat - flat.mean(0))).sum() / ((seen - seen.mean(0)) ** 2).sum()
        origin = origin + axes.T @ [*((flat.mean(0) - scale * seen.mean(0)) / f), ((keypoints[trunk] - origin) @ z).mean()]
    rig = np.eye(4)
    rig[:3, :3] = first[:3, :3].T @ axes
    rig[:3, 3] = -rig[:3, :3] @ origin
    return rig


def seen_from(w2c, frame):
    """w2c [...,4,4] of a camera in the frame that the rigid motion `frame` [4,4] leads to."""
    return (w2c @ np.linalg.inv(frame)).astype(np.float32)


def moved(points, frame):
    """points [...,3] in the frame that the rigid motion `frame` [4,4] leads to."""
    return (points @ frame[:3, :3].T + frame[:3, 3]).astype(np.float32)


def intrinsics(size, fov=FOV):
    """(fx, fy, cx, cy) in pixels of a square image."""
    f = size / 2 / np.tan(np.radians(fov) / 2)
    return np.array([f, f, size / 2, size / 2], np.float32)


def rig_cameras(size, rig=np.eye(4)):
    """The six rig cameras, in the world that `rig` (of rig_of) leads to their frame from: list of (w2c [4,4], k [4])."""
    return [((look_at(on_sphere(AZIMUTH + 60 * i, ELEVATION)) @ rig).astype(np.float32), intrinsics(size)) for i in range(VIEWS)]


def project(points, w2c, k):
    """points [...,3] → (uv [...,2] in pixels, z [...])."""
    p = points @ w2c[:3, :3].T + w2c[:3, 3]
    return p[..., :2] / p[..., 2:] * k[:2] + k[2:], p[..., 2]


def rotation_z(degrees):
    """[3,3] rotation about Z, counter-clockwise seen from above."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])


def rotate_keypoints(keypoints, k):
    """keypoints [...,23,3] as they are when rig view k is the input: turned about Z by −60°·k."""
    return (keypoints @ rotation_z(-60 * k).T).astype(np.float32)


def rotate_w2c(w2c, k):
    """w2c [...,4,4] of a fixed camera in the frame in which rig view k is the input."""
    turn = np.eye(4)
    turn[:3, :3] = rotation_z(60 * k)
    return (w2c @ turn).astype(np.float32)


def mirror_order():
    """[23] index that swaps left and right."""
    swap = {"left": "right", "right": "left"}
    other = lambda name: "_".join(swap.get(word, word) for word in name.split("_"))
    return np.array([KEYPOINTS.index(other(name)) for name in KEYPOINTS])


def mirror_keypoints(keypoints):
    """keypoints [...,23,3] of the mouse mirrored in x (left-right as view 0 sees it)."""
    return (keypoints * (-1, 1, 1))[..., mirror_order(), :].astype(np.float32)
