"""The loop of finetune/gslrm.py: it selects the pictures of a step, drops bad steps, and writes checkpoints."""
import copy
import random
import statistics
from collections import Counter, deque
from pathlib import Path

import torch

from geometry.cameras import mirrored
from train.losses import EncoderFeatures, Lpips, picture_losses

from .augment import BACKGROUNDS, light, on_background, relit
from .budget import Budget, average, save
from .freezing import freeze
from .optimiser import optimiser_of, rate
from .reconstructor import cloud, draw, read_vae

FAINTEST = 0.01                      # least opacity of a Gaussian that is rendered in a training step
LOSSES = ("l2", "background", "ssim", "outline", "perceptual")


class StepFilter:
    """Drops steps whose gradient norm is not finite, or more than `factor` times the running median of the norms.

    The running median is computed from the last 101 finite norms. It includes the norms of dropped steps, so that a
    lasting change is accepted. factor: 0 drops only norms that are not finite. limit: a norm that is never exceeded; 0:
    no limit. least: number of norms that are needed for a median."""

    def __init__(self, factor: float, norms=(), limit: float = 0, least: int = 8):
        self.factor, self.limit, self.least, self.norms = factor, limit, least, deque(norms, maxlen=101)

    def takes(self, norm: float) -> bool:
        if norm != norm or norm == float("inf"):
            return False
        median = statistics.median(self.norms) if len(self.norms) >= self.least else None
        self.norms.append(norm)
        if self.limit and norm > self.limit:
            return False
        return not self.factor or median is None or norm <= self.factor * median


class FineTuning(Budget):
    """A reconstructor, its optimiser and EMA, and the samples that it learns from.

    Raises ValueError if the options do not fit the samples, the pack, or the checkpoint that is resumed."""

    def __init__(self, args, manifest: dict, net, samples: list):
        super().__init__(args)
        self.samples, self.device = samples, torch.device(args.device)
        self.stage = manifest["stages"]["reconstruct"]
        self.size, self.views = self.stage["viewSize"], self.stage["config"]["views"]
        self.weights = {name: getattr(args, name) for name in LOSSES}
        if not any(self.weights.values()):
            raise ValueError("all weights of the losses are 0")
        if args.supervise == "new" and all(len(s.k) <= self.input_count(s) for s in samples):
            raise ValueError("--supervise new: every camera is an input; use fewer inputs (--inputs 5)")
        self.net = net.to(self.device)
        self.net.recompute = args.recompute
        self.frozen = freeze(net, args.freeze)
        self.optimiser = optimiser_of(args, net)
        self.shadow = copy.deepcopy(net).eval().requires_grad_(False)
        self.step_filter, self.dropped = StepFilter(args.skip, limit=args.limit), Counter()
        self.skipped, self.in_a_row, self.sums = 0, 0, Counter()
        self.perceptual = self.read_perceptual(manifest) if args.perceptual else None
        self.path = Path(args.out)
        if self.path.exists():
            self.resume()

    def read_perceptual(self, manifest: dict):
        if self.args.perceptual_by == "vae":
            return EncoderFeatures(read_vae(self.args.pack, manifest)).to(self.device)
        try:
            return Lpips().to(self.device)
        except ImportError:
            raise ValueError("--perceptual-by lpips needs the package lpips (pip install lpips)") from None

    def input_count(self, sample) -> int:
        """Number of a sample's views that are inputs of the network."""
        return min(self.args.inputs or self.views, self.views, len(sample.k))

    def losses(self, sample, rng: random.Random) -> dict:
        """The losses of one sample, with random inputs and cameras from `rng`."""
        pictures, w2c, k = (t.to(self.device) for t in (sample.pictures, sample.w2c, sample.k))
        pictures = pictures.float() / 255
        if rng.random() < self.args.mirror:
            pictures, w2c, k = mirrored(pictures, w2c, k, self.size)
        pictures = relit(pictures, *light(rng, self.args.brightness, self.args.contrast))
        grey = rng.choice(BACKGROUNDS[self.args.background_colour])
        seen = on_background(pictures[..., :3], pictures[..., 3], grey)
        first = range(min(self.views, len(k)))
        inputs = sorted(rng.sample(first, self.input_count(sample)))
        if self.args.fixed_inputs:
            inputs = list(first)[:self.input_count(sample)]
        rest = [j for j in range(len(k)) if j not in inputs] if self.args.supervise == "new" else range(len(k))
        shots = rng.sample(list(rest), min(self.args.pictures, len(rest)))
        g = cloud(self.net, pictures[inputs, ..., :3], w2c[inputs], k[inputs], self.stage.get("prune"), FAINTEST,
                  self.args.precision == "bf16", seen[inputs])
        drawn, cover = draw(g, w2c[shots], k[shots], self.size)
        true = torch.cat([seen[shots], pictures[shots, ..., 3:]], -1)
        return picture_losses(on_background(drawn, cover, grey), cover, true, self.weights, self.perceptual)

    def step(self) -> dict:
        """Trains one step on one batch. -> dict of the losses, the gradient norm, and `taken`.

        The batch depends only on the seed and the number of the step."""
        rng = random.Random((self.args.seed << 32) + self.steps)
        fit = [s for s in self.samples if self.args.supervise == "all" or len(s.k) > self.input_count(s)]
        batch = rng.sample(fit, min(self.args.batch, len(fit)))
        self.optimiser.zero_grad()
        means = Counter()
        for sample in batch:
            losses = self.losses(sample, rng)
            loss = sum(self.weights[n] * v for n, v in losses.items())
            (loss / len(batch)).backward()
            for name, value in ({"loss": loss} | losses).items():
                means[name] += float(value.detach()) / len(batch)
        norm = float(torch.nn.utils.get_total_norm([p.grad for p in self.optimiser.params if p.grad is not None]))
        taken = self.step_filter.takes(norm)
        self.in_a_row = 0 if taken else self.in_a_row + 1
        if taken:
            factor = rate(self.args.schedule, self.args.warmup, self.fraction, self.steps)
            self.optimiser.step(factor, self.args.clip or float("inf"))
            average(self.shadow, self.net, self.args.ema, self.steps)
            self.sums.update(means | {"norm": norm, "count": 1})
        else:
            self.skipped += 1
            self.dropped.update(s.name for s in batch)
        self.steps += 1
        return dict(means) | {"norm": norm, "taken": taken}

    def report(self) -> str:
        """A log line with the means over the steps since the last report, and the samples of dropped steps."""
        count = self.sums.pop("count", 0)
        text = self.line({name: value / count for name, value in self.sums.items()})
        if self.skipped:
            often = ", ".join(f"{name} {n}x" for name, n in self.dropped.most_common(3))
            text += f" dropped {self.skipped} (in them: {often})"
        self.sums = Counter()
        return text

    def save(self) -> None:
        """Writes the checkpoint in one step, so that a reader never gets an incomplete file."""
        state = {"model": self.net.state_dict(), "ema": self.shadow.state_dict(), "config": self.stage["config"],
                 "size": self.size, "kind": self.args.optimiser, "optimiser": self.optimiser.state_dict(),
                 "frozen": self.frozen, "steps": self.steps,
                 "skipped": self.skipped, "dropped": dict(self.dropped), "norms": list(self.step_filter.norms),
                 "spent": self.elapsed}
        save(state, self.path)

    def resume(self) -> None:
        """Continues from the checkpoint at --out."""
        state = torch.load(self.path, map_location="cpu", weights_only=True)
        if state["config"] != self.stage["config"] or state["frozen"] != self.frozen:
            raise ValueError(f"{self.path} has another network or another --freeze; choose another --out")
        if state.get("kind", "muon") != self.args.optimiser:
            raise ValueError(f"{self.path} has another --optimiser; choose another --out")
        self.net.load_state_dict(state["model"])
        self.shadow.load_state_dict(state["ema"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step_filter = StepFilter(self.args.skip, state["norms"], self.args.limit)
        self.dropped = Counter(state["dropped"])
        self.skipped = state["skipped"]
        self.resume_at(state["steps"], state["spent"])
