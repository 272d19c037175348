"""Losses and metrics of pictures: L2, background, SSIM, outline, perceptual; PSNR.

Pictures are [N,H,W,3] in 0..1 on white. A mask is 1 where the mouse is (alpha above 0.5). A mouse fills a few per cent
of a picture, so its error would hardly change a mean over all pixels."""
import math

import torch
import torch.nn.functional as F

WINDOW, DEVIATION = 11, 1.5         # size and standard deviation of SSIM's Gaussian window, pixels
C1, C2 = 0.01 ** 2, 0.03 ** 2       # for values in 0..1


def psnr(a: torch.Tensor, b: torch.Tensor) -> float:
    """PSNR in dB of images in 0..1, at most 100 dB."""
    return -10 * math.log10(max(1e-10, float((a - b).square().mean())))


def masked_mean(x, mask):
    """Mean of x [N,H,W] where mask [N,H,W] is 1. An empty mask gives 0."""
    return (x * mask).sum() / mask.sum().clamp(min=1)


def mask_error(drawn, alpha):
    """Absolute error of predicted masks plus 1 - soft IoU, averaged over the pictures.

    Masks are [N,1,H,W]. Values of `drawn` may be outside of 0..1."""
    sure, true = torch.sigmoid((drawn - 0.5) / 0.1), (alpha > 0.5).float()
    both = (sure * true).sum((1, 2, 3))
    iou = (both + 1) / ((sure + true).sum((1, 2, 3)) - both + 1)
    return (drawn - alpha).abs().mean() + (1 - iou).mean()


def ssim_map(a, b):
    """Structural similarity (SSIM) per pixel, averaged over the channels: two [N,H,W,C] -> [N,H,W] in -1..1.

    Wang et al. 2004, "Image quality assessment: from error visibility to structural similarity", 11 x 11 Gaussian
    window. Beyond the borders, the border pixels are repeated."""
    c = torch.arange(WINDOW, device=a.device, dtype=a.dtype) - WINDOW // 2
    g = torch.exp(-c.square() / (2 * DEVIATION ** 2))
    g = g / g.sum()
    a, b = (t.movedim(-1, 1) for t in (a, b))
    n, channels, h, w = a.shape
    stack = torch.cat([a, b, a * a, b * b, a * b]).reshape(5 * n * channels, 1, h, w)
    stack = F.pad(stack, [WINDOW // 2] * 4, mode="replicate")
    stack = F.conv2d(F.conv2d(stack, g.view(1, 1, 1, -1)), g.view(1, 1, -1, 1))
    ma, mb, aa, bb, ab = stack.view(5, n, channels, h, w)
    va, vb, cov = aa - ma * ma, bb - mb * mb, ab - ma * mb
    value = (2 * ma * mb + C1) * (2 * cov + C2) / ((ma * ma + mb * mb + C1) * (va + vb + C2))
    return value.mean(1)


class EncoderFeatures(torch.nn.Module):
    """Perceptual distance in the encoder of the pack's autoencoder, computed as in LPIPS (Zhang et al. 2018).

    The features of each level are scaled to unit length per pixel. The distance is the mean of their squared
    differences, over pixels and levels. LPIPS uses a network that was trained on photos and that packs do not contain
    (see `Lpips`)."""

    def __init__(self, vae):
        super().__init__()
        self.encoder = vae.encoder.eval().requires_grad_(False)

    def levels(self, x):
        x = self.encoder.conv_in(x.movedim(-1, 1) * 2 - 1)
        yield x
        for block in self.encoder.down_blocks:
            x = block(x)
            yield x

    def forward(self, a, b):
        unit = lambda t: F.normalize(t, dim=1, eps=1e-6)
        parts = [(unit(x) - unit(y)).square().sum(1).mean() for x, y in zip(self.levels(a), self.levels(b))]
        return torch.stack(parts).mean()


class Lpips(torch.nn.Module):
    """LPIPS (VGG) from the package `lpips`, which downloads torchvision's weights on first use.

    Raises ImportError if the package is not installed."""

    def __init__(self):
        super().__init__()
        import lpips
        self.net = lpips.LPIPS(net="vgg", verbose=False).eval().requires_grad_(False)

    def forward(self, a, b):
        return self.net(*(t.movedim(-1, 1) * 2 - 1 for t in (a, b))).mean()


def picture_losses(drawn, cover, true, weights: dict, perceptual=None) -> dict:
    """The losses l2, background, ssim (1 - SSIM), outline and perceptual. Losses with weight 0 are left out.

    drawn [N,H,W,3] with alpha cover [N,H,W]; true [N,H,W,4] (rgb on white, alpha)."""
    rgb, alpha = true[..., :3], true[..., 3]
    mouse = (alpha > 0.5).float()
    square = (drawn - rgb).square().mean(-1)
    parts = {"l2": lambda: masked_mean(square, mouse), "background": lambda: masked_mean(square, 1 - mouse),
             "ssim": lambda: masked_mean(1 - ssim_map(drawn, rgb), mouse),
             "outline": lambda: (cover - alpha).abs().mean(),
             "perceptual": lambda: perceptual(drawn, rgb)}
    return {name: loss() for name, loss in parts.items() if weights[name] > 0}
