"""Record what LGM's network computes with seeded weights, for src/graphs/lgm.

    python models/parity/record_lgm.py [lgm_tiny.safetensors]

The network is models/parity/lgm.py. Given a recording of the original implementation (its weights, `io.input`,
`io.output_raw14` and the config), it is checked against that first; on the one made from 3DTopia/LGM @ fe8d12c with
channels 32, 64, 64 / 64, 64, 32 and four views of 32² it differed by 3.2e-7 of the range.
"""
import json
import sys
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

import lgm
import seeded

HERE = Path(__file__).parent
# As in LGM-big, the way up has one level less than the way down, and the first skips are never used.
CONFIG = {"down_channels": [32, 32, 64], "down_attention": [False, True, True], "mid_attention": True,
          "up_channels": [64, 32], "up_attention": [True, False], "image": 16}


def check(path: str) -> None:
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name).float() for name in file.keys()}
        net = lgm.LGM(json.loads(file.metadata()["config"])).eval()
    net.load_state_dict({name: value for name, value in tensors.items() if not name.startswith("io.")})
    expected = tensors["io.output_raw14"]
    error = (net(tensors["io.input"]) - expected).abs().max() / (expected.max() - expected.min())
    print(f"against the original: {error:.1e} of the range")
    assert error < 1e-5


@torch.no_grad()
def main() -> None:
    if len(sys.argv) > 1:
        check(sys.argv[1])
    net = seeded.fill(lgm.LGM(CONFIG))
    io = {}
    for views in (4, 6):
        maps = net(torch.from_numpy(seeded.uniform("input", (views, 9, 16, 16))).float() * 1.7)
        io |= {f"{name}_{views}": value for name, value in lgm.activate(maps).items()}
    path = HERE / "lgm_mini.safetensors"
    tensors = {f"io.{k}": v.float().contiguous().clone() for k, v in io.items()}
    save_file(tensors, path, {"config": json.dumps({"lgm": CONFIG, "tensors": seeded.shapes(net)})})
    path.chmod(0o644)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


main()
