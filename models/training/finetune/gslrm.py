"""Fine-tunes a pack's reconstructor on a laboratory's own posed pictures, in FaceLift's format (finetune/samples.py).

    python -m finetune.gslrm --samples DIR… --heldout DIR --pack ../mouse-demo --out lab.pt --minutes 30
    python -m finetune.lab_pack --pack ../mouse-demo --gslrm lab.pt --out DIR --id lab-mouse --title "Our mice"

The first frames of a sample are the inputs of the network. The Gaussians that it outputs are drawn from all cameras of
the sample, or only from cameras that are not inputs. They are compared with the true pictures. Depth is not needed. The
script runs on a CPU or on CUDA. It resumes an existing checkpoint. The pictures of each step depend only on --seed.
"""
import argparse
import sys

import torch

from geometry.cameras import is_rig, rig_of
from nets.precision import use_threads

from .freezing import GROUPS
from .loop import FineTuning
from .reconstructor import evaluate, read_pack
from .samples import SampleError, folders_of, read_sample

MOST_DROPPED = 50           # consecutive dropped steps that end the training


def options(argv=None) -> argparse.Namespace:
    """Parses the command line."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = p.add_argument
    add("--samples", required=True, nargs="+", help="sample folders, folders of them, or text files that list them")
    add("--heldout", nargs="+", help="samples to measure on; default: --samples")
    add("--pack", required=True, help="folder of the pack whose reconstructor the training starts from")
    add("--out", required=True, help="checkpoint to write; if it exists, the training continues from it")
    add("--minutes", type=float, default=30, help="time budget in minutes, including the time of earlier runs")
    add("--steps", type=int, help="budget in steps instead of minutes; two runs on a CPU then give the same")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    add("--threads", type=int, default=torch.get_num_threads())
    add("--precision", choices=("bf16", "fp32"), default="bf16",
        help="type of matrix products in training; a processor without AMX uses fp32")
    add("--batch", type=int, default=4, help="samples per step, one after the other")
    add("--lr", type=float, default=3e-4)
    add("--ema", type=float, default=0.99, help="decay of the averaged weights (EMA), which are the result")
    add("--seed", type=int, default=0)
    add("--report", type=float, default=2, help="minutes from one measurement to the next")
    add("--l2", type=float, default=1, help="weight of the squared error on the mouse")
    add("--background", type=float, default=0.1, help="weight of the squared error outside the mouse")
    add("--ssim", type=float, default=0.5, help="weight of 1 - SSIM on the mouse")
    add("--outline", type=float, default=0, help="weight of the error of the rendered alpha")
    add("--perceptual", type=float, default=0, help="weight of the distance of features")
    add("--perceptual-by", choices=("vae", "lpips"), default="vae",
        help="network of the features: the pack's encoder, or the lpips package")
    add("--freeze", default="", help=f"frozen layer groups: {', '.join(GROUPS)}; layers:0-3 freezes some layers")
    add("--clip", type=float, default=1, help="largest gradient norm of a step; 0: no limit")
    add("--skip", type=float, default=5,
        help="drop a step whose norm is above this many times the running median; 0: never")
    add("--inputs", type=int,
        help="number of input views, drawn from the first frames, as many as the rig has (default: all)")
    add("--supervise", choices=("all", "new"), default="all",
        help="cameras to learn from: all, or those that are not inputs")
    add("--pictures", type=int, default=4, help="pictures rendered per sample and step")
    add("--mirror", type=float, default=0.5, help="fraction of the samples that are mirrored")
    args = p.parse_args(argv)
    use_threads(args.threads)
    return args


def read_all(paths, size: int) -> list:
    """Reads all samples of some folders, with pictures of `size` pixels. Prints the number of samples and pictures."""
    samples = [read_sample(folder, size) for folder in folders_of(paths)]
    keyed = sum(s.keyed for s in samples)
    print(f"{len(samples)} samples, {sum(len(s.k) for s in samples)} pictures"
          + (f"; {keyed} have neither alpha nor mask: white is their background" if keyed else ""), flush=True)
    return samples


def compare_rig(samples, manifest: dict, size: int) -> None:
    """Prints a note if the cameras of some samples differ from the pack's rig."""
    rig = rig_of(manifest, size)
    others = [s.name for s in samples if not is_rig(s.w2c, s.k, rig, size)]
    if others:
        print(f"NOTE: the cameras of {len(others)} of {len(samples)} samples ({others[0]}, …) are not the pack's rig "
              f"({manifest['rig']['id']}). For a photo, the app gives the reconstructor views of that rig. This "
              "training helps only for pictures with their own cameras (reconstruct --views --cameras).", flush=True)


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
        sys.exit(f"finetune.gslrm: {error}")
    measure = lambda: evaluate(run.shadow, heldout, manifest, run.device)
    print(f"{'before' if run.steps == 0 else 'resumed'} | {measure()}", flush=True)
    while run.running:
        run.step()
        if run.in_a_row == MOST_DROPPED:
            sys.exit(f"finetune.gslrm: the last {MOST_DROPPED} steps were all dropped; the training cannot go on")
        if run.due(60 * args.report) or not run.running:
            print(f"{run.report()} | {measure()}", flush=True)
            run.save()


if __name__ == "__main__":
    main()
