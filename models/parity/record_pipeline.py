"""Records FaceLift's pipeline from a subject to Gaussians, with tiny networks, for src/packs/import.

    python models/parity/record_pipeline.py

It uses diffusers' UNet (attn1 across the views), AutoencoderKL and DDIMScheduler, transformers' CLIP, and the GS-LRM of
models/training. They are combined as in the description of FaceLift's pipeline. The class label is the CLIP embedding
and the level-0 sinusoid. The unconditional half has zeros. The guidance scale is 3, and eta is 1. One generator draws
the embedding noise, the latents, and the noise of every step. Weights are seeded (seeded.py). The recording contains
only the outputs.
"""
import math

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler
from PIL import Image
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModelWithProjection

import seeded
from recording import record, thin
import networks
from nets import gslrm

UNET = {"sample_size": 8, "in_channels": 8, "out_channels": 4, "block_out_channels": [32, 64], "layers_per_block": 1,
        "down_block_types": ["CrossAttnDownBlockMV2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "CrossAttnUpBlockMV2D"], "attention_head_dim": [1, 1],
        "cross_attention_dim": 48, "use_linear_projection": True, "class_embed_type": "projection",
        "projection_class_embeddings_input_dim": 64, "norm_num_groups": 8, "num_views": 6,
        "multiview_attention": True, "sparse_mv_attention": True}
VAE = {"block_out_channels": [16, 16, 32, 32], "layers_per_block": 1, "latent_channels": 4, "norm_num_groups": 8,
       "down_block_types": ["DownEncoderBlock2D"] * 4, "up_block_types": ["UpDecoderBlock2D"] * 4,
       "scaling_factor": 0.18215}
CLIP = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64, "patch_size": 14,
        "image_size": 56, "projection_dim": 32, "hidden_act": "gelu"}
GSLRM = {"d": 64, "d_head": 64, "layers": 2, "patch": 8, "n_gaussians": 2, "image": 64, "views": 6}
SCHEDULER = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000,
             "prediction_type": "v_prediction", "steps_offset": 1, "set_alpha_to_one": False,
             "timestep_spacing": "leading", "clip_sample": False}
VIEWS, SIZE, STEPS, GUIDANCE, SEED = 6, 64, 3, 3.0, 4
AZIMUTHS = (270, 225, 180, 90, 0, 315)


def subject() -> np.ndarray:
    return (seeded.words("subject", SIZE * SIZE * 3) >> np.uint32(24)).astype(np.uint8).reshape(SIZE, SIZE, 3)


def views_of(net, vae, clip, scheduler, pixels: np.ndarray, eta: float) -> tuple[torch.Tensor, ...]:
    generator = torch.Generator().manual_seed(SEED)
    processor = CLIPImageProcessor(size={"shortest_edge": 56}, crop_size={"height": 56, "width": 56})
    embed = clip(processor(Image.fromarray(pixels), return_tensors="pt").pixel_values).image_embeds
    half = embed.shape[1] // 2
    label = torch.cat([embed, torch.ones(1, half), torch.zeros(1, half)], 1).expand(VIEWS, -1)
    torch.randn(VIEWS, embed.shape[1], generator=generator)  # has weight 0 at level 0, but the pipeline draws it
    label = torch.cat([torch.zeros_like(label), label])

    image = torch.from_numpy(pixels).movedim(-1, 0)[None].float() / 127.5 - 1
    condition = vae.encode(image).latent_dist.mode() * VAE["scaling_factor"]
    condition = torch.cat([torch.zeros(VIEWS, *condition.shape[1:]), condition.expand(VIEWS, -1, -1, -1)])
    prompts = torch.from_numpy(seeded.uniform("view_embeds", (VIEWS, 77, 48)).astype(np.float32))
    prompts = torch.cat([prompts, prompts])

    scheduler.set_timesteps(STEPS)
    latents = torch.randn(VIEWS, 4, 8, 8, generator=generator)
    for t in scheduler.timesteps:
        sample = torch.cat([torch.cat([latents, latents]), condition], 1)
        v = net(sample, t, prompts, class_labels=label, return_dict=False)[0]
        free, conditional = v.chunk(2)
        v = free + GUIDANCE * (conditional - free)
        latents = scheduler.step(v, t, latents, eta=eta, generator=generator).prev_sample
    decoded = [vae.decode(one[None] / VAE["scaling_factor"]).sample[0] for one in latents]
    return label[VIEWS], latents, (torch.stack(decoded) / 2 + 0.5).clamp(0, 1).mul(255).round()


def cameras() -> tuple[torch.Tensor, torch.Tensor]:
    poses = []
    for azimuth in AZIMUTHS:
        a = math.radians(azimuth)
        centre = torch.tensor([math.cos(a), math.sin(a), 0.0], dtype=torch.float64) * 2.7
        z = -centre / 2.7
        x = torch.linalg.cross(z, torch.tensor([0.0, 0.0, 1.0], dtype=torch.float64))
        c2w = torch.eye(4, dtype=torch.float64)
        c2w[:3] = torch.stack([x, torch.linalg.cross(z, x), z, centre], 1)
        poses.append(c2w)
    focal = SIZE / 2 / math.tan(math.radians(25))
    return torch.stack(poses), torch.tensor([[focal, focal, SIZE / 2, SIZE / 2]] * VIEWS)


@torch.no_grad()
def main() -> None:
    networks.check_against_originals()
    net = seeded.fill(networks.attend(networks.unet(UNET), "sparse"))
    vae = seeded.fill(AutoencoderKL(**VAE))
    clip = seeded.fill(CLIPVisionModelWithProjection(CLIPVisionConfig(**CLIP)))
    lrm = seeded.fill(gslrm.GSLRM(GSLRM))
    label, latents, views = views_of(net, vae, clip, DDIMScheduler(**SCHEDULER), subject(), 1.0)
    still = views_of(net, vae, clip, DDIMScheduler(**SCHEDULER), subject(), 0.0)[2]
    made = networks.gaussians(lrm, views / 255, networks.pixel_rays(*cameras(), SIZE))
    print(f"views: mean {views.mean():.1f}, clamped {((views == 0) | (views == 255)).float().mean():.3f}")
    # At most one value in 1,000 may differ by 1, so more than the usual number of values stay.
    io = {"label": label, "latents": latents, "views": thin(views.half(), 11), "views_eta0": thin(still.half())}
    io |= {k: thin(v, 97) for k, v in made.items() if k != "raw"}
    config = {"unet": UNET, "vae": VAE, "clip": CLIP, "gslrm": GSLRM, "scheduler": SCHEDULER,
              "steps": STEPS, "guidance": GUIDANCE, "seed": SEED, "size": SIZE}
    record("pipeline_tiny", config, io)


main()
