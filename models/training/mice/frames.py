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


def intrinsics(size, fov=FOV):
    """(fx, fy, cx, cy) in pixels of a square image."""
    f = size / 2 / np.tan(np.radians(fov) / 2)
    return np.array([f, f, size / 2, size / 2], np.float32)


def rig_cameras(size):
    """The six rig cameras: list of (w2c [4,4], k [4])."""
    return [(look_at(on_sphere(AZIMUTH + 60 * i, ELEVATION)), intrinsics(size)) for i in range(VIEWS)]


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
