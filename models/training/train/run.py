"""Time budget, learning rate, EMA, checkpoints and log lines of one training."""
import copy
import os
import time
from pathlib import Path

import torch

from nets.checkpoints import read_checkpoint

from .optimiser import Optimiser, rate


class Run:
    """One training of `model`. It resumes the checkpoint --out if that exists, else it starts from --init if given.

    lr: learning rate if --lr is not given. decay: weight decay. skip: parameters that use Adam instead of Muon. ema:
    decay of the averaged weights. These weights, `shadow`, are evaluated and exported."""

    def __init__(self, args, model, lr: float, decay: float = 0.01, skip=(), ema: float = 0.998):
        self.args, self.model = args, model
        self.optimiser = Optimiser(model, args.lr or lr, decay, skip)
        self.shadow = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay, self.steps, self.samples, self.spent = ema, 0, 0, 0.0
        self.path = Path(args.out)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if args.init and not self.path.exists():
            state = read_checkpoint(args.init)
            model.load_state_dict(state["ema"])
            self.shadow.load_state_dict(state["ema"])
        if self.path.exists():
            state = read_checkpoint(self.path)
            model.load_state_dict(state["model"])
            self.shadow.load_state_dict(state["ema"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.steps, self.samples, self.spent = state["steps"], state["samples"], state["spent"]
            torch.manual_seed(args.seed + self.steps)                   # a resumed run uses other random numbers
        self.began, self.report_minutes = time.time(), args.report
        self.next_report = self.began + 45 * self.report_minutes
        self.losses: dict[str, list[torch.Tensor]] = {}

    @property
    def elapsed(self) -> float:
        """Seconds of training so far, including earlier runs."""
        return self.spent + time.time() - self.began

    @property
    def fraction(self) -> float:
        """Fraction of the budget that is used, 0..1."""
        return min(1.0, self.elapsed / max(1e-3, 60 * self.args.minutes))

    @property
    def running(self) -> bool:
        return self.fraction < 1

    def update(self, loss: torch.Tensor, samples: int, **parts) -> bool:
        """Backward pass, step, EMA. Returns True if it is time to call `report`. parts: further values to log."""
        self.optimiser.zero_grad()
        loss.backward()
        norm = self.optimiser.step(rate(self.fraction, self.steps))
        self.steps += 1
        self.samples += samples
        d = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.shadow.parameters()), list(self.model.parameters()), 1 - d)
            for e, b in zip(self.shadow.buffers(), self.model.buffers()):
                e.copy_(b)
        for k, v in {"loss": loss, "norm": norm, **parts}.items():
            self.losses.setdefault(k, []).append(v.detach())
        return time.time() >= self.next_report or not self.running

    def report(self, metric: str = "", **extra) -> None:
        """Prints the means since the last report. Saves the checkpoint, and adds `extra` to it."""
        means = " ".join(f"{k} {torch.stack(v).mean():.4f}" for k, v in self.losses.items())
        print(f"{time.strftime('%H:%M:%S')} {self.elapsed / 60:5.1f} min step {self.steps} "
              f"samples {self.samples} {means} | {metric}", flush=True)
        self.losses.clear()
        self.next_report = time.time() + 60 * self.report_minutes
        self.save(**extra)

    def save(self, **extra) -> None:
        """Writes the checkpoint in one step, so that a reader never gets an incomplete file."""
        state = {"model": self.model.state_dict(), "ema": self.shadow.state_dict(),
                 "optimiser": self.optimiser.state_dict(), "config": getattr(self.model, "config", None),
                 "steps": self.steps, "samples": self.samples, "spent": self.elapsed, **extra}
        part = self.path.with_suffix(".part")
        torch.save(state, part)
        os.replace(part, self.path)
