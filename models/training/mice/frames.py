"""Cameras, the rig of a photo, and symmetries of the rig. World Z is up. Axes of cameras: OpenCV. Angles: degrees."""

import numpy as np

from .kinds import KEYPOINTS

RADIUS, FOV, ELEVATION, AZIMUTH, VIEWS = 2.7, 38.0, 20.0, 270.0, 6


def look_at(centre, target=(0, 0, 0), roll=0.0):
    """w2c [4,4] of a camera at `centre`, aimed at `target` and turned by `roll` degrees about its axis."""
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


def centre_of_mass(alpha):
    """Centre of mass (x, y) of a mask u8 [H,W], in pixels."""
    mass = alpha * (alpha > 10.0)
    y, x = np.mgrid[: alpha.shape[0], : alpha.shape[1]] + 0.5
    return np.array([(mass * x).sum(), (mass * y).sum()]) / max(mass.sum(), 1)


def rig_of(w2c, k, keypoints, alpha):
    """The rig of a photo, from its camera, keypoints [23,3] and mask u8 [H,W]. Returns as `rig_of_centre`."""
    return rig_of_centre(w2c, k, keypoints, centre_of_mass(alpha))


def rig_of_centre(w2c, k, keypoints, middle):
    """The rig of a photo. The rig's view 0 equals the photo's subject, except for scale and perspective.

    Arguments: camera w2c [...,4,4] and k [...,4], keypoints [...,23,3], centre of mass of the mask [...,2] in pixels.
    Returns the motion world → rig [...,4,4], as x ↦ R·x + t.

    View 0 is aimed at the origin along the line from the photo's camera, with the photo's roll. The origin is at the
    subject's centre in the picture. The origin's depth is the mean depth of the keypoints without the tail. The
    direction of gravity is not a property of this frame. The data set stores this direction as `up`."""
    body = [*range(14), *range(19, 23)]
    uv, points = (project(keypoints, w2c, k)[0] - middle[..., None, :])[..., body, :], keypoints[..., body, :]
    centre = -(w2c[..., :3, :3].swapaxes(-1, -2) @ w2c[..., :3, 3:])[..., 0]
    first = look_at(on_sphere(AZIMUTH, ELEVATION)).astype(float)
    f = intrinsics(1)[0]
    unit = lambda v: v / np.linalg.norm(v, axis=-1, keepdims=True)
    about = lambda v: v - v.mean(-2, keepdims=True)
    origin = points.mean(-2).astype(float)
    for _ in range(3):
        z = unit(origin - centre)
        x = unit(w2c[..., 0, :3] - z * (w2c[..., 0, :3] * z).sum(-1, keepdims=True))
        axes = np.stack([x, np.cross(z, x), z], -2)
        local = (points - origin[..., None, :]) @ axes.swapaxes(-1, -2)
        deep = local[..., 2].mean(-1, keepdims=True)
        flat = local[..., :2] * f * RADIUS / (RADIUS + local[..., 2:] - deep[..., None])
        scale = (about(uv) * about(flat)).sum((-2, -1)) / (about(uv) ** 2).sum((-2, -1))
        shift = (flat.mean(-2) - scale[..., None] * uv.mean(-2)) / f
        origin = origin + (np.concatenate([shift, deep], -1)[..., None, :] @ axes)[..., 0, :]
    rig = np.zeros((*origin.shape[:-1], 4, 4)) + np.eye(4)
    rig[..., :3, :3] = first[:3, :3].T @ axes
    rig[..., :3, 3] = -(rig[..., :3, :3] @ origin[..., None])[..., 0]
    return rig


def camera_in_frame(w2c, frame):
    """w2c [...,4,4] of a camera in another frame. frame: rigid motion [4,4] from the world to the other frame."""
    return (w2c @ np.linalg.inv(frame)).astype(np.float32)


def points_in_frame(points, frame):
    """Points [...,3] in another frame. frame: motion [4,4] from world to frame. Or points [N,P,3], N frames [N,4,4]."""
    return (points @ frame[..., :3, :3].swapaxes(-1, -2) + translation_of(frame)).astype(np.float32)


def intrinsics(size, fov=FOV):
    """(fx, fy, cx, cy) in pixels of a square image."""
    f = size / 2 / np.tan(np.radians(fov) / 2)
    return np.array([f, f, size / 2, size / 2], np.float32)


def rig_cameras(size, rig=np.eye(4)):
    """The six rig cameras in the world, as a list of (w2c [4,4], k [4]). rig: motion world → rig (`rig_of`)."""
    poses = [look_at(on_sphere(AZIMUTH + 60 * i, ELEVATION)) for i in range(VIEWS)]
    return [((w2c @ rig).astype(np.float32), intrinsics(size)) for w2c in poses]


def project(points, w2c, k):
    """Points [...,3] → uv [...,2] in pixels, z [...]. Or points [N,P,3] with N cameras [N,4,4], [N,4]."""
    p = points @ w2c[..., :3, :3].swapaxes(-1, -2) + translation_of(w2c)
    k = k if k.ndim == 1 else k[:, None]
    return p[..., :2] / p[..., 2:] * k[..., :2] + k[..., 2:], p[..., 2]


def translation_of(w2c):
    """Translation [3] of a rigid motion [4,4]. For N motions: [N,1,3]."""
    return w2c[:3, 3] if w2c.ndim == 2 else w2c[:, None, :3, 3]


def rotation_z(degrees):
    """Rotation [3,3] about Z, counter-clockwise from above."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])


def rotate_w2c(w2c, k):
    """w2c [...,4,4] of a camera, converted to the frame in which rig view k is the input."""
    turn = np.eye(4)
    turn[:3, :3] = rotation_z(60 * k)
    return (w2c @ turn).astype(np.float32)


def mirror_order():
    """Keypoint indices [23] with left and right exchanged."""
    swap = {"left": "right", "right": "left"}
    other = lambda name: "_".join(swap.get(word, word) for word in name.split("_"))
    return np.array([KEYPOINTS.index(other(name)) for name in KEYPOINTS])
