"""The demo rig (docs/models.md, Frames and cameras): six cameras, rays, projections, heat maps."""
import math

import torch

RIG = {"id": "demo-e20-a60-f38", "radius": 2.7, "fovDeg": 38, "elevationDeg": 20,
       "azimuthsDeg": [270, 330, 30, 90, 150, 210], "imageSize": 512}
SIGMA = 1.5             # of a heat map, in latent pixels
DEPTH_SCALE = 0.5       # of a heat map's relative depth


def w2c(azimuth_deg: float, elevation_deg: float = 20, radius: float = 2.7) -> torch.Tensor:
    """World -> camera [4,4] of a camera that looks at the origin (OpenCV axes, Z up)."""
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
    return torch.stack([w2c(a, RIG["elevationDeg"], RIG["radius"]) for a in RIG["azimuthsDeg"]])


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
    """GS-LRM's ray channels [V,H,W,6]: unit direction | point of the ray nearest the origin."""
    d, o = rays(size, views)
    o = o[:, None, None, :]
    return torch.cat([d, o - (o * d).sum(-1, keepdim=True) * d], -1)


def project(points: torch.Tensor, views: torch.Tensor, size: int):
    """World points [...,K,3] -> pixels [...,V,K,2] (pixel centres at +0.5) and depth z [...,V,K]."""
    camera = torch.einsum("vij,...kj->...vki", views[:, :3, :3], points) + views[:, None, :3, 3]
    z = camera[..., 2]
    return camera[..., :2] / z[..., None] * focal(size) + size / 2, z


def heatmaps(points: torch.Tensor, size: int = 32) -> torch.Tensor:
    """Keypoints [B,23,3] -> [B,6,46,s,s]: 23 Gaussians, then the same times the relative depth."""
    xy, z = project(points, cameras().to(points), size)                           # [B,6,23,2], [B,6,23]
    c = torch.arange(size).to(points) + 0.5
    gx = torch.exp(-(c - xy[..., :1]) ** 2 / (2 * SIGMA ** 2))                    # [B,6,23,s]
    gy = torch.exp(-(c - xy[..., 1:]) ** 2 / (2 * SIGMA ** 2))
    heat = gy[..., :, None] * gx[..., None, :]
    depth = (z - RIG["radius"]) / DEPTH_SCALE
    return torch.cat([heat, heat * depth[..., None, None]], 2)


def rotate_z(points: torch.Tensor, degrees: torch.Tensor) -> torch.Tensor:
    """Rotate points [B,K,3] about Z by degrees [B] (counter-clockwise seen from above)."""
    a = torch.deg2rad(degrees)[:, None]
    x, y, z = points.unbind(-1)
    return torch.stack([x * a.cos() - y * a.sin(), x * a.sin() + y * a.cos(), z], -1)
