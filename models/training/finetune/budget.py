"""The budget of a training, its averaged weights, and its checkpoints. Two trainings share these."""
import os
import time
from pathlib import Path

import torch


class Budget:
    """How far a training is. args: has steps, minutes, report and report_steps."""

    def __init__(self, args):
        self.args, self.steps, self.spent, self.reported_step = args, 0, 0.0, 0
        self.began = self.reported = time.time()

    def resume_at(self, steps: int, spent: float) -> None:
        """Continues a training that made `steps` steps in `spent` seconds."""
        self.steps, self.spent, self.reported_step = steps, spent, steps

    @property
    def elapsed(self) -> float:
        """Seconds of training so far, including earlier runs."""
        return self.spent + time.time() - self.began

    @property
    def fraction(self) -> float:
        """Fraction of the budget that is used, 0..1."""
        args = self.args
        return min(1.0, self.steps / args.steps if args.steps else self.elapsed / (60 * args.minutes))

    @property
    def running(self) -> bool:
        return self.fraction < 1

    @property
    def due(self) -> bool:
        """Whether it is time for the next report."""
        if self.args.report_steps:
            return self.steps - self.reported_step >= self.args.report_steps
        return time.time() - self.reported >= 60 * self.args.report

    def line(self, means: dict) -> str:
        """Begins a log line: time, steps, and means over the steps since the last one."""
        self.reported, self.reported_step = time.time(), self.steps
        start = [time.strftime("%H:%M:%S"), f"{self.elapsed / 60:.1f} min step {self.steps}"]
        return " ".join(start + [f"{name} {value:.4f}" for name, value in means.items()])


@torch.no_grad()
def average(shadow, net, decay: float, steps: int) -> None:
    """Updates the averaged weights (EMA) `shadow`. The decay is smaller in the first steps."""
    decay = min(decay, (1 + steps) / (10 + steps))
    for e, p in zip(shadow.parameters(), net.parameters()):
        e.lerp_(p, 1 - decay)


def on_cpu(tree):
    """A tree of dicts, lists and tensors in the CPU's memory."""
    if isinstance(tree, dict):
        return {name: on_cpu(value) for name, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [on_cpu(value) for value in tree]
    return tree.cpu() if isinstance(tree, torch.Tensor) else tree


def save(state: dict, path: Path) -> None:
    """Writes a checkpoint in one step, so that a reader never gets an incomplete file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(on_cpu(state), part)
    os.replace(part, path)
