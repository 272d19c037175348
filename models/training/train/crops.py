"""Crops of photos, as the app gives them to the matting network: letterboxed, or a close square around the mouse."""
import torch
import torch.nn.functional as F

CLOSE = 0.4            # fraction of the crops that are close squares, as the app uses in its second pass


def extent(occupied):
    """First and last true index of each row of a bool tensor [B,N]: two tensors [B]. An empty row gives 0 and N - 1."""
    n = occupied.shape[1]
    empty = ~occupied.any(1)
    first = occupied.float().argmax(1)
    last = n - 1 - occupied.flip(1).float().argmax(1)
    return first.masked_fill(empty, 0), last.masked_fill(empty, n - 1)


def close_squares(rows, columns):
    """Squares around the mouse, as the app cuts them for its second pass: y0, y1, x0, x1, each [B].

    rows [B,H], columns [B,W]: true where a row or a column contains the mouse."""
    (top, bottom), (left, right) = extent(rows), extent(columns)
    longest = torch.maximum(bottom - top, right - left) + 1
    size = longest * (1.1 + 0.7 * torch.rand(len(longest)))

    def within(first, last, n):
        s = size.clamp(min=n / 8, max=n).floor()
        middle = (first + last + 1) / 2 + (torch.rand(len(s)) - 0.5) * (s - longest - 2).clamp(min=0)
        start = (middle - s / 2).clamp(min=0).minimum(n - s).long()
        return start, start + s.long()
    return *within(top, bottom, rows.shape[1]), *within(left, right, columns.shape[1])


def crop_bounds(alpha):
    """Bounds y0, y1, x0, x1 (each [B]) of random rectangles that contain the whole mouse of alpha [B,1,H,W]."""
    b = len(alpha)
    cut = torch.rand(b) < 0.75
    # Largest fraction of the margin that is cut off.
    margin = torch.where(torch.rand(b) < 0.85, torch.rand(b) ** 2, 0.0) * cut

    def bounds(occupied):
        first, last = extent(occupied)
        n = occupied.shape[1]
        return (first * margin * torch.rand(b)).long(), n - ((n - 1 - last) * margin * torch.rand(b)).long()
    rows, columns = (alpha[:, 0] > 0.1).any(2), (alpha[:, 0] > 0.1).any(1)
    (y0, y1), (x0, x1) = bounds(rows), bounds(columns)
    close = torch.rand(b) < CLOSE
    for bound, close_bound in zip((y0, y1, x0, x1), close_squares(rows, columns)):
        bound[close] = close_bound[close]
    return y0, y1, x0, x1


def edge_colour(rgb, y0, y1, x0, x1):
    """Mean colour [B,3,1,1] of the border pixels of rectangles."""
    h, w = rgb.shape[2:]
    y, x = torch.arange(h)[None, :, None], torch.arange(w)[None, None]
    at = lambda v: v[:, None, None]
    within = (y >= at(y0)) & (y < at(y1)) & (x >= at(x0)) & (x < at(x1))
    inner = (y > at(y0)) & (y < at(y1) - 1) & (x > at(x0)) & (x < at(x1) - 1)
    ring = (within & ~inner).float()[:, None]
    return (rgb * ring).sum((2, 3), keepdim=True) / ring.sum((2, 3), keepdim=True)


def letterbox(rgb, alpha, size: int):
    """Random crops that contain the mouse, fitted into a square. Half of them are mirrored.

    The bars have the mean colour of the crop's border, as in the app for a photo that is not square.
    rgb f32 [B,3,H,W], alpha f32 [B,1,H,W], both 0..1 -> [B,3,size,size], [B,1,size,size]."""
    b, _, h, w = rgb.shape
    y0, y1, x0, x1 = crop_bounds(alpha)
    high, wide = (y1 - y0)[:, None], (x1 - x0)[:, None]
    longer = torch.maximum(high, wide)
    edge = edge_colour(rgb, y0, y1, x0, x1)

    n = 2 * size if size < 256 else size                                # below 256, four samples per pixel are averaged
    c = (torch.arange(n) + 0.5) / n - 0.5
    u = (c * longer + wide / 2) * torch.where(torch.rand(b) < 0.5, -1.0, 1.0)[:, None]            # -1: mirrored
    u = torch.where(u[:, :1] > u[:, -1:], u + wide, u)
    v = c * longer + high / 2
    inside = ((u > 0) & (u < wide))[:, None] & ((v > 0) & (v < high))[:, :, None]
    u = u.clamp(min=0.5).minimum(wide - 0.5) + x0[:, None]
    v = v.clamp(min=0.5).minimum(high - 0.5) + y0[:, None]
    grid = torch.stack([(u / w * 2 - 1)[:, None].expand(-1, n, n), (v / h * 2 - 1)[:, :, None].expand(-1, n, n)], -1)
    both = F.grid_sample(torch.cat([rgb, alpha], 1), grid, mode="bilinear", align_corners=False)
    both = torch.where(inside[:, None], both, F.pad(edge, (0, 0, 0, 0, 0, 1)))
    both = F.avg_pool2d(both, n // size) if n > size else both
    return both[:, :3], both[:, 3:]
