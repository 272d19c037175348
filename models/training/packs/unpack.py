"""Turns a pack into checkpoints that the trainers can start from. It is the reverse of packs/export.py.

    python -m packs.unpack --pack ../mouse-demo --out DIR
    python -m train.pose … --init DIR/pose.pt --out elsewhere/pose.pt
"""
import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file


def weights(pack: Path, name: str) -> dict:
    """fp32 tensors of one network, under the names of its checkpoint."""
    read = lambda file: {k: v.float() for k, v in load_file(pack / f"{file}.safetensors").items()}
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
    entries = {"matting": stages["matting"], "pose": stages["pose"], "vae": view["vae"], "multiview": view["unet"],
               "gslrm": stages["reconstruct"]}
    for name, entry in entries.items():
        state = {"ema": weights(args.pack, name), "config": entry["config"], "scaling": scaling}
        torch.save(state, args.out / f"{name}.pt")


if __name__ == "__main__":
    main()
