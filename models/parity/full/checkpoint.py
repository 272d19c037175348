"""Writes a checkpoint with FaceLift's layout, names, shapes, types and size, and random weights.

    python models/parity/full/checkpoint.py OUT [unet|vae|gslrm|small ...]

The output in OUT is unet/ (fp32, 3.5 GB), vae/ (fp16), scheduler/, image_normalizer/, model_index.json, clr_embeds.pt
and gslrm/ckpt_0000000000021125.pt (3.7 GB: weights, Adam's moments, the VGG of the loss). No image encoder is written.
"""
import json
import sys
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import save_file

import networks

#: Channels of VGG19's sixteen convolutions. The checkpoint of the original trainer contains these convolutions.
VGG = [3, 64, 64, 128, 128, 256, 256, 256, 256, 512, 512, 512, 512, 512, 512, 512, 512]

SCHEDULER = {"_class_name": "DDIMScheduler", "_diffusers_version": "0.30.3", "beta_start": 0.00085,
             "beta_end": 0.012, "beta_schedule": "scaled_linear", "clip_sample": False, "clip_sample_range": 1.0,
             "dynamic_thresholding_ratio": 0.995, "num_train_timesteps": 1000, "prediction_type": "v_prediction",
             "rescale_betas_zero_snr": False, "sample_max_value": 1.0, "set_alpha_to_one": False,
             "steps_offset": 1, "thresholding": False, "timestep_spacing": "leading", "trained_betas": None}

NOISING_SCHEDULER = {"_class_name": "DDPMScheduler", "_diffusers_version": "0.30.3", "beta_start": 0.0001,
                     "beta_end": 0.02, "beta_schedule": "squaredcos_cap_v2", "clip_sample": True,
                     "num_train_timesteps": 1000, "prediction_type": "epsilon", "variance_type": "fixed_small"}

INDEX = {"_class_name": "StableUnCLIPImg2ImgPipeline", "_diffusers_version": "0.30.3",
         "feature_extractor": ["transformers", "CLIPImageProcessor"],
         "image_encoder": ["transformers", "CLIPVisionModelWithProjection"],
         "image_noising_scheduler": ["diffusers", "DDPMScheduler"],
         "image_normalizer": ["stable_unclip", "StableUnCLIPImageNormalizer"],
         "scheduler": ["diffusers", "DDIMScheduler"],
         "unet": ["mvdiffusion.models.unet_mv2d_condition", "UNetMV2DConditionModel"],
         "vae": ["diffusers", "AutoencoderKL"]}


def write_json(path: Path, value: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def weights(folder: Path, tensors: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "diffusion_pytorch_model.safetensors"
    save_file(tensors, path, {"format": "pt"})
    print(f"{path}: {path.stat().st_size:,} B")


def write_unet(out: Path) -> None:
    write_json(out / "unet/config.json", networks.UNET)
    weights(out / "unet", networks.randomise(networks.empty(networks.unet, networks.UNET), 1).state_dict())


def write_vae(out: Path) -> None:
    write_json(out / "vae/config.json", networks.VAE)
    weights(out / "vae", networks.randomise(networks.empty(networks.vae), 2).half().state_dict())


def write_gslrm(out: Path) -> None:
    """Writes the format of the original trainer: module names of the whole training model, optimizer, counters."""
    net = networks.randomise(networks.empty(networks.gslrm.GSLRM, networks.GSLRM), 3)
    model = net.state_dict()
    moments = {i: {"step": torch.tensor(21125.0), "exp_avg": torch.full_like(p, 1e-6),
                   "exp_avg_sq": torch.full_like(p, 1e-12)} for i, p in enumerate(net.parameters())}
    group = {"lr": 1e-4, "betas": (0.9, 0.95), "eps": 1e-8, "weight_decay": 0.05, "amsgrad": False}
    for i, (inner, outer) in enumerate(zip(VGG, VGG[1:]), 1):
        conv = f"loss_calculator.perceptual_loss_module.net.conv{i}"
        model[f"{conv}.weight"] = torch.rand(outer, inner, 3, 3) / inner
        model[f"{conv}.bias"] = torch.rand(outer)
    path = out / "gslrm/ckpt_0000000000021125.pt"
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": model, "optimizer": {"state": moments, "param_groups": [group | {"params": list(moments)}]},
                "lr_scheduler": OrderedDict(last_epoch=21125), "fwdbwd_pass_step": 21125,
                "param_update_step": 21125}, path)
    print(f"{path}: {path.stat().st_size:,} B")


def write_small(out: Path) -> None:
    write_json(out / "model_index.json", INDEX)
    write_json(out / "scheduler/scheduler_config.json", SCHEDULER)
    write_json(out / "image_noising_scheduler/scheduler_config.json", NOISING_SCHEDULER)
    write_json(out / "image_normalizer/config.json", {"_class_name": "StableUnCLIPImageNormalizer",
                                                      "_diffusers_version": "0.30.3", "embedding_dim": 1024})
    weights(out / "image_normalizer", {"mean": torch.zeros(1, 1024), "std": torch.ones(1, 1024)})
    embeds = torch.randn(6, 77, 1024, generator=torch.Generator().manual_seed(4)).half()
    torch.save(embeds, out / "clr_embeds.pt")


WRITERS = {"small": write_small, "vae": write_vae, "unet": write_unet, "gslrm": write_gslrm}


@torch.no_grad()
def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    networks.check_against_originals()
    for part in sys.argv[2:] or WRITERS:
        WRITERS[part](out)


main()
