"""A pack -> checkpoints that the trainers can start from: the inverse of export.py.

    python unpack.py --pack ../mouse-demo --out DIR
    python train_pose.py … --init DIR/pose.pt --out elsewhere/pose.pt
"""
import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file


def weights(pack: Path, name: str) -> dict:
    """fp32 tensors of one part, under the names of its checkpoint."""
    read = lambda part: {k: v.float() for k, v in load_file(pack / f"{part}.safetensors").items()}
    if name == "multiview":
        return {**{f"unet.{k}": v for k, v in read("unet").items()}, **read("view_embeds")}
    return read(name)


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--pack", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    stages = json.loads((args.pack / "pack.json").read_text())["stages"]
    view = stages["multiview"]
    scaling = view["vae"]["config"]["scaling_factor"]
    parts = {"matting": stages["matting"], "pose": stages["pose"], "vae": view["vae"], "multiview": view["unet"],
             "gslrm": stages["reconstruct"]}
    for name, part in parts.items():
        torch.save({"ema": weights(args.pack, name), "config": part["config"], "scaling": scaling}, args.out / f"{name}.pt")


if __name__ == "__main__":
    main()
