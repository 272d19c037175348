"""The demo rig (docs/models.md, Frames and cameras): its six cameras, their rays, projections and heat maps, and the
alignment of a subject with view 0."""
import functools
import math

import torch
import torch.nn.functional as F

RIG = {"id": "demo-e20-a60-f38", "radius": 2.7, "fovDeg": 38, "elevationDeg": 20,
       "azimuthsDeg": [270, 330, 30, 90, 150, 210], "imageSize": 512}
SIGMA = 1.5             # standard deviation of a keypoint in a heat map, in latent pixels
DEPTH_SCALE = 0.5       # world units of depth that a heat map stores as 1


def w2c(azimuth_deg: float, elevation_deg: float = 20, radius: float = 2.7) -> torch.Tensor:
    """w2c [4,4] of a camera that is aimed at the origin (OpenCV axes, world Z up). Angles in degrees."""
    az, el = math.radians(azimuth_deg), math.radians(elevation_deg)
    centre = radius * torch.tensor([math.cos(el) * math.cos(az), math.cos(el) * math.sin(az), math.sin(el)],
                                   dtype=torch.float64)
    z = -centre / centre.norm()
    x = torch.linalg.cross(z, torch.tensor([0.0, 0.0, 1.0], dtype=torch.float64))
    x = x / x.norm()
    rotation = torch.stack([x, torch.linalg.cross(z, x), z])
    out = torch.eye(4, dtype=torch.float64)
    out[:3, :3], out[:3, 3] = rotation, -rotation @ centre
    return out.float()


def cameras() -> torch.Tensor:
    """w2c of the six rig cameras: [6,4,4]."""
    return cameras_on(torch.get_default_device())


@functools.cache
def cameras_on(device: torch.device) -> torch.Tensor:
    """`cameras` on a device. They are computed once, on the CPU."""
    with torch.device("cpu"):
        ring = torch.stack([w2c(a, RIG["elevationDeg"], RIG["radius"]) for a in RIG["azimuthsDeg"]])
    return ring.to(device)


def focal(size: int) -> float:
    """fx = fy in pixels of a square view."""
    return size / 2 / math.tan(math.radians(RIG["fovDeg"] / 2))


def rays(size: int, views: torch.Tensor | None = None):
    """Unit directions [V,H,W,3] and camera centres [V,3] of square views."""
    views = cameras() if views is None else views
    f = focal(size)
    c = (torch.arange(size) + 0.5 - size / 2) / f
    local = torch.stack([c.expand(size, size), c[:, None].expand(size, size), torch.ones(size, size)], -1)
    local = local / local.norm(dim=-1, keepdim=True)
    rotation = views[:, :3, :3]
    direction = torch.einsum("hwi,vij->vhwj", local, rotation)
    centre = -torch.einsum("vji,vj->vi", rotation, views[:, :3, 3])
    return direction, centre


def plucker(size: int, views: torch.Tensor | None = None) -> torch.Tensor:
    """Plücker rays, as input of GS-LRM [V,H,W,6]: unit direction | point of the ray nearest the origin."""
    d, o = rays(size, views)
    o = o[:, None, None, :]
    return torch.cat([d, o - (o * d).sum(-1, keepdim=True) * d], -1)


def project(points: torch.Tensor, views: torch.Tensor, size: int):
    """World points [...,K,3] -> pixels [...,V,K,2] (pixel centres at +0.5) and depth z [...,V,K]."""
    camera = torch.einsum("vij,...kj->...vki", views[:, :3, :3], points) + views[:, None, :3, 3]
    z = camera[..., 2]
    return camera[..., :2] / z[..., None] * focal(size) + size / 2, z


WITHOUT_TAIL = [*range(14), *range(19, 23)]        # indices of the keypoints that are not on the tail


def alignment(points, uv):
    """Scale [B] and shift [B,2] that move a subject to the position of its mouse in view 0, by least squares.

    points: keypoints [B,23,3] in the rig's frame; uv: the same keypoints in the subject [B,23,2], -1..1.
    The result fits u0 = scale·uv + shift, where u0 [B,23,2] in -1..1 are the projections of `points` in view 0."""
    a, b = uv[:, WITHOUT_TAIL], (project(points, cameras()[:1].to(points), 2)[0][:, 0] - 1)[:, WITHOUT_TAIL]
    da, db = a - a.mean(1, keepdim=True), b - b.mean(1, keepdim=True)
    scale = (da * db).sum((1, 2)) / (da * da).sum((1, 2))
    return scale, b.mean(1) - scale[:, None] * a.mean(1)


def predicted_alignment(points, uv, error):
    """`alignment` for keypoints of the pose network. The shift is 0, because their origin is the subject's centre.

    error: errors [B,23] that the network expects, in world units. Keypoints with a smaller error count more."""
    a, b = uv[:, WITHOUT_TAIL], (project(points, cameras()[:1].to(points), 2)[0][:, 0] - 1)[:, WITHOUT_TAIL]
    w = (0.02 + error[:, WITHOUT_TAIL, None]) ** -2
    return ((w * a * b).sum((1, 2)) / (w * a * a).sum((1, 2))).clamp(0.5, 2), torch.zeros(len(a), 2)


def align(subject, scale, shift, size: int = 128):
    """Moves subjects [B,3,S,S] on white by an `alignment`: [B,3,size,size]."""
    n = 2 * size
    c = (torch.arange(n) + 0.5) / n * 2 - 1
    x, y = ((c - shift[:, i, None]) / scale[:, None] for i in (0, 1))
    grid = torch.stack([x[:, None].expand(-1, n, n), y[:, :, None].expand(-1, n, n)], -1)
    return 1 - F.avg_pool2d(F.grid_sample(1 - subject, grid, mode="bilinear", align_corners=False), 2)


def heatmaps(points: torch.Tensor, size: int = 32, sigma: float = SIGMA, views=slice(None)) -> torch.Tensor:
    """Keypoints [B,23,3] -> [B,6,46,s,s]: per view 23 Gaussians, then the same Gaussians times the relative depth.

    sigma: standard deviation of the Gaussians, in cells of the map. views: a slice of the views."""
    xy, z = project(points, cameras()[views].to(points), size)                    # [B,6,23,2], [B,6,23]
    c = torch.arange(size).to(points) + 0.5
    gx = torch.exp(-(c - xy[..., :1]) ** 2 / (2 * sigma ** 2))                    # [B,6,23,s]
    gy = torch.exp(-(c - xy[..., 1:]) ** 2 / (2 * sigma ** 2))
    heat = gy[..., :, None] * gx[..., None, :]
    depth = (z - RIG["radius"]) / DEPTH_SCALE
    return torch.cat([heat, heat * depth[..., None, None]], 2)


def rotate_z(points: torch.Tensor, degrees: torch.Tensor) -> torch.Tensor:
    """Rotates points [B,K,3] about Z by degrees [B] (counter-clockwise from above)."""
    a = torch.deg2rad(degrees)[:, None]
    x, y, z = points.unbind(-1)
    return torch.stack([x * a.cos() - y * a.sin(), x * a.sin() + y * a.cos(), z], -1)
