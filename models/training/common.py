"""What every trainer shares: arguments, time budget, optimiser, EMA, checkpoints, log lines."""
import argparse
import contextlib
import copy
import math
import os
import time
from pathlib import Path

import torch


AMX = torch.cpu._is_amx_tile_supported()            # where AVX512-BF16 was all there was, bf16 was slower than fp32 (README.md)


def arguments(minutes: float, gpu: bool = False, **extra) -> argparse.Namespace:
    """Common command line; `gpu`: whether this trainer can use one; `extra` are further options with their defaults."""
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True, nargs="+", help="folders of mouse shards")
    p.add_argument("--heldout", help="folder of held-out shards; without it the first shard of --data")
    p.add_argument("--out", required=True, help="checkpoint; an existing one is resumed")
    p.add_argument("--minutes", type=float, default=minutes, help="whole budget, earlier runs included")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--device", default="cpu", choices=("cpu", "cuda") if gpu else ("cpu",))
    p.add_argument("--batch", type=int)
    p.add_argument("--lr", type=float)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--report", type=float, default=1, help="minutes between two evaluations on held-out mice")
    p.add_argument("--init", help="checkpoint whose weights (not its clock) to start from")
    for name, value in extra.items():
        p.add_argument("--" + name.replace("_", "-"), default=value,
                       type=type(value) if value is not None else str)
    args = p.parse_args()
    use_threads(args.threads)
    torch.set_default_device(args.device)
    return args


def on_gpu() -> bool:
    """Is the trainers' device a GPU?"""
    return torch.get_default_device().type == "cuda"


def use_threads(count: int) -> None:
    """So many, and numbers below 1e-38 are zero: gradients fall there, and a processor is several times slower with them."""
    torch.set_num_threads(count)
    torch.set_flush_denormal(True)


@torch.no_grad()
def orthogonalise(g: torch.Tensor) -> torch.Tensor:
    """The nearest semi-orthogonal matrix to g [..., m, n], by five Newton-Schulz steps (Muon)."""
    x = g.bfloat16() if AMX or g.is_cuda else g
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return (x.mT if tall else x).float()


class Optimiser:
    """Muon for the hidden matrices (convolutions as [out, in*kh*kw]), Adam for everything else.

    Muon's step has the size of Adam's (RMS 0.2), so that one learning rate serves both."""

    def __init__(self, module: torch.nn.Module, lr: float, decay: float = 0.01, skip=()):
        named = [(n, p) for n, p in module.named_parameters() if p.requires_grad]
        hidden = lambda n, p: p.ndim >= 2 and min(p.shape[0], p[0].numel()) >= 16 and not any(s in n for s in skip)
        self.matrices = [p for n, p in named if hidden(n, p)]
        rest = [p for n, p in named if not hidden(n, p)]
        self.momentum = [torch.zeros_like(p) for p in self.matrices]
        self.alike: dict[tuple, list] = {}                          # matrices of one shape are worked out together
        for p, m in zip(self.matrices, self.momentum):
            self.alike.setdefault(tuple(p.flatten(1).shape), []).append((p, m))
        self.adam = torch.optim.Adam(rest, lr, betas=(0.9, 0.98))
        self.params, self.lr, self.decay = [p for _, p in named], lr, decay

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self, scale: float, clip: float = 1.0):
        """One update at learning rate lr*scale; returns the gradient's norm before clipping."""
        norm = torch.nn.utils.clip_grad_norm_([p for p in self.params if p.grad is not None], clip)
        if not torch.isfinite(norm):
            return norm
        lr = self.lr * scale
        for group in self.adam.param_groups:
            group["lr"] = lr
        self.adam.step()
        for shape, members in self.alike.items():
            members = [(p, m) for p, m in members if p.grad is not None]
            if not members:
                continue
            for p, m in members:
                m.lerp_(p.grad, 0.05)
            update = orthogonalise(torch.stack([p.grad.lerp(m, 0.95).flatten(1) for p, m in members]))
            update *= 0.2 * max(shape) ** 0.5
            for (p, _), u in zip(members, update):
                p.mul_(1 - lr * self.decay).sub_(u.view_as(p), alpha=lr)
        return norm

    def state_dict(self):
        return {"adam": self.adam.state_dict(), "momentum": self.momentum}

    def load_state_dict(self, state):
        self.adam.load_state_dict(state["adam"])
        for m, s in zip(self.momentum, state["momentum"]):
            m.copy_(s)


class Run:
    """Time budget, learning-rate shape, EMA and checkpoints of one training."""

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
            torch.manual_seed(args.seed + self.steps)                   # not the same mice again
        self.began, self.patience = time.time(), args.report
        self.next_report = self.began + 45 * self.patience
        self.losses: dict[str, list[torch.Tensor]] = {}

    @property
    def elapsed(self) -> float:
        """Seconds of training so far, earlier runs included."""
        return self.spent + time.time() - self.began

    @property
    def fraction(self) -> float:
        return min(1.0, self.elapsed / max(1e-3, 60 * self.args.minutes))

    @property
    def running(self) -> bool:
        return self.fraction < 1

    def rate(self) -> float:
        """Linear warm-up over 40 steps, flat, then linear to 0.02 over the last 60 %."""
        f = self.fraction
        return min(1, (self.steps + 1) / 40) * (1 if f < 0.4 else 1 - 0.98 * (f - 0.4) / 0.6)

    def update(self, loss: torch.Tensor, samples: int, **parts) -> bool:
        """Backward, step, EMA. True when it is time to report (then call `report`)."""
        self.optimiser.zero_grad()
        loss.backward()
        norm = self.optimiser.step(self.rate())
        self.steps += 1
        self.samples += samples
        d = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.shadow.parameters()), list(self.model.parameters()), 1 - d)
            for e, b in zip(self.shadow.buffers(), self.model.buffers()):
                e.copy_(b)
        for k, v in {"loss": loss, "norm": norm, **parts}.items():
            self.losses.setdefault(k, []).append(v.detach())
        if time.time() < self.next_report and self.running:
            return False
        return True

    def report(self, metric: str = "", **extra) -> None:
        """Print means since the last report, save the checkpoint."""
        means = " ".join(f"{k} {torch.stack(v).mean():.4f}" for k, v in self.losses.items())
        print(f"{time.strftime('%H:%M:%S')} {self.elapsed / 60:5.1f} min step {self.steps} "
              f"samples {self.samples} {means} | {metric}", flush=True)
        self.losses.clear()
        self.next_report = time.time() + 60 * self.patience
        self.save(**extra)

    def save(self, **extra) -> None:
        state = {"model": self.model.state_dict(), "ema": self.shadow.state_dict(),
                 "optimiser": self.optimiser.state_dict(), "config": getattr(self.model, "config", None),
                 "steps": self.steps, "samples": self.samples, "spent": self.elapsed, **extra}
        part = self.path.with_suffix(".part")
        torch.save(state, part)
        os.replace(part, self.path)


def read_checkpoint(path) -> dict:
    """A checkpoint, on the CPU."""
    return torch.load(path, weights_only=False, map_location="cpu")


def load(path, model):
    """EMA weights of a checkpoint into a model, for use."""
    model.load_state_dict(read_checkpoint(path)["ema"])
    return model.eval().requires_grad_(False)


def config_of(path) -> dict:
    """The config of a checkpoint's network."""
    return read_checkpoint(path)["config"]


def bf16(on: bool = True):
    """bf16 arithmetic on a GPU and where the processor has units for it; on others it was slower than fp32, up to a
    hundred times."""
    device = torch.get_default_device().type
    return torch.autocast(device, dtype=torch.bfloat16, enabled=on and (AMX or device == "cuda"))


@contextlib.contextmanager
def seeded(seed: int = 1):
    """torch's random numbers as if all began here, and after it as if nothing had been."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield


def psnr(a: torch.Tensor, b: torch.Tensor) -> float:
    """Of images in 0..1."""
    return -10 * math.log10(max(1e-10, float((a - b).square().mean())))
