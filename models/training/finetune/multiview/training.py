"""The loop of finetune.multiview: it selects the pictures of a step, and writes checkpoints."""
import copy
import json
import os
import random
import shutil
from collections import Counter
from functools import lru_cache
from pathlib import Path

import torch
from safetensors.torch import save_file

from finetune.augment import BACKGROUNDS, light, on_background, relit
from finetune.budget import Budget, average, save
from finetune.optimiser import AdamW, rate
from finetune.samples import SampleError, folders_of, read_sample

from .losses import diffusion_loss, dropped, image_labels, rotated
from .networks import WEIGHTS, read_embeds, read_encoder, read_scheduler, read_unet, read_vae

KEPT = 256                              # samples whose pictures stay in memory
TIMES = (100, 300, 500, 700, 900)       # time steps of the held-out loss


class Training(Budget):
    """A UNet, its optimiser and EMA, and the frozen networks around it.

    Raises ValueError if the files, the options and the checkpoint that is resumed do not fit each other."""

    def __init__(self, args):
        super().__init__(args)
        base, self.device, self.out = Path(args.base), torch.device(args.device), Path(args.out)
        self.config, net = read_unet(Path(args.unet) if args.unet else base / "unet")
        self.views, self.vae = self.config.get("num_views", 6), read_vae(base / "vae").to(self.device)
        self.scheduler = read_scheduler(base / "scheduler")
        labelled = self.config.get("class_embed_type") is not None
        self.encoder = read_encoder(base / "image_encoder").to(self.device) if labelled else None
        self.embeds = read_embeds(Path(args.embeds), self.views, self.config["cross_attention_dim"]).to(self.device)
        self.size = self.config["sample_size"] * 2 ** (len(self.vae.config.block_out_channels) - 1)
        if args.reference != "random" and int(args.reference) >= self.views:
            raise ValueError(f"--reference {args.reference}: the views are 0-{self.views - 1}")
        self.measured_from = 0 if args.reference == "random" else int(args.reference)
        self.net = net.to(self.device).train()
        if args.recompute:
            self.net.enable_gradient_checkpointing()
        self.shadow = copy.deepcopy(self.net).eval().requires_grad_(False)
        self.optimiser = AdamW(self.net, args.lr, tuple(args.betas), args.decay)
        self.folders, self.sums = folders_of(args.samples), Counter()
        self.heldout = folders_of(args.heldout) if args.heldout else self.folders
        self.pictures_of = lru_cache(KEPT)(self.read)
        self.pictures_of(self.folders[0])                               # an error is found before the first step
        if (self.out / "state.pt").exists():
            self.resume()

    def read(self, folder: Path):
        """The first V pictures of a sample, u8 [V,S,S,4]."""
        pictures = read_sample(folder, self.size).pictures
        if len(pictures) < self.views:
            raise SampleError(f"{folder}: {len(pictures)} pictures, but the UNet paints {self.views} views")
        return pictures[:self.views]

    def inputs(self, folder: Path, reference: int, rng: random.Random | None):
        """The views of a sample [V,3,S,S] in 0..1, the reference first, and their embeddings. rng: changes light and
        background; None: no change, on white."""
        pictures, grey = self.pictures_of(folder).to(self.device).float() / 255, 1.0
        if rng:
            pictures = relit(pictures, *light(rng, self.args.brightness, self.args.contrast))
            grey = rng.choice(BACKGROUNDS[self.args.background_colour])
        views = on_background(pictures[..., :3], pictures[..., 3], grey).movedim(-1, 1)
        return rotated(views, reference), rotated(self.embeds, reference)

    @torch.no_grad()
    def encoded(self, views, generator=None):
        """Latents [V,L,s,s] of views: a sample of the posterior, or its mode without a generator. Also the image
        latents [L,s,s] and the label [P] of the first view."""
        posterior = self.vae.encode(views * 2 - 1).latent_dist
        factor = self.vae.config.scaling_factor
        mode = posterior.mode()
        random_part = torch.randn(mode.shape, generator=generator).to(mode) * posterior.std if generator else 0
        label = image_labels(self.encoder, views[:1])[0] if self.encoder else None
        return (mode + random_part) * factor, mode[0] * factor, label

    def loss(self, net, folder: Path, reference: int, time: int, generator, rng=None, p: float = 1.0):
        """The loss of one sample. p: random number in 0..1 that decides which conditions are dropped."""
        views, prompts = self.inputs(folder, reference, rng)
        latents, image, label = self.encoded(views, generator if rng else None)
        no_image, no_label = (bool(x) for x in dropped(torch.tensor(p), self.args.drop))
        image = image * (not no_image)
        label = label if label is None else label[None] * (not no_label)
        noise = torch.randn(latents.shape, generator=generator).to(latents)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.args.bf16):
            return diffusion_loss(net, self.scheduler, latents[None], image[None], label, prompts[None],
                                  torch.tensor([time], device=self.device), noise[None], self.args.snr)

    def step(self) -> float:
        """Trains one step on one batch. The batch depends only on the seed and the number of the step. -> the loss."""
        args, rng = self.args, random.Random((self.args.seed << 32) + self.steps)
        generator = torch.Generator().manual_seed(rng.getrandbits(60))
        batch = rng.sample(self.folders, min(args.batch, len(self.folders)))
        self.optimiser.zero_grad()
        mean = 0.0
        for folder in batch:
            reference = rng.randrange(self.views) if args.reference == "random" else int(args.reference)
            time = rng.randrange(self.scheduler.config.num_train_timesteps)
            loss = self.loss(self.net, folder, reference, time, generator, rng, rng.random()) / len(batch)
            loss.backward()
            mean += float(loss.detach())
        norm = torch.nn.utils.get_total_norm([p.grad for p in self.optimiser.params if p.grad is not None])
        if torch.isfinite(norm):
            self.optimiser.step(rate(args.schedule, args.warmup, self.fraction, self.steps), args.clip or float("inf"))
            average(self.shadow, self.net, args.ema, self.steps)
            self.sums.update({"loss": mean, "norm": float(norm), "count": 1})
        else:
            print(f"step {self.steps}: the gradient is not finite; the step is dropped", flush=True)
        self.steps += 1
        return mean

    @torch.no_grad()
    def measure(self, net, most: int = 8) -> float:
        """The mean loss of held-out samples without changes, always with the same noise and time steps."""
        found = []
        for n, folder in enumerate(self.heldout[:most]):
            for time in TIMES:
                generator = torch.Generator().manual_seed(1000 * n + time)
                found.append(float(self.loss(net, folder, self.measured_from, time, generator)))
        return sum(found) / len(found)

    def report(self) -> str:
        count = self.sums.pop("count", 0)
        text = self.line({name: value / count for name, value in self.sums.items()})
        self.sums = Counter()
        return text

    def save(self) -> Path:
        """Writes checkpoint-N with unet and unet_ema in diffusers' layout, and then the state. Older ones are
        removed."""
        folder = self.out / f"checkpoint-{self.steps}"
        part = self.out / ".checkpoint.part"
        shutil.rmtree(part, ignore_errors=True)
        for name, net in (("unet", self.net), ("unet_ema", self.shadow)):
            (part / name).mkdir(parents=True)
            save_unet(net, self.config, part / name)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(part, folder)
        save({"model": self.net.state_dict(), "ema": self.shadow.state_dict(), "optimiser": self.optimiser.state_dict(),
              "config": self.config, "steps": self.steps, "spent": self.elapsed}, self.out / "state.pt")
        for other in self.out.glob("checkpoint-*"):
            if other != folder:
                shutil.rmtree(other)
        return folder

    def resume(self) -> None:
        """Continues from the state in --out."""
        state = torch.load(self.out / "state.pt", map_location="cpu", weights_only=True)
        if state["config"] != self.config:
            raise ValueError(f"{self.out} has another UNet; choose another --out")
        self.net.load_state_dict(state["model"])
        self.shadow.load_state_dict(state["ema"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.resume_at(state["steps"], state["spent"])


def save_unet(net, config: dict, folder: Path) -> None:
    """Writes a UNet and its config in diffusers' layout, in fp32."""
    save_file({name: t.float().cpu().contiguous() for name, t in net.state_dict().items()},
              folder / f"{WEIGHTS}.safetensors")
    (folder / "config.json").write_text(json.dumps(config, indent=1))
