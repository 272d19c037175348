"""Records distances of the package lpips for src/families/lpips/graph.test.ts.

    python models/parity/record_lpips.py

The weights are not those of LPIPS, but seeded by their names (seeded.py). The pictures are seeded, too: 40 pixels high, 52 wide.
"""
import json
from pathlib import Path

import lpips
import seeded
import torch

OUT = Path(__file__).with_name("lpips.json")
SHAPE = (3, 40, 52)


def picture(name: str) -> torch.Tensor:
    """A picture [1,3,H,W] of uniform noise in 0…1."""
    return torch.from_numpy((seeded.uniform(name, SHAPE) + 1) / 2).float()[None]


def record(net: str) -> dict:
    model = seeded.fill(lpips.LPIPS(pretrained=False, net=net, pnet_rand=True, verbose=False))
    a, noise = picture("lpips.a"), picture("lpips.b")
    near = a + 0.1 * (noise - a)
    with torch.no_grad():
        distance = lambda b: float(f"{model(a, b, normalize=True).item():.7g}")
        return {"net": net, "noise": distance(noise), "near": distance(near), "same": distance(a)}


def main() -> None:
    rows = ",\n".join(json.dumps(record(net), separators=(",", ":")) for net in ("alex", "vgg"))
    OUT.write_text(f"[\n{rows}\n]\n")
    print(f"{OUT}: {OUT.stat().st_size} bytes")


main()
