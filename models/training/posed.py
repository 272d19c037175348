"""Cameras of any kind, posed one by one: a pack's rig, the reconstructor's rays, and the rasterizer's camera.

Everywhere w2c [V,4,4] is world -> camera (OpenCV axes) and k [V,4] is fx fy cx cy in pixels of a square picture
whose pixel (i, j) has its centre at (j + 0.5, i + 0.5).
"""
import math

import torch

from rig import w2c as on_ring

SAME = 0.01             # of w2c's numbers, and of the intrinsics as parts of the picture's side


def rig_of(manifest: dict, size: int):
    """The cameras of a pack: w2c [V,4,4], k [V,4] for pictures of `size` pixels."""
    rig = manifest["rig"]
    if "cameras" in rig:
        k = torch.tensor([[c[n] for n in ("fx", "fy", "cx", "cy")] for c in rig["cameras"]], dtype=torch.float32)
        w2c = torch.tensor([c["w2c"] for c in rig["cameras"]], dtype=torch.float32).view(-1, 4, 4)
        return w2c, k * size / rig["imageSize"]
    w2c = torch.stack([on_ring(a, rig["elevationDeg"], rig["radius"]) for a in rig["azimuthsDeg"]])
    f = size / 2 / math.tan(math.radians(rig["fovDeg"] / 2))
    return w2c, torch.tensor([f, f, size / 2, size / 2]).repeat(len(w2c), 1)


def is_rig(w2c, k, rig, size: int) -> bool:
    """Whether these cameras begin with those of a rig (`rig_of`), in its order."""
    there, focal = rig
    if len(w2c) < len(there):
        return False
    apart = max((w2c[:len(there)] - there).abs().max(), ((k[:len(there)] - focal) / size).abs().max())
    return float(apart) < SAME


def plucker_of(w2c, k, size: int):
    """GS-LRM's ray channels [V,S,S,6] of any cameras: unit direction | point of the ray nearest the origin."""
    w2c, k = w2c.double(), k.double()
    c = torch.arange(size, dtype=torch.float64, device=w2c.device) + 0.5
    x = ((c - k[:, 2:3]) / k[:, 0:1])[:, None, :].expand(-1, size, -1)
    y = ((c - k[:, 3:4]) / k[:, 1:2])[:, :, None].expand(-1, -1, size)
    local = torch.stack([x, y, torch.ones_like(x)], -1)
    rotation = w2c[:, :3, :3]
    d = torch.einsum("vhwi,vij->vhwj", local / local.norm(dim=-1, keepdim=True), rotation)
    o = -torch.einsum("vji,vj->vi", rotation, w2c[:, :3, 3])[:, None, None]
    return torch.cat([d, o - (o * d).sum(-1, keepdim=True) * d], -1).float()


def drawn_by(w2c, k, size: int):
    """One camera as `splat.render` takes it: w2c [4,4], size, one focal length.

    render's pictures have fx = fy and their principal point in the middle. Another pinhole camera is that one
    behind the linear map that carries its rays onto it, and the projection of a covariance follows the map."""
    fx, fy, cx, cy = (float(v) for v in k)
    onto = torch.eye(4)
    onto[0, 2], onto[1, 1], onto[1, 2] = (cx - size / 2) / fx, fy / fx, (cy - size / 2) / fx
    return onto.to(w2c) @ w2c, size, fx


def mirrored(pictures, w2c, k, size: int):
    """The same mouse and cameras in a mirror (x -> -x): pictures [V,S,S,C], w2c, k."""
    flip = torch.diag(torch.tensor([-1.0, 1, 1, 1])).to(w2c)
    k = torch.stack([k[:, 0], k[:, 1], size - k[:, 2], k[:, 3]], 1)
    return pictures.flip(2), flip @ w2c @ flip, k
