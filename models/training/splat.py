"""A small Gaussian rasterizer in PyTorch, differentiable: for contact sheets, metrics and fine-tuning.

Same conventions as the app's (EWA projection, +0.3 px2, alpha at most 0.99, white background); every
Gaussian is drawn on a square of at most `reach` pixels around its centre."""
import torch

from rig import focal


def rotations(q):
    """Quaternions [N,4], w first -> matrices [N,3,3]."""
    w, x, y, z = torch.nn.functional.normalize(q, dim=-1).unbind(-1)
    return torch.stack([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
                        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
                        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], -1).view(-1, 3, 3)


def render(g: dict, w2c, size: int, f: float | None = None, reach: int = 9):
    """g: xyz [N,3], rgb [N,3], log_scale [N,3], rotation [N,4], opacity [N] (0..1); one camera [4,4]
    -> rgb [size,size,3] on white, alpha [size,size]."""
    f = f or focal(size)
    p = g["xyz"] @ w2c[:3, :3].T + w2c[:3, 3]
    z = p[:, 2].clamp(min=0.2)
    centre = p[:, :2] / z[:, None] * f + size / 2
    m = rotations(g["rotation"]) * g["log_scale"].exp()[:, None]
    m = w2c[:3, :3] @ m                                                            # [N,3,3]
    zero = torch.zeros_like(z)
    j = torch.stack([f / z, zero, -f * p[:, 0] / z ** 2, zero, f / z, -f * p[:, 1] / z ** 2], -1).view(-1, 2, 3)
    t = j @ m
    cov = t @ t.mT
    a, b, c = cov[:, 0, 0] + 0.3, cov[:, 0, 1], cov[:, 1, 1] + 0.3
    det = (a * c - b * b).clamp(min=1e-6)
    offset = torch.arange(reach) - reach // 2
    px = centre[:, 0].detach().floor().long()[:, None, None] + offset              # [N,1,K]
    py = centre[:, 1].detach().floor().long()[:, None, None] + offset[:, None]     # [N,K,1]
    dx, dy = px + 0.5 - centre[:, 0, None, None], py + 0.5 - centre[:, 1, None, None]
    v = lambda t: t[:, None, None]
    power = -0.5 * (v(c / det) * dx * dx + v(a / det) * dy * dy - 2 * v(b / det) * dx * dy)
    alpha = (v(g["opacity"]) * power.exp()).clamp(max=0.99)
    keep = (alpha > 1 / 255) & (px >= 0) & (px < size) & (py >= 0) & (py < size) & v(p[:, 2] > 0.2)
    n, _, _ = keep.nonzero(as_tuple=True)
    alpha, pixel = alpha[keep], (py * size + px)[keep]
    order = p[:, 2].detach()[n].argsort(stable=True)
    order = order[pixel[order].argsort(stable=True)]
    n, alpha, pixel = n[order], alpha[order], pixel[order]
    # transmittance in front of each splat: products along each pixel's run, as sums of logarithms
    log = torch.log1p(-alpha).double()
    before = torch.cumsum(log, 0) - log
    first = torch.ones_like(pixel, dtype=torch.bool)
    first[1:] = pixel[1:] != pixel[:-1]
    start = before[first].repeat_interleave(torch.diff(torch.cat([first.nonzero()[:, 0], torch.tensor([len(pixel)])])))
    weight = (before - start).exp().float() * alpha
    image = torch.zeros(size * size, 3).index_add(0, pixel, weight[:, None] * g["rgb"].clamp(min=0)[n])
    cover = torch.zeros(size * size).index_add(0, pixel, weight)
    return (image + 1 - cover[:, None]).view(size, size, 3), cover.view(size, size)
