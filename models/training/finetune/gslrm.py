"""Fine-tunes a pack's reconstructor on a laboratory's own posed pictures, in FaceLift's format (finetune/samples.py).

    python -m finetune.gslrm --samples DIR… --heldout DIR --pack ../mouse-demo --out lab.pt --minutes 30
    python -m finetune.lab_pack --pack ../mouse-demo --gslrm lab.pt --out DIR --id lab-mouse --title "Our mice"

The first frames of a sample are the inputs of the network. The Gaussians that it outputs are drawn from all cameras of
the sample, or only from cameras that are not inputs. They are compared with the true pictures. Depth is not needed. The
script runs on a CPU or on CUDA. It resumes an existing checkpoint. The pictures of each step depend only on --seed.
"""
import sys
from pathlib import Path

from geometry.cameras import is_rig, rig_of

from .loop import FineTuning
from .options import options
from .placement import placement_of
from .reconstructor import figures_of, pictures_of, read_pack, start_from
from .samples import SampleError, folders_of, read_sample
from .sheet import write_sheet

MOST_DROPPED = 50           # consecutive dropped steps that end the training


def read_all(paths, size: int, place) -> list:
    """Reads all samples of some folders, with pictures of `size` pixels. Prints the number of samples and pictures."""
    samples = [read_sample(folder, size, place) for folder in folders_of(paths)]
    keyed, placed = sum(s.keyed for s in samples), sum(s.placed for s in samples)
    print(f"{len(samples)} samples, {sum(len(s.k) for s in samples)} pictures"
          + (f"; the cameras of {placed} were placed" if placed else "")
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


def sized(stage: dict, size: int | None) -> dict:
    """The section `reconstruct` with another size of the views. Raises ValueError if patches do not fill this size."""
    if size is None or size == stage["viewSize"]:
        return stage
    patch = stage["config"]["patch"]
    if size < patch or size % patch:
        raise ValueError(f"--size {size} is not a multiple of the patch size {patch}")
    print(f"NOTE: the views have {size} pixels, those of the pack {stage['viewSize']}.", flush=True)
    return stage | {"viewSize": size}


def train(args) -> None:
    """Trains, and writes the checkpoint and the sheets. Raises ValueError if options, samples and pack do not fit."""
    manifest, net = read_pack(args.pack)
    if args.init:
        start_from(net, args.init)
    stage = manifest["stages"]["reconstruct"] = sized(manifest["stages"]["reconstruct"], args.size)
    size, place = stage["viewSize"], placement_of(manifest, args.placement)
    samples = read_all(args.samples, size, place)
    compare_rig(samples, manifest, size)
    heldout = read_all(args.heldout, size, place) if args.heldout else samples
    run = FineTuning(args, manifest, net, samples)

    def measure(start: str) -> None:
        on_sheet, names = [], {s.name for s in heldout[:args.sheet]}

        def watched():
            for picture in pictures_of(run.shadow, heldout, stage, run.device):
                if picture.sample in names:
                    on_sheet.append(picture)
                yield picture

        line = f"{start} | {figures_of(watched())}"
        print(line, flush=True)
        if args.sheet:
            folder = Path(args.out).with_suffix(".sheets")
            write_sheet(on_sheet, folder / f"step_{run.steps:06d}.png", args.sheet, line)

    measure("before" if run.steps == 0 else "resumed")
    while run.running:
        run.step()
        if run.in_a_row == MOST_DROPPED:
            raise ValueError(f"the last {MOST_DROPPED} steps were all dropped; the training cannot go on")
        if run.due or not run.running:
            measure(run.report())
            run.save()


def main() -> None:
    args = options(description=__doc__)
    try:
        train(args)
    except (SampleError, ValueError) as error:
        sys.exit(f"finetune.gslrm: {error}")


if __name__ == "__main__":
    main()
