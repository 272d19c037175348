"""Makes subjects from photos as the app does, with the errors that the app makes. Augmentations of subjects."""
import torch
import torch.nn.functional as F

from geometry.rig import RIG, alignment, cameras, focal, project, rotate_z
from mice.frames import mirror_order

from .degrade import mark, recolour, rough_masks, soft_noise
from .streams import images

MIRROR = torch.tensor(mirror_order())       # keypoint indices with left and right exchanged


def centring(alpha: torch.Tensor, ratio: float = 0.3):
    """Centring by the method pixel_based: alpha [B,1,S,S] -> centre [B,2] in pixels (x y), scale [B].

    A length of n photo pixels becomes n * scale times the width of the subject."""
    b, _, h, w = alpha.shape
    weight = alpha[:, 0] * (alpha[:, 0] > 10 / 255)
    total = weight.sum((1, 2)).clamp(min=1)
    x = (weight.sum(1) * (torch.arange(w) + 0.5)).sum(1) / total
    y = (weight.sum(2) * (torch.arange(h) + 0.5)).sum(1) / total
    count = (alpha[:, 0] > 10 / 255).float().sum((1, 2)).clamp(min=16)
    return torch.stack([x, y], 1), ratio / count.sqrt()


def warp(packed, mask, size: int = 128, jitter: float = 0.0):
    """Centres channels [B,C,H,W] by a mask [B,1,H,W].

    -> [B,C,size,size], centre [B,2] in photo pixels, scale [B] (fraction of the subject's width per photo pixel).
    jitter: standard deviation of the error of the scale."""
    centre, scale = centring(mask)
    if jitter:
        scale = scale * torch.exp(torch.randn(len(scale)) * jitter)
        centre = centre + torch.randn(len(scale), 2) * jitter * 0.3 / scale[:, None]
    h, w = packed.shape[2:]
    n = 2 * size
    c = (torch.arange(n) + 0.5) / n - 0.5
    x = (centre[:, 0, None] + c / scale[:, None]) / w * 2 - 1
    y = (centre[:, 1, None] + c / scale[:, None]) / h * 2 - 1
    grid = torch.stack([x[:, None].expand(-1, n, n), y[:, :, None].expand(-1, n, n)], -1)
    return F.avg_pool2d(F.grid_sample(packed, grid, mode="bilinear", align_corners=False), 2), centre, scale


def subject(rgb, mask, size: int = 128):
    """Photo rgb [B,3,H,W] (0..1) and mask [B,1,H,W] -> subject on white [B,3,size,size], centre, scale (`warp`)."""
    out, centre, scale = warp(torch.cat([rgb * mask, mask], 1), mask, size)
    return out[:, :3] + 1 - out[:, 3:], centre, scale


def rough_subject(rgb, alpha, size: int = 128, jitter: float = 0.04, colours: float = 1.0):
    """As `subject`, with the errors of a matting network and of a camera. rgb is composited on white.

    Where the mask is too large, some background is visible. colours: fraction of the photos that are recoloured."""
    mask = rough_masks(alpha)
    rgb = mark(rgb, *centring(alpha))
    packed = torch.cat([(rgb - (1 - alpha)) * mask, (1 - alpha) * mask, mask], 1)
    out, centre, scale = warp(packed, mask, size, jitter)
    b = len(rgb)
    ground = torch.rand(b, 3, 1, 1) * 0.3 + torch.rand(b, 1, 1, 1) * 0.8 + 0.06 * soft_noise(b, 3, size, 5)
    ground = ground.clamp(0, 1)
    ground = torch.where(torch.rand(b, 1, 1, 1) < 0.35, torch.ones_like(ground), ground)
    masked, mask = out[:, :3] + out[:, 3:4] * ground, out[:, 4:]
    masked = (masked / mask.clamp(min=0.02)).clamp(0, 1)
    colour = torch.where(torch.rand(b, 1, 1, 1) < colours, recolour(masked), masked)
    return colour * mask + 1 - mask, centre, scale


def inputs(mice: dict, photo: float = 0.7):
    """An input picture for each of B mice (`streams.stacked`): its photo (k = 0) or a rig view k.

    photo: probability of the photo.
    -> rgb [B,3,256,256] on white, alpha [B,1,256,256], uv [B,23,2] in pixels of the input picture, k [B],
    keypoints [B,23,3], up [B,1,3]. Keypoints and up are rotated into the frame of the input."""
    rgb, alpha, uv = images(mice["photo_rgb"]), mice["photo_alpha"].float()[:, None] / 255, mice["photo_uv"]
    size, turns = rgb.shape[-1], torch.zeros(len(rgb), dtype=torch.long)
    if photo < 1:
        ring = (torch.rand(len(rgb)) >= photo).nonzero()[:, 0]
        turns[ring] = torch.randint(6, (len(ring),))
        chosen = ring, turns[ring]
        views = torch.cat([images(mice["rgb"][chosen]), mice["alpha"][chosen].float()[:, None] / 255], 1)
        views = F.interpolate(views, size=(size, size), mode="bilinear", align_corners=False)   # to the photos' size
        rgb, alpha = rgb.index_copy(0, ring, views[:, :3]), alpha.index_copy(0, ring, views[:, 3:])
        projected = project(mice["keypoints"][ring], cameras(), size)[0]
        uv = uv.index_copy(0, ring, projected[torch.arange(len(ring)), turns[ring]])
    degrees = -60.0 * turns
    return rgb, alpha, uv, turns, rotate_z(mice["keypoints"], degrees), rotate_z(mice["up"][:, None], degrees)


def subjects(mice: dict, size: int = 128, photo: float = 0.7, augment: bool = True, jitter: float = 0.04,
             colours: float = 1.0):
    """Subjects of B mice (`streams.stacked`). If `augment` is true, they have the errors of `rough_subject`.

    -> [B,3,size,size] in 0..1, uv [B,23,2] in -1..1, k [B], keypoints [B,23,3], up [B,1,3] (`inputs`)."""
    rgb, alpha, uv, turns, points, up = inputs(mice, photo)
    if augment:
        out, centre, scale = rough_subject(rgb, alpha, size, jitter, colours)
    else:
        out, centre, scale = subject(rgb, alpha, size)
    uv = (uv - centre[:, None]) * scale[:, None, None] * 2
    return out, uv, turns, points, up


def about_centre(points, uv):
    """Keypoints [B,23,3] with the origin at the subject's centre, and the shift [B,1,3] back to the rig's frame.

    An imperfect mask moves the subject's centre. The size of this shift cannot be found from the subject."""
    shift = F.pad(alignment(points, uv)[1], (0, 1)) * (RIG["radius"] / focal(2)) @ cameras()[0, :3, :3]
    return points - shift[:, None], shift[:, None]


def mirror(out, uv, points, up):
    """Mirrors subjects, their uv, keypoints and up left to right."""
    across = torch.tensor([-1.0, 1.0, 1.0])
    return out.flip(-1), uv[:, MIRROR] * across[:2], points[:, MIRROR] * across, up * across


def rolled(out, uv, points, up, degrees: float = 6.0):
    """Turns half of the subjects about the camera's axis, by normally distributed angles.

    Subjects on white [B,3,S,S] (-1..1), uv [B,23,2], keypoints [B,23,3], up [B,1,3]; degrees: standard deviation."""
    angle = torch.deg2rad(torch.randn(len(out)) * degrees) * (torch.rand(len(out)) < 0.5)
    turn = torch.eye(3).repeat(len(out), 1, 1)                               # in camera axes: x right, y down
    turn[:, 0, 0] = turn[:, 1, 1] = angle.cos()
    turn[:, 1, 0], turn[:, 0, 1] = angle.sin(), -angle.sin()
    grid = F.affine_grid(turn.mT[:, :2], out.shape, align_corners=False)     # source position of each pixel
    out = 1 - F.grid_sample(1 - out, grid, mode="bilinear", align_corners=False)
    axes = cameras()[0, :3, :3]
    space = axes.T @ turn @ axes
    return out, uv @ turn[:, :2, :2].mT, points @ space.mT, up @ space.mT
