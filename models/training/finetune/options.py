"""The command line of finetune/gslrm.py."""
import argparse

import torch

from nets.precision import use_threads

from .augment import BACKGROUNDS
from .configs.apply import add_config_options, parse
from .configs.gslrm_keys import KEYS
from .freezing import GROUPS
from .optimiser import KINDS, SCHEDULES
from .placement import PLACEMENTS


def parser_of(description: str) -> argparse.ArgumentParser:
    """The parser with all options."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = p.add_argument
    add("--samples", required=True, nargs="+", help="sample folders, folders of them, or text files that list them")
    add("--heldout", nargs="+", help="samples to measure on; default: --samples")
    add("--pack", required=True, help="folder of the pack whose reconstructor the training starts from")
    add("--init", help="start from the weights of this checkpoint: of finetune.gslrm, or of FaceLift (.pt)")
    add("--out", required=True, help="checkpoint to write; if it exists, the training continues from it")
    add("--minutes", type=float, default=30, help="time budget in minutes, including the time of earlier runs")
    add("--steps", type=int, help="budget in steps instead of minutes; two runs on a CPU then give the same")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    add("--threads", type=int, default=torch.get_num_threads())
    add("--precision", choices=("bf16", "fp32"), default="bf16",
        help="type of matrix products in training; a processor without AMX uses fp32")
    add("--size", type=int, help="side of the views, pixels: a multiple of the patch size; default: the pack's")
    add("--recompute", type=int, default=0, metavar="LAYERS",
        help="gradient checkpointing: keep only the values between groups of so many layers; less memory, more time")
    add_cameras(p)
    add_optimiser(p)
    add_losses(p)
    add_reports(p)
    add_config_options(p)
    return p


def add_cameras(p) -> None:
    """Options of the cameras and the pictures."""
    add = p.add_argument
    add("--placement", choices=PLACEMENTS, default="auto",
        help="how cameras are moved into the pack's frame (docs/rigs.md); auto: subject, but the pack's own rig stays")
    add("--inputs", type=int,
        help="number of input views, drawn from the first frames, as many as the rig has (default: all)")
    add("--fixed-inputs", action="store_true", help="the inputs are always the first frames")
    add("--supervise", choices=("all", "new"), default="all",
        help="cameras to learn from: all, or those that are not inputs")
    add("--pictures", type=int, default=4, help="pictures rendered per sample and step")
    add("--mirror", type=float, default=0.5, help="fraction of the samples that are mirrored")
    add("--brightness", type=float, default=0.1, help="the brightness of a mouse is multiplied by 1 ± this much")
    add("--contrast", type=float, default=0.1, help="the contrast of a mouse is multiplied by 1 ± this much")
    add("--background-colour", choices=tuple(BACKGROUNDS), default="white",
        help="background of the pictures; three: white, grey or black, drawn for each sample and step")


def add_optimiser(p) -> None:
    """Options of the optimiser."""
    add = p.add_argument
    add("--batch", type=int, default=4, help="samples per step, one after the other")
    add("--optimiser", choices=KINDS, default="muon", help="muon: Muon for matrices, Adam for the rest")
    add("--lr", type=float, default=3e-4)
    add("--betas", type=float, nargs=2, default=(0.9, 0.95), help="of AdamW")
    add("--decay", type=float, default=0.01, help="weight decay of matrices")
    add("--warmup", type=int, default=40, help="steps until the learning rate is reached")
    add("--schedule", choices=SCHEDULES, default="linear", help="how the learning rate falls")
    add("--ema", type=float, default=0.99, help="decay of the averaged weights (EMA), which are the result")
    add("--seed", type=int, default=0)
    add("--freeze", default="", help=f"frozen layer groups: {', '.join(GROUPS)}; layers:0-3 freezes some layers")
    add("--clip", type=float, default=1, help="largest gradient norm of a step; 0: no limit")
    add("--skip", type=float, default=5,
        help="drop a step whose norm is above this many times the running median; 0: never")
    add("--limit", type=float, default=0, help="drop a step whose norm is above this; 0: never")


def add_losses(p) -> None:
    """Weights of the losses."""
    add = p.add_argument
    add("--l2", type=float, default=1, help="weight of the squared error on the mouse")
    add("--background", type=float, default=0.1, help="weight of the squared error outside the mouse")
    add("--ssim", type=float, default=0.5, help="weight of 1 - SSIM on the mouse")
    add("--outline", type=float, default=0, help="weight of the error of the rendered alpha")
    add("--perceptual", type=float, default=0, help="weight of the distance of features")
    add("--perceptual-by", choices=("vae", "lpips"), default="vae",
        help="network of the features: the pack's encoder, or the lpips package")


def add_reports(p) -> None:
    """Options of the reports."""
    add = p.add_argument
    add("--report", type=float, default=2, help="minutes from one measurement to the next")
    add("--report-steps", type=int, default=0, help="steps from one measurement to the next, instead of --report")
    add("--sheet", type=int, default=6, metavar="ROWS",
        help="rows of the picture sheet that is written at each measurement beside --out; 0: no sheets")


def options(argv=None, description: str = "") -> argparse.Namespace:
    """Parses the command line, and the configs that it names."""
    args = parse(parser_of(description), KEYS, argv)
    use_threads(args.threads)
    return args
