"""Fine-tune a pack's reconstructor on a laboratory's own posed pictures (samples.py: FaceLift's format).

    python finetune_gslrm.py --samples DIR… --heldout DIR --pack ../mouse-demo --out lab.pt --minutes 30
    python lab_pack.py --pack ../mouse-demo --gslrm lab.pt --out DIR --id lab-mouse --title "Our mice"

The first frames of a sample are what the network sees; pictures of its Gaussians are drawn from all cameras of
the sample, or the new ones only, and held against the true ones (losses.py). No depth is needed. On a CPU or on
CUDA. A checkpoint that exists is gone on with; its steps and pictures depend on --seed alone.
"""
import argparse
import sys

import torch

from common import use_threads
from fine_tuning import FineTuning
from freezing import GROUPS
from posed import is_rig, rig_of
from reconstructor import evaluate, read_pack
from samples import SampleError, folders_of, read_sample

HOPELESS = 50           # steps dropped one after the other


def options(words=None) -> argparse.Namespace:
    """The command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = p.add_argument
    add("--samples", required=True, nargs="+", help="sample folders, folders of them, or text files that list them")
    add("--heldout", nargs="+", help="samples to measure on; without it the figures are of --samples themselves")
    add("--pack", required=True, help="folder of the pack whose reconstructor to start from")
    add("--out", required=True, help="checkpoint; an existing one is resumed")
    add("--minutes", type=float, default=30, help="whole budget, earlier runs included")
    add("--steps", type=int, help="budget in steps instead: the same numbers on every run")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    add("--threads", type=int, default=torch.get_num_threads())
    add("--precision", choices=("bf16", "fp32"), default="bf16", help="of the network's products while learning; a processor without AMX takes fp32")
    add("--batch", type=int, default=4, help="samples per step, one after the other")
    add("--lr", type=float, default=3e-4)
    add("--ema", type=float, default=0.99, help="of the weights that are kept")
    add("--seed", type=int, default=0)
    add("--report", type=float, default=2, help="minutes between two measurements")
    add("--l2", type=float, default=1, help="weight: squared error where the mouse is")
    add("--background", type=float, default=0.1, help="weight: squared error where it is not")
    add("--ssim", type=float, default=0.5, help="weight: 1 - SSIM where the mouse is")
    add("--outline", type=float, default=0, help="weight: error of the drawn alpha")
    add("--perceptual", type=float, default=0, help="weight: distance of features")
    add("--perceptual-by", choices=("vae", "lpips"), default="vae", help="the pack's encoder, or the lpips package")
    add("--freeze", default="", help=f"layer groups that do not learn: {', '.join(GROUPS)}; layers:0-3 for some")
    add("--clip", type=float, default=1, help="largest gradient norm of a step; 0: none")
    add("--skip", type=float, default=5, help="drop a step whose norm is so many times the running median; 0: none")
    add("--inputs", type=int, help="views the network sees, drawn from the first of the rig's number (default: all)")
    add("--supervise", choices=("all", "new"), default="all", help="cameras to learn from: all, or those not seen")
    add("--pictures", type=int, default=4, help="pictures drawn per sample and step")
    add("--mirror", type=float, default=0.5, help="part of the samples seen in a mirror")
    args = p.parse_args(words)
    use_threads(args.threads)
    return args


def read_all(paths, size: int) -> list:
    """All samples of some folders; prints what there is."""
    samples = [read_sample(folder, size) for folder in folders_of(paths)]
    keyed = sum(s.keyed for s in samples)
    print(f"{len(samples)} samples, {sum(len(s.k) for s in samples)} pictures"
          + (f"; {keyed} have neither alpha nor mask: their white is background" if keyed else ""), flush=True)
    return samples


def compare_rig(samples, manifest: dict, size: int) -> None:
    """Says where samples are not seen by the cameras that the app will use."""
    rig = rig_of(manifest, size)
    odd = [s.name for s in samples if not is_rig(s.w2c, s.k, rig, size)]
    if odd:
        print(f"NOTE: the cameras of {len(odd)} of {len(samples)} samples ({odd[0]}, …) are not the pack's rig "
              f"({manifest['rig']['id']}). From a photo, the app gives the reconstructor views of that rig; what is "
              "learned here is for pictures that come with their cameras (reconstruct --views --cameras).", flush=True)


def main() -> None:
    args = options()
    try:
        manifest, net = read_pack(args.pack)
        size = manifest["stages"]["reconstruct"]["viewSize"]
        samples = read_all(args.samples, size)
        compare_rig(samples, manifest, size)
        heldout = read_all(args.heldout, size) if args.heldout else samples
        run = FineTuning(args, manifest, net, samples)
    except (SampleError, ValueError) as error:
        sys.exit(f"finetune_gslrm: {error}")
    measure = lambda: evaluate(run.shadow, heldout, manifest, run.device)
    print(f"{'before' if run.steps == 0 else 'resumed'} | {measure()}", flush=True)
    while run.running:
        run.step()
        if run.in_a_row == HOPELESS:
            sys.exit(f"finetune_gslrm: the last {HOPELESS} steps were all dropped; nothing is left to learn from")
        if run.due(60 * args.report) or not run.running:
            print(f"{run.report()} | {measure()}", flush=True)
            run.save()


if __name__ == "__main__":
    main()
