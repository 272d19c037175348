"""The command line of finetune.multiview."""
import argparse

import torch

from finetune.augment import BACKGROUNDS
from finetune.configs.apply import add_config_options, parse
from finetune.configs.multiview_keys import KEYS
from finetune.optimiser import SCHEDULES
from nets.precision import use_threads


def reference(text: str):
    """The number of a view, or `random`."""
    if text != "random" and not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is neither a number of a view nor random")
    return text


def parser_of(description: str) -> argparse.ArgumentParser:
    """The parser with all options."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = p.add_argument
    add("--base", required=True, help="folder in diffusers' layout: unet, vae, image_encoder, scheduler")
    add("--unet", help="folder with the UNet to start from; default: unet in --base")
    add("--embeds", required=True, help="view embeddings: a file with one tensor [views, 77, width]")
    add("--samples", required=True, nargs="+", help="sample folders, folders of them, or text files that list them")
    add("--heldout", nargs="+", help="samples to measure on; default: --samples")
    add("--out", required=True,
        help="folder for checkpoint-N/unet, checkpoint-N/unet_ema, and the state; resumed if there")
    add("--minutes", type=float, default=30, help="time budget in minutes, including the time of earlier runs")
    add("--steps", type=int, help="budget in steps instead of minutes")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    add("--threads", type=int, default=torch.get_num_threads())
    add("--bf16", action="store_true", help="matrix products in bf16, for a GPU")
    add("--recompute", action="store_true", help="gradient checkpointing: less memory, more time")
    add("--batch", type=int, default=4, help="samples per step, one after the other")
    add("--lr", type=float, default=5e-5)
    add("--betas", type=float, nargs=2, default=(0.9, 0.999), help="of AdamW")
    add("--decay", type=float, default=0.01, help="weight decay of AdamW")
    add("--warmup", type=int, default=100, help="steps until the learning rate is reached")
    add("--schedule", choices=SCHEDULES, default="constant", help="how the learning rate falls")
    add("--clip", type=float, default=1, help="largest gradient norm of a step; 0: no limit")
    add("--snr", type=float, default=5, help="gamma of the weights min(SNR, gamma) / SNR; 0: all weights are 1")
    add("--drop", type=float, default=0.05,
        help="fraction of the samples that lose the label, that lose both conditions, and that lose the latents")
    add("--ema", type=float, default=0.9999, help="decay of the averaged weights (EMA)")
    add("--reference", type=reference, default="0",
        help="the view that is the input: its number, or random. Views and embeddings then begin with it")
    add("--brightness", type=float, default=0.1, help="the brightness of a mouse is multiplied by 1 ± this much")
    add("--contrast", type=float, default=0.1, help="the contrast of a mouse is multiplied by 1 ± this much")
    add("--background-colour", choices=tuple(BACKGROUNDS), default="three",
        help="background of the pictures; three: white, grey or black, drawn for each sample and step")
    add("--seed", type=int, default=0)
    add("--report", type=float, default=10, help="minutes from one measurement and checkpoint to the next")
    add("--report-steps", type=int, default=0, help="steps from one measurement to the next, instead of --report")
    add("--sheet", type=int, default=1, metavar="SAMPLES",
        help="samples on the picture sheet of each measurement; 0: none")
    add_config_options(p)
    return p


def options(argv=None, description: str = "") -> argparse.Namespace:
    """Parses the command line, and the configs that it names."""
    args = parse(parser_of(description), KEYS, argv)
    use_threads(args.threads)
    return args
