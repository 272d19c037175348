"""Pictures that a multi-view model paints during its training: a sheet with the truth above and the painted views
below."""
import copy
from pathlib import Path

import torch
from PIL import Image

STEPS, GUIDANCE = 10, 3.0           # fewer steps than FaceLift's 50, to save time


@torch.no_grad()
def paint(run, net, views, prompts, seed: int = 4):
    """Views [V,3,S,S] in 0..1 that `net` paints from the first of `views`: DDIM, eta 0, guidance.

    run: `training.Training`, which has the other networks."""
    latents, image, label = run.encoded(views)
    count, scheduler = len(views), copy.deepcopy(run.scheduler)
    x = torch.randn(latents.shape, generator=torch.Generator().manual_seed(seed)).to(latents)
    image = torch.cat([torch.zeros_like(latents), image.expand_as(latents)])
    label = None if label is None else torch.cat([torch.zeros(count, len(label)).to(label), label.expand(count, -1)])
    scheduler.set_timesteps(STEPS)
    for time in scheduler.timesteps:
        free, conditional = net(torch.cat([torch.cat([x, x]), image], 1), time, torch.cat([prompts, prompts]),
                                class_labels=label, return_dict=False)[0].chunk(2)
        x = scheduler.step(free + GUIDANCE * (conditional - free), time, x, eta=0.0).prev_sample
    decoded = torch.cat([run.vae.decode(one[None] / run.vae.config.scaling_factor).sample for one in x])
    return (decoded[:, :3] / 2 + 0.5).clamp(0, 1)


def write_painted(run, net, path: Path, count: int) -> None:
    """Writes a PNG with two rows for each of the first `count` held-out samples: true views, painted views."""
    rows = []
    for folder in run.heldout[:count]:
        views, prompts = run.inputs(folder, run.measured_from, None)
        rows += [views, paint(run, net, views, prompts)]
    pixels = torch.cat([torch.cat(list(row.movedim(1, -1)), 1) for row in rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray((255 * pixels + 0.5).clamp(0, 255).byte().cpu().numpy()).save(path)
