"""Mice with the encoded latents of their views."""
from pathlib import Path

import numpy as np
import torch

from data.streams import INPUT_KEYS, Bank, Stream, images, read
from mice import list_shards
from nets.precision import bf16, on_gpu


class EncodedBank(Bank):
    """A Bank whose mice have the `latents` of their views."""

    def __init__(self, vae, args, keys):
        super().__init__(args, keys)
        self.arrays["latents"] = encode_views(vae, self.arrays["rgb"])


class LatentStream(Stream):
    """A Stream whose mice have `latents` f16 [6,L,32,32] (unscaled modes) of their views. cache: folder for latents."""

    def __init__(self, vae, cache, *args, **options):
        self.vae, self.cache = vae, Path(cache)
        self.cache.mkdir(parents=True, exist_ok=True)
        super().__init__(*args, **options)

    def fresh(self) -> dict:
        """Reads a random data shard. Most are cached, because encoding a shard takes as long as ten training steps."""
        shards = [s for f in self.folders for s in list_shards(f)][self.skip:]
        done = [s for s in shards if self.file(s).exists()]
        return self.with_latents(self.random.choice(done if len(done) >= 24 and self.random.random() < 0.7 else shards))

    def file(self, path) -> Path:
        return self.cache / (Path(path).stem + ".npy")

    def with_latents(self, path) -> dict:
        shard = read(path, INPUT_KEYS)
        file = self.file(path)
        if not file.exists():
            np.save(file, encode_views(self.vae, shard["rgb"]).cpu().numpy())
        return {**shard, "latents": np.load(file)}


@torch.no_grad()
def encode_views(vae, rgb) -> torch.Tensor:
    """Views u8 [N,6,128,128,3] -> latents f16 [N,6,L,32,32]."""
    out = []
    for mice in torch.as_tensor(rgb, device=torch.get_default_device()).split(50 if on_gpu() else 1):
        with bf16():
            out.append(vae.encode(images(mice.flatten(0, 1)) * 2 - 1).latent_dist.mode().half())
    return torch.cat(out).unflatten(0, (-1, 6))
