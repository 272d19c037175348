"""Records PSNR, SSIM and IoU of scikit-image and torchmetrics for src/core/metrics/recorded.test.ts.

    python models/parity/record_metrics.py

The pictures are not stored: `picture` makes them from whole numbers and seeded words, and the test makes the same ones.
"""
import json
from pathlib import Path

import numpy as np
import torch
from seeded import words
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from torchmetrics.functional.classification import binary_jaccard_index
from torchmetrics.functional.image import peak_signal_noise_ratio as torch_psnr
from torchmetrics.functional.image import structural_similarity_index_measure as torch_ssim

OUT = Path(__file__).with_name("metrics.json")

# An ellipse (centre x y, radii x y) of the levels low … low + range − 1 on a ground of ground − range / 2 … ground.
TRUE = dict(ellipse=[25, 22, 13, 8], low=20, range=70, ground=255, noise=1)
CASES = [
    dict(name="moved", size=[48, 40], truth=TRUE, drawn=TRUE | dict(ellipse=[27, 21, 12, 9])),
    dict(name="grey", size=[64, 33], truth=TRUE, drawn=TRUE | dict(low=60, range=9)),
    dict(name="haze", size=[33, 64], truth=TRUE, drawn=TRUE | dict(ground=214, noise=40)),
    dict(name="flat", size=[40, 40], truth=dict(ellipse=[20, 20, 50, 50], low=250, range=2, ground=255, noise=1),
         drawn=dict(ellipse=[20, 20, 50, 50], low=249, range=3, ground=255, noise=1)),
    dict(name="least", size=[11, 12], truth=TRUE | dict(ellipse=[5, 5, 4, 3]), drawn=TRUE | dict(ellipse=[6, 5, 4, 3])),
    dict(name="noise", size=[48, 48], truth=dict(ellipse=[24, 24, 90, 90], low=0, range=256, ground=255, noise=1),
         drawn=dict(ellipse=[24, 24, 90, 90], low=100, range=156, ground=255, noise=1)),
]


def picture(name: str, size: list, ellipse: list, low: int, range: int, ground: int, noise: int):
    """Colours u8 [H,W,3], and the mask of the ellipse [H,W]."""
    w, h = size
    x, y, rx, ry = ellipse
    rows, columns = np.mgrid[:h, :w]
    mask = (columns - x) ** 2 * ry**2 + (rows - y) ** 2 * rx**2 <= rx**2 * ry**2
    word = words(name, h * w * 3).reshape(h, w, 3).astype(np.int64)
    colours = np.where(mask[..., None], low + word % range, ground - word % noise)
    return colours.astype(np.uint8), mask


def figures(case: dict) -> dict:
    truth, mask = picture(f"{case['name']}.truth", case["size"], **case["truth"])
    drawn, covered = picture(f"{case['name']}.drawn", case["size"], **case["drawn"])
    a, b = truth / 255.0, drawn / 255.0
    tensor = lambda image: torch.from_numpy(image).permute(2, 0, 1)[None]
    iou = lambda found: binary_jaccard_index(torch.from_numpy(found).int(), torch.from_numpy(mask).int()).item()
    both = {
        "psnr": [peak_signal_noise_ratio(a, b, data_range=1), torch_psnr(tensor(a), tensor(b), data_range=1.0).item()],
        "psnrMask": [peak_signal_noise_ratio(a[mask], b[mask], data_range=1)],
        "ssim": [torch_ssim(tensor(a), tensor(b), data_range=1.0).item()],
        "ssimInner": [structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
                                            data_range=1, channel_axis=-1)],
        "iou": [iou(covered)],
        "iouLab": [iou(np.abs(b - 1).mean(-1) > 0.1)],
    }
    assert max(max(values) - min(values) for values in both.values()) < 1e-4
    return {name: round(float(values[0]), 7) for name, values in both.items()}


def main() -> None:
    rows = ",\n".join(json.dumps(case | {"figures": figures(case)}, separators=(",", ":")) for case in CASES)
    OUT.write_text(f"[\n{rows}\n]\n")
    print(f"{OUT}: {OUT.stat().st_size} bytes")


main()
