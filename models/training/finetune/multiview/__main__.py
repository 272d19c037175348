"""Fine-tunes a multi-view UNet with FaceLift's layout on a laboratory's own samples, in FaceLift's format.

    python -m finetune.multiview --base pipeckpts --embeds clr_embeds.pt --samples DIR… --heldout DIR --out DIR
    npm run --silent cli -- import pipeckpts DIR/checkpoint-1000 clr_embeds.pt gslrm.pt cameras.json --out my-pack

The first pictures of a sample are the views, in the order of the view embeddings. The autoencoder and the image encoder
do not change. The script resumes from DIR. The pictures of each step depend only on --seed.
"""
import sys
from pathlib import Path

from finetune.samples import SampleError

from .options import options
from .painted import write_painted
from .training import Training


def train(args) -> Training:
    """Trains, and writes checkpoints and sheets. Raises ValueError if files and options do not fit."""
    run = Training(args)

    def measure(start: str) -> None:
        print(f"{start} | held-out loss {run.measure(run.shadow):.5f}", flush=True)
        if args.sheet:
            write_painted(run, run.shadow, Path(args.out) / f"sheets/step_{run.steps:06d}.png", args.sheet)

    print(f"{len(run.folders)} samples, {run.views} views of {run.size} pixels", flush=True)
    measure("before" if run.steps == 0 else "resumed")
    while run.running:
        run.step()
        if run.due or not run.running:
            measure(run.report())
            print(f"written: {run.save()}", flush=True)
    return run


def main() -> None:
    args = options(description=__doc__)
    try:
        train(args)
    except (SampleError, ValueError) as error:
        sys.exit(f"finetune.multiview: {error}")


if __name__ == "__main__":
    main()
