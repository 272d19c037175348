"""Measures FaceLift's networks at their own size in PyTorch: half precision on CUDA, with scaled dot product attention.
Random weights. Prints one line of JSON per network. bench/gpu/run.mjs runs it.

    python bench/gpu/pytorch.py             # needs CUDA, diffusers, and transformers for CLIP
    python bench/gpu/pytorch.py --tiny      # reduced sizes in single precision, on the CPU too
"""
import argparse
import json
import statistics
import sys
import time
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "models/parity/full"), str(ROOT / "models/training")]

RUNS = 10
SMALL = json.loads((ROOT / "bench/gpu/parts/small.json").read_text())


class Bench:
    def __init__(self, tiny: bool):
        self.tiny = tiny
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.dtype = torch.float32 if self.device.type == "cpu" else torch.float16

    def config(self, name: str) -> dict:
        """The config of a network; with --tiny that of the rehearsal."""
        full = json.loads((ROOT / f"models/parity/full/{name}.json").read_text())
        return {**full, **SMALL[name]} if self.tiny else full

    def random(self, *shape: int) -> torch.Tensor:
        return torch.randn(*shape, device=self.device, dtype=self.dtype)

    def module(self, make) -> torch.nn.Module:
        """A module with random parameters on the device. It is made without memory first: CUDA fills it faster."""
        with torch.device("meta"):
            module = make()
        module = module.to_empty(device=self.device).to(self.dtype).eval()
        for name, p in module.named_parameters():
            if p.ndim > 1:
                p.data.normal_(0, (1.3 / p[0].numel()) ** 0.5)
            else:
                p.data.normal_(float("norm" in name and name.endswith("weight")), 0.2)
        for name, b in module.named_buffers():
            if name.endswith("position_ids"):
                b.copy_(torch.arange(b.numel(), device=self.device).view_as(b))
        return module

    def synchronise(self) -> None:
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def report(self, network: str, module: torch.nn.Module, run) -> None:
        """Measures `run`, which returns a tensor: two runs to warm up, then the median."""
        cuda = self.device.type == "cuda"
        if cuda:
            torch.cuda.reset_peak_memory_stats()
        times = []
        for _ in range(RUNS + 2):
            self.synchronise()
            start = time.perf_counter()
            out = run()
            self.synchronise()
            times.append((time.perf_counter() - start) * 1000)
        name = torch.cuda.get_device_name() if cuda else "CPU"
        print(json.dumps({
            "network": network, "torch": torch.__version__, "device": name, "compute": str(self.dtype).split(".")[1],
            "parametersM": sum(p.numel() for p in module.parameters()) / 1e6, "firstMs": times[0],
            "runMs": statistics.median(times[2:]), "finite": bool(out.isfinite().all()),
            "peakMb": torch.cuda.max_memory_allocated() / 1e6 if cuda else None}), flush=True)

    def unet(self) -> None:
        import networks

        config = self.config("unet")
        net = self.module(lambda: networks.unet(config))
        networks.attend(net, "sparse")
        size, channels = config["sample_size"], config["in_channels"]
        for name, halves in (("unet-guided", 2), ("unet", 1)):
            n = 6 * halves
            sample, labels = self.random(n, channels, size, size), self.random(n, config["projection_class_embeddings_input_dim"])
            context = self.random(6, 77, config["cross_attention_dim"]).repeat(halves, 1, 1)
            step = torch.tensor(501, device=self.device)
            self.report(name, net, lambda: net(sample, step, context, class_labels=labels, return_dict=False)[0])

    def vae(self) -> None:
        from diffusers import AutoencoderKL

        config = {k: v for k, v in self.config("vae").items() if not k.startswith("_")}
        net = self.module(lambda: AutoencoderKL(**config))
        size = SMALL["image"] if self.tiny else 512
        side = size // 2 ** (len(config["block_out_channels"]) - 1)
        image, latents = self.random(1, 3, size, size), self.random(1, config["latent_channels"], side, side)
        self.report("vae-encoder", net.encoder, lambda: net.encode(image).latent_dist.mode())
        self.report("vae-decoder", net.decoder, lambda: net.decode(latents).sample)

    def clip(self) -> None:
        from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

        config = CLIPVisionConfig(**self.config("clip"))
        net = self.module(lambda: CLIPVisionModelWithProjection(config))
        image = self.random(1, 3, config.image_size, config.image_size)
        self.report("clip", net, lambda: net(pixel_values=image).image_embeds)

    def gslrm(self) -> None:
        from nets.gslrm import GSLRM

        config = self.config("gslrm")
        net = self.module(lambda: GSLRM(config))
        views, size = config["views"], config["image"]
        rgb = torch.rand(1, views, size, size, 3, device=self.device, dtype=self.dtype)
        rays = self.random(views, size, size, 6)
        kept = net.keep(rgb, None)
        self.report("gslrm", net, lambda: net(rgb, rays, kept)[1])


@torch.no_grad()
def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--tiny", action="store_true", help="reduced sizes, and the CPU if there is no CUDA")
    bench = Bench(p.parse_args().tiny)
    if bench.device.type == "cpu" and not bench.tiny:
        print(json.dumps({"problem": "not measured: PyTorch finds no CUDA"}))
        return
    for measure in (bench.unet, bench.vae, bench.clip, bench.gslrm):
        try:
            measure()
        except Exception as error:  # one network that fails stops no other
            print(json.dumps({"problem": f"{measure.__name__}: {type(error).__name__}: {error}"[:400]}), flush=True)
        if bench.device.type == "cuda":
            torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
