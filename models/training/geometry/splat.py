"""A differentiable Gaussian rasterizer, for trainings, contact sheets and metrics.

It follows the rules of the app's rasterizer: EWA projection, +0.3 px², alpha from 1/255 to 0.99, white background.
On the CPU, splat.c composites. On other devices (CUDA), `composite` does the same in PyTorch, which is slower."""
import ctypes
import functools
from pathlib import Path

import torch
import torch.nn.functional as F

from native import library

from .rig import focal

NEAR, FAR_OFF = 0.2, 1.5            # least depth; x / z and y / z are limited to this many half sizes of the picture


def rotations(q):
    """Quaternions [N,4], w first -> matrices [N,3,3]."""
    w, x, y, z = F.normalize(q, dim=-1).unbind(-1)
    return torch.stack([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
                        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
                        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], -1).view(-1, 3, 3)


def project(g: dict, w2c, size: int, f: float):
    """Gaussians -> centre [N,2] in pixels, conic [N,3] (inverse covariance xx xy yy), depth [N]."""
    p = g["xyz"] @ w2c[:3, :3].T + w2c[:3, 3]
    z = p[:, 2].clamp(min=NEAR)
    centre = p[:, :2] / z[:, None] * f + size / 2
    m = w2c[:3, :3] @ (rotations(g["rotation"]) * g["log_scale"].exp()[:, None])   # [N,3,3]
    zero = torch.zeros_like(z)
    limit = FAR_OFF * size / 2 / f
    x, y = (p[:, i] / z for i in (0, 1))
    x, y = (t.clamp(-limit, limit) for t in (x, y))
    j = torch.stack([f / z, zero, -f * x / z, zero, f / z, -f * y / z], -1).view(-1, 2, 3)
    t = j @ m
    a = t[:, 0].square().sum(-1) + 0.3
    b = (t[:, 0] * t[:, 1]).sum(-1)
    c = t[:, 1].square().sum(-1) + 0.3
    det = (a * c - b * b).clamp(min=1e-6)
    return centre, torch.stack([c, -b, a], -1) / det[:, None], p[:, 2]


@functools.cache
def entries():
    """The two functions of splat.c."""
    code = library(Path(__file__).with_name("splat.c"))
    i, p = ctypes.c_int, ctypes.c_void_p
    code.splat.argtypes, code.splat.restype = [i] * 3 + [p] * 8, None
    code.splat_backward.argtypes, code.splat_backward.restype = [i] * 3 + [p] * 14, None
    return code.splat, code.splat_backward


class Composite(torch.autograd.Function):
    """splat.c as a PyTorch operation: -> image [S,S,3] over black, transmittance [S,S]."""

    @staticmethod
    def forward(ctx, centre, conic, opacity, rgb, order, size: int):
        inputs = [t.detach().float().contiguous() for t in (centre, conic, opacity, rgb)] + [order.int().contiguous()]
        image, transmittance = torch.empty(size, size, 3), torch.empty(size, size)
        last = torch.empty(size, size, dtype=torch.int32)
        entries()[0](len(order), size, size, *(t.data_ptr() for t in (*inputs, image, transmittance, last)))
        ctx.save_for_backward(*inputs, transmittance, last)
        return image, transmittance

    @staticmethod
    def backward(ctx, d_image, d_transmittance):
        *inputs, transmittance, last = ctx.saved_tensors
        given = [transmittance.clone(), last, d_image.float().contiguous(), d_transmittance.float().contiguous(),
                 torch.empty_like(transmittance)]
        out = [torch.zeros_like(t) for t in inputs[:4]]
        size = len(transmittance)
        entries()[1](len(inputs[4]), size, size, *(t.data_ptr() for t in (*inputs, *given, *out)))
        return *out, None, None


WIDEST = 63                         # size in pixels of the largest square that `composite` draws of a Gaussian


def composite(centre, conic, opacity, rgb, order, size: int):
    """As `Composite`, in PyTorch, on any device. Of a Gaussian wider than WIDEST only the middle is drawn, because the
    memory grows with the square of the width."""
    centre, conic, opacity, rgb = (t[order] for t in (centre, conic, opacity, rgb))
    with torch.no_grad():
        det = (conic[:, 0] * conic[:, 2] - conic[:, 1] ** 2).clamp(min=1e-12)
        spread = 2 * (255 * opacity).clamp(min=1).log() / det
        radius = (spread[:, None] * conic[:, [0, 2]]).amax().sqrt() if len(order) else torch.zeros(())
        reach = min(WIDEST, 2 * int(radius.clamp(max=WIDEST).ceil()) + 1)
    offset = torch.arange(reach, device=centre.device) - reach // 2
    px = centre[:, 0].detach().floor().long()[:, None, None] + offset
    py = centre[:, 1].detach().floor().long()[:, None, None] + offset[:, None]
    v = lambda t: t[:, None, None]
    dx, dy = px + 0.5 - v(centre[:, 0]), py + 0.5 - v(centre[:, 1])
    power = 0.5 * (v(conic[:, 0]) * dx * dx + v(conic[:, 2]) * dy * dy) + v(conic[:, 1]) * dx * dy
    alpha = (v(opacity) * (-power).exp()).clamp(max=0.99)
    n, row, column = ((alpha >= 1 / 255) & (px >= 0) & (px < size) & (py >= 0) & (py < size)).nonzero(as_tuple=True)
    alpha, pixel = alpha[n, row, column], py[n, row, 0] * size + px[n, 0, column]
    turn = pixel.argsort(stable=True)
    n, alpha, pixel = n[turn], alpha[turn], pixel[turn]
    # transmittance in front of each Gaussian: products along each pixel's run, as sums of logarithms
    log = torch.log1p(-alpha).double()
    before = torch.cumsum(log, 0) - log
    _, runs = torch.unique_consecutive(pixel, return_counts=True)
    start = before[runs.cumsum(0) - runs].repeat_interleave(runs)
    weight = (before - start).exp().float() * alpha
    weight = weight * (before - start > -9.2103)
    image = rgb.new_zeros(size * size, 3).index_add(0, pixel, weight[:, None] * rgb[n])
    cover = rgb.new_zeros(size * size).index_add(0, pixel, weight)
    return image.view(size, size, 3), (1 - cover).view(size, size)


def render(g: dict, w2c, size: int, f: float | None = None):
    """Draws Gaussians through one camera: -> rgb [size,size,3] on white, alpha [size,size].

    g: xyz [N,3], rgb [N,3], log_scale [N,3], rotation [N,4] (w first), opacity [N] in 0..1. w2c: [4,4].
    f: focal length in pixels. None: the focal length of the rig."""
    centre, conic, depth = project(g, w2c, size, f or focal(size))
    order = depth.detach().argsort(stable=True)
    order = order[depth.detach()[order] > NEAR]
    draw = Composite.apply if centre.device.type == "cpu" else composite
    image, transmittance = draw(centre, conic, g["opacity"], g["rgb"].clamp(min=0), order, size)
    return image + transmittance[..., None], 1 - transmittance
