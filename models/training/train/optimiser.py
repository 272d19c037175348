"""The optimiser of all trainings: Muon for matrices, Adam for everything else."""
import torch

from nets.precision import AMX


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

    Muon's steps are as large as Adam's (RMS 0.2), so both have the same learning rate.
    skip: fragments of parameter names. Parameters with one of these fragments in their name use Adam."""

    def __init__(self, module: torch.nn.Module, lr: float, decay: float = 0.01, skip=()):
        named = [(n, p) for n, p in module.named_parameters() if p.requires_grad]
        hidden = lambda n, p: p.ndim >= 2 and min(p.shape[0], p[0].numel()) >= 16 and not any(s in n for s in skip)
        self.matrices = [p for n, p in named if hidden(n, p)]
        rest = [p for n, p in named if not hidden(n, p)]
        self.momentum = [torch.zeros_like(p) for p in self.matrices]
        self.by_shape: dict[tuple, list] = {}                      # matrices of the same shape are computed together
        for p, m in zip(self.matrices, self.momentum):
            self.by_shape.setdefault(tuple(p.flatten(1).shape), []).append((p, m))
        self.adam = torch.optim.Adam(rest, lr, betas=(0.9, 0.98))
        self.params, self.lr, self.decay = [p for _, p in named], lr, decay

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self, scale: float, clip: float = 1.0):
        """Makes one step with learning rate lr*scale. Returns the gradient's norm before clipping.
        If the gradient is not finite, no parameter changes."""
        norm = torch.nn.utils.clip_grad_norm_([p for p in self.params if p.grad is not None], clip)
        if not torch.isfinite(norm):
            return norm
        lr = self.lr * scale
        for group in self.adam.param_groups:
            group["lr"] = lr
        self.adam.step()
        for shape, members in self.by_shape.items():
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


def rate(fraction: float, steps: int) -> float:
    """Factor of the learning rate after `fraction` (0..1) of the budget: linear warm-up over 40 steps, constant,
    then linear to 0.02 over the last 60 %."""
    return min(1, (steps + 1) / 40) * (1 if fraction < 0.4 else 1 - 0.98 * (fraction - 0.4) / 0.6)
