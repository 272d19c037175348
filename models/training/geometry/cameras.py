"""Cameras at any position: the rig of a pack, rays for the reconstructor, and cameras for the rasterizer.

Everywhere w2c [V,4,4] has OpenCV axes, and k [V,4] is fx fy cx cy in pixels of a square picture. Pixel (i, j) has its
centre at (j + 0.5, i + 0.5).
"""
import math

import torch

from .rig import w2c as ring_w2c

SAME = 0.01             # largest difference of the elements of w2c, and of the intrinsics divided by the picture's size


def rig_of(manifest: dict, size: int):
    """The cameras of a pack: w2c [V,4,4], k [V,4] for pictures of `size` pixels."""
    rig = manifest["rig"]
    if "cameras" in rig:
        k = torch.tensor([[c[n] for n in ("fx", "fy", "cx", "cy")] for c in rig["cameras"]], dtype=torch.float32)
        w2c = torch.tensor([c["w2c"] for c in rig["cameras"]], dtype=torch.float32).view(-1, 4, 4)
        return w2c, k * size / rig["imageSize"]
    w2c = torch.stack([ring_w2c(a, rig["elevationDeg"], rig["radius"]) for a in rig["azimuthsDeg"]])
    f = size / 2 / math.tan(math.radians(rig["fovDeg"] / 2))
    return w2c, torch.tensor([f, f, size / 2, size / 2]).repeat(len(w2c), 1)


def is_rig(w2c, k, rig, size: int) -> bool:
    """Whether the first cameras are those of a rig (`rig_of`), in the rig's order."""
    rig_w2c, rig_k = rig
    if len(w2c) < len(rig_w2c):
        return False
    count = len(rig_w2c)
    difference = max((w2c[:count] - rig_w2c).abs().max(), ((k[:count] - rig_k) / size).abs().max())
    return float(difference) < SAME


def plucker_of(w2c, k, size: int):
    """Plücker rays of any cameras, input of GS-LRM [V,S,S,6]: unit direction | point of the ray nearest the origin."""
    w2c, k = w2c.double(), k.double()
    c = torch.arange(size, dtype=torch.float64, device=w2c.device) + 0.5
    x = ((c - k[:, 2:3]) / k[:, 0:1])[:, None, :].expand(-1, size, -1)
    y = ((c - k[:, 3:4]) / k[:, 1:2])[:, :, None].expand(-1, -1, size)
    local = torch.stack([x, y, torch.ones_like(x)], -1)
    rotation = w2c[:, :3, :3]
    d = torch.einsum("vhwi,vij->vhwj", local / local.norm(dim=-1, keepdim=True), rotation)
    o = -torch.einsum("vji,vj->vi", rotation, w2c[:, :3, 3])[:, None, None]
    return torch.cat([d, o - (o * d).sum(-1, keepdim=True) * d], -1).float()


def render_camera(w2c, k, size: int):
    """Converts a camera (w2c [4,4], k [4]) to the arguments of `splat.render`: w2c [4,4], size, one focal length.

    The camera of `render` has fx = fy and its principal point in the centre of the picture. For any other pinhole
    camera, a linear map of camera space carries its rays onto the rays of `render`. The returned w2c contains this map,
    so that projected covariances are transformed too."""
    fx, fy, cx, cy = (float(v) for v in k)
    onto = torch.eye(4)
    onto[0, 2], onto[1, 1], onto[1, 2] = (cx - size / 2) / fx, fy / fx, (cy - size / 2) / fx
    return onto.to(w2c) @ w2c, size, fx


def mirrored(pictures, w2c, k, size: int):
    """Mirrors the pictures and the cameras of a mouse (x -> -x): pictures [V,S,S,C], w2c, k."""
    flip = torch.diag(torch.tensor([-1.0, 1, 1, 1])).to(w2c)
    k = torch.stack([k[:, 0], k[:, 1], size - k[:, 2], k[:, 3]], 1)
    return pictures.flip(2), flip @ w2c @ flip, k
