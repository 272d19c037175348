"""Writes a fine-tuned reconstructor as a checkpoint of FaceLift's GS-LRM, for FaceLift's own scripts.

    python -m finetune.facelift_pt --gslrm lab.pt --out ckpt_0000000000000136.pt

The file is a dict: `model` has FaceLift's 151 names (or fewer, for fewer layers) in fp32, and `fwdbwd_pass_step` the
number of steps. `npm run cli -- import` reads it too. The network must have FaceLift's shape to be loaded there; the
numbers of this shape are printed.
"""
import argparse
import sys
from pathlib import Path

import torch

from .budget import save

HEAD = 64                           # width of a head in FaceLift's GS-LRM, which no tensor's shape contains


def facelift_checkpoint(checkpoint: Path, weights: str = "ema") -> tuple[dict, dict]:
    """The content of the file to write, and the config of the network.

    weights: `ema`, the averaged weights, or `model`. Raises ValueError for another kind of checkpoint, or if a weight
    is not finite."""
    try:
        state = torch.load(checkpoint, map_location="cpu", weights_only=True)
        config, tensors, steps = state["config"], state[weights], state["steps"]
    except Exception:                                       # a damaged pickle can raise anything
        raise ValueError(f"{checkpoint} is no checkpoint of finetune.gslrm") from None
    broken = [name for name, t in tensors.items() if not torch.isfinite(t).all()]
    if broken:
        raise ValueError(f"{checkpoint}: {broken[0]} is not finite")
    return {"model": {name: t.float().contiguous() for name, t in tensors.items()}, "fwdbwd_pass_step": steps}, config


def write_checkpoint(checkpoint: Path, out: Path, weights: str = "ema") -> dict:
    """Writes the file, in one step. Returns the config of the network."""
    content, config = facelift_checkpoint(checkpoint, weights)
    save(content, out)
    return config


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gslrm", type=Path, required=True, help="checkpoint of finetune.gslrm")
    p.add_argument("--out", type=Path, required=True, help="file to write")
    p.add_argument("--weights", choices=("ema", "model"), default="ema", help="the averaged weights, or the last ones")
    args = p.parse_args()
    try:
        config = write_checkpoint(args.gslrm, args.out, args.weights)
    except (OSError, ValueError) as error:
        sys.exit(f"facelift_pt: {error}")
    print(f"{args.out}: d {config['d']}, n_layer {config['layers']}, d_head {config['d_head']}, "
          f"patch_size {config['patch']}, n_gaussians {config['n_gaussians']}")
    if config["d_head"] != HEAD:
        print(f"NOTE: FaceLift's heads have width {HEAD}, these {config['d_head']}. State it in FaceLift's config. The "
              "import of this project would assume another width.")


if __name__ == "__main__":
    main()
