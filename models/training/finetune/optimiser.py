"""The optimiser and the learning rate of fine-tuning."""
import math

import torch

from train.optimiser import Optimiser

KINDS, SCHEDULES = ("muon", "adamw"), ("linear", "cosine", "constant")


class AdamW:
    """AdamW with the interface of `train.optimiser.Optimiser`. Only matrices decay."""

    def __init__(self, net, lr: float, betas: tuple[float, float], decay: float):
        self.params, self.lr = [p for p in net.parameters() if p.requires_grad], lr
        groups = [{"params": [p for p in self.params if p.ndim >= 2], "weight_decay": decay},
                  {"params": [p for p in self.params if p.ndim < 2], "weight_decay": 0.0}]
        self.adam = torch.optim.AdamW([g for g in groups if g["params"]], lr, betas)

    def zero_grad(self):
        self.adam.zero_grad()

    def step(self, scale: float, clip: float):
        """Makes one step with learning rate lr*scale. The gradient's norm is limited to `clip`."""
        torch.nn.utils.clip_grad_norm_([p for p in self.params if p.grad is not None], clip)
        for group in self.adam.param_groups:
            group["lr"] = self.lr * scale
        self.adam.step()

    def state_dict(self) -> dict:
        return self.adam.state_dict()

    def load_state_dict(self, state: dict) -> None:
        self.adam.load_state_dict(state)


def optimiser_of(args, net):
    """The optimiser that the options name."""
    if args.optimiser == "adamw":
        return AdamW(net, args.lr, tuple(args.betas), args.decay)
    return Optimiser(net, args.lr, args.decay, skip=("gaussian_position", "decoder", "upsampler"))


def rate(kind: str, warmup: int, fraction: float, steps: int) -> float:
    """Factor of the learning rate after `fraction` (0..1) of the budget: linear warm-up over `warmup` steps. Then
    linear: constant, and from 40 % of the budget down to 0.02. cosine: half a period down to 0."""
    start = min(1, (steps + 1) / warmup) if warmup else 1
    if kind == "constant":
        return start
    if kind == "cosine":
        return start * (1 + math.cos(math.pi * fraction)) / 2
    return start * (1 if fraction < 0.4 else 1 - 0.98 * (fraction - 0.4) / 0.6)
