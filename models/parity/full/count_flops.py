"""Counts the operations of the official networks with PyTorch's counter, for src/graphs/step-cost.test.ts.

    python models/parity/full/count_flops.py

The modules are on the device `meta`: they have shapes and no values. Prints JSON: per network the operations of
convolutions, of matrices with weights, and of attention (two matrix products). A multiply-add counts as two.
"""
import json

import torch
from diffusers.models.attention_processor import Attention, AttnProcessor
from torch.utils.flop_counter import FlopCounterMode
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

import networks
from nets import gslrm, unet as unet_module
from nets import pose as pose_module


def plain_attention(q, k, v):
    """Attention as two matrix products, which the counter knows."""
    return torch.matmul(torch.matmul(q, k.transpose(-1, -2)).softmax(-1), v)


unet_module.attention = gslrm.attention = pose_module.attention = plain_attention

KINDS = {"convolution": "conv", "mm": "linear", "addmm": "linear", "bmm": "attention", "baddbmm": "attention"}


def count(run) -> dict:
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), torch.device("meta"), counter:
        run()
    sums = {"conv": 0, "linear": 0, "attention": 0}
    for op, flops in counter.get_flop_counts()["Global"].items():
        sums[KINDS[str(op).split(".")[-1]]] += flops
    return sums


def main() -> None:
    empty = lambda *shape: torch.empty(*shape, device="meta")
    with torch.device("meta"):
        net = networks.attend(networks.unet(networks.UNET), "sparse").eval()
        vae = networks.vae().eval()
        lrm = gslrm.GSLRM(networks.GSLRM).eval()
        clip = CLIPVisionModelWithProjection(
            CLIPVisionConfig(**networks.config("clip"), attn_implementation="eager")).eval()
    for module in vae.modules():
        if isinstance(module, Attention):
            module.set_processor(AttnProcessor())
    step = lambda batch: lambda: net(empty(batch, 8, 64, 64), 1, empty(batch, 77, 1024),
                                     class_labels=empty(batch, 2048))
    views = lambda v, s: lambda: lrm(empty(1, v, s, s, 3), empty(v, s, s, 6), torch.arange(v * (s // 8) ** 2)[None])
    found = {
        "unet sparse, two halves": count(step(12)),
        "unet sparse, one half": count(step(6)),
        "vae encode 512": count(lambda: vae.quant_conv(vae.encoder(empty(1, 3, 512, 512)))),
        "vae decode 512": count(lambda: vae.decoder(vae.post_quant_conv(empty(1, 4, 64, 64)))),
        "clip": count(lambda: clip(empty(1, 3, 224, 224))),
        "gslrm, 6 views of 512": count(views(6, 512)),
        "gslrm, 2 views of 256": count(views(2, 256)),
    }
    print(json.dumps(found, indent=1))


main()
