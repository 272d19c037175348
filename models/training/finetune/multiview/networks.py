"""FaceLift's multi-view networks, read from a folder in diffusers' layout."""
import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from safetensors.torch import load_file

from nets.unet import MultiViewProcessor

WEIGHTS = "diffusion_pytorch_model"
# Keys of FaceLift's config that diffusers' UNet2DConditionModel has too.
OWN_KEYS = ("sample_size", "in_channels", "out_channels", "block_out_channels", "layers_per_block",
            "transformer_layers_per_block", "attention_head_dim", "cross_attention_dim", "use_linear_projection",
            "class_embed_type", "projection_class_embeddings_input_dim", "norm_num_groups", "norm_eps",
            "flip_sin_to_cos", "freq_shift")
# FaceLift's noise schedule, if the folder has none.
SCHEDULER = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000,
             "prediction_type": "v_prediction", "steps_offset": 1, "set_alpha_to_one": False, "clip_sample": False,
             "timestep_spacing": "leading"}
LATENTS = 4


def read_json(file: Path) -> dict:
    """The content of a JSON file. Raises ValueError if it cannot be read."""
    try:
        return json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise ValueError(f"{file} cannot be read: {error}") from None


def tensors_in(folder: Path) -> dict:
    """fp32 tensors of a network's folder: safetensors, or a pickle of tensors alone."""
    for name in (f"{WEIGHTS}.safetensors", "model.safetensors"):
        if (folder / name).exists():
            return {k: v.float() for k, v in load_file(folder / name).items()}
    for name in (f"{WEIGHTS}.bin", "pytorch_model.bin"):
        if (folder / name).exists():
            return {k: v.float() for k, v in torch.load(folder / name, map_location="cpu", weights_only=True).items()}
    raise ValueError(f"{folder} has no weights ({WEIGHTS}.safetensors)")


def attention_of(config: dict) -> str:
    """The kind of attention across the views that a config states."""
    if not config.get("multiview_attention"):
        return "plain"
    return "sparse" if config.get("sparse_mv_attention") else "dense"


def build_unet(config: dict) -> UNet2DConditionModel:
    """The UNet of a config, with attention across the views."""
    plain = lambda types: [t.replace("MV2D", "2D") for t in types]
    net = UNet2DConditionModel(**{k: config[k] for k in OWN_KEYS if config.get(k) is not None},
                               down_block_types=plain(config["down_block_types"]),
                               up_block_types=plain(config["up_block_types"]))
    net.set_attn_processor(MultiViewProcessor(attention_of(config), config.get("num_views", 6)))
    return net


def read_unet(folder: Path):
    """The config and the UNet of a folder `unet`. A UNet for text alone (4 input channels) gets 4 more, which begin as
    0."""
    config, tensors = read_json(folder / "config.json"), tensors_in(folder)
    if tensors["conv_in.weight"].shape[1] == LATENTS:
        config = config | {"in_channels": 2 * LATENTS}
        old = tensors["conv_in.weight"]
        tensors["conv_in.weight"] = torch.cat([old, torch.zeros_like(old)], 1)
        print(f"NOTE: {folder} takes no picture; its input gets {LATENTS} channels for one", flush=True)
    net = build_unet(config)
    try:
        net.load_state_dict(tensors)
    except RuntimeError as error:
        raise ValueError(f"{folder}: the weights do not fit the config: {str(error).splitlines()[1].strip()}") from None
    return config, net


def read_vae(folder: Path) -> AutoencoderKL:
    """The autoencoder of a folder `vae`."""
    config = {k: v for k, v in read_json(folder / "config.json").items() if not k.startswith("_")}
    net = AutoencoderKL(**config)
    net.load_state_dict(tensors_in(folder))
    return net.eval().requires_grad_(False)


def read_scheduler(folder: Path) -> DDIMScheduler:
    """The noise schedule of a folder `scheduler`, or FaceLift's."""
    file = folder / "scheduler_config.json"
    config = read_json(file) if file.exists() else SCHEDULER
    scheduler = DDIMScheduler.from_config(config)
    if scheduler.config.prediction_type not in ("v_prediction", "epsilon"):
        raise ValueError(f"{file}: prediction_type {scheduler.config.prediction_type} is not supported")
    return scheduler


def read_encoder(folder: Path):
    """The image encoder of a folder `image_encoder`, by the package transformers."""
    try:
        from transformers import CLIPVisionModelWithProjection
    except ImportError:
        raise ValueError("the UNet has class embeddings, which need the package transformers (pip install transformers)"
                         ) from None
    try:
        return CLIPVisionModelWithProjection.from_pretrained(folder).float().eval().requires_grad_(False)
    except OSError as error:
        raise ValueError(f"{folder} is no image encoder: {str(error).splitlines()[0]}") from None


def read_embeds(file: Path, views: int, width: int) -> torch.Tensor:
    """View embeddings [V,77,width] of a file with one tensor. Raises ValueError for another number of views or
    width."""
    if file.suffix == ".safetensors":
        tensors = list(load_file(file).values())
    else:
        found = torch.load(file, map_location="cpu", weights_only=True)
        tensors = list(found.values()) if isinstance(found, dict) else [found]
    if len(tensors) != 1 or tensors[0].ndim != 3:
        raise ValueError(f"{file} is not one tensor [views, tokens, width]")
    shape = list(tensors[0].shape)
    if shape[0] != views or shape[2] != width:
        raise ValueError(f"{file} is {shape}, but the UNet needs {views} views of width {width}")
    return tensors[0].float()
