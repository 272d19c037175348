"""Records what LGM's network computes with seeded weights, for src/families/lgm.

    python models/parity/record_lgm.py [lgm_tiny.safetensors]

The network is models/parity/lgm.py. The optional argument is a recording of the original implementation. It contains
the original's weights, `io.input`, `io.output_raw14` and the config. The network is first compared with this recording.
The error was 3.2e-7 of the range, for a recording of 3DTopia/LGM @ fe8d12c with channels 32, 64, 64 / 64, 64, 32 and
four views of 32².
"""
import json
import sys

import torch
from safetensors import safe_open

import lgm
import seeded
from recording import record, thin

# As in LGM-big, the decoder has one level less than the encoder. So the first skip connections are not used.
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
        io |= {f"{name}_{views}": thin(value, least=600) for name, value in lgm.activate(maps).items()}
    record("lgm_mini", {"lgm": CONFIG, "tensors": seeded.shapes(net)}, io)


main()
