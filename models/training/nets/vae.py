"""The autoencoder: a small AutoencoderKL of diffusers. The fourth channel of its decoder is the mask
(docs/models.md, vae.safetensors)."""
import torch
from diffusers import AutoencoderKL

CONFIG = {"in_channels": 3, "out_channels": 4, "block_out_channels": [24, 48, 96], "layers_per_block": 1,
          "latent_channels": 8, "norm_num_groups": 8, "sample_size": 128, "scaling_factor": 1.0,
          "act_fn": "silu", "mid_block_add_attention": True, "use_quant_conv": True,
          "use_post_quant_conv": True}


def build(config: dict = CONFIG) -> AutoencoderKL:
    """An AutoencoderKL with as many levels as block_out_channels has entries."""
    n = len(config["block_out_channels"])
    return AutoencoderKL(down_block_types=["DownEncoderBlock2D"] * n,
                         up_block_types=["UpDecoderBlock2D"] * n, **config)


def encode(vae: AutoencoderKL, images: torch.Tensor) -> torch.Tensor:
    """image [B,3,S,S] in -1..1 -> latents [B,L,S/f,S/f]: the mode times scaling_factor."""
    return vae.encode(images).latent_dist.mode() * vae.config.scaling_factor


def decode(vae: AutoencoderKL, latents: torch.Tensor) -> torch.Tensor:
    """latents [B,L,s,s] -> image and mask [B,4,S,S] in -1..1, not clamped."""
    return vae.decode(latents / vae.config.scaling_factor).sample
