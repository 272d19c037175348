"""Records what PyTorch computes with CLIP ViT-H/14 and LGM-big, for compare.mjs.

    python models/parity/full/record_clip_lgm.py WORK [clip|lgm ...]

Needs 6.5 GB of disk and 6 GB of memory. The files are as in record.py. Weights are seeded (models/parity/seeded.py).
CLIP runs all 32 layers at 224². LGM runs all levels on four views of 64², so the deepest level has 2² pixels.
"""
import json
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import lgm                                                                        # noqa: E402
import seeded                                                                     # noqa: E402

LGM_OUTPUTS = ("raw", "xyz", "sh_dc", "log_scale", "rotation")


def clip() -> tuple[torch.nn.Module, dict, callable]:
    config = CLIPVisionConfig(**json.loads((HERE / "clip.json").read_text()))
    with torch.device("meta"):
        net = CLIPVisionModelWithProjection(config)
    image = torch.from_numpy(seeded.uniform("image", (1, 3, 224, 224))).float() * 2
    net = net.to_empty(device="cpu")
    # position_ids is not a parameter, and `to_empty` leaves it unset.
    ids = net.vision_model.embeddings.position_ids
    ids.copy_(torch.arange(ids.numel()).expand_as(ids))
    return net, {"image": image}, lambda: {"image_embeds": net(image).image_embeds}


def big() -> tuple[torch.nn.Module, dict, callable]:
    with torch.device("meta"):
        net = lgm.LGM(lgm.BIG)
    net = net.to_empty(device="cpu")
    views = torch.from_numpy(seeded.uniform("input", (4, 9, 64, 64))).float() * 1.7

    def compute() -> dict:
        made = lgm.activate(net(views))
        return {name: made[name].float() for name in LGM_OUTPUTS}

    return net, {"input": views}, compute


NETWORKS = {"clip": clip, "lgm": big}


@torch.no_grad()
def main() -> None:
    work = Path(sys.argv[1])
    work.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or NETWORKS:
        net, io, compute = NETWORKS[name]()
        for precision, dtype in (("f32", torch.float32), ("f16", torch.float16)):
            seeded.fill(net, dtype)
            weights = {k: v.detach().to(dtype) for k, v in net.state_dict().items()}
            save_file(weights, work / f"{name}.{precision}.safetensors")
            start = time.perf_counter()
            io |= {f"{precision}.{k}": v for k, v in compute().items()}
            print(f"{name} {precision}: {time.perf_counter() - start:.1f} s", flush=True)
        save_file({k: v.contiguous().clone() for k, v in io.items()}, work / f"{name}.io.safetensors")
        for k, v in io.items():
            print(f"  {k} {list(v.shape)} {v.min():.3f} … {v.max():.3f}, σ {v.std():.3f}")


main()
