"""The keys of FaceLift's multi-view configs (configs/mouse_mvdiffusion.yaml)."""
from .keys import Said, nothing, only, option, path, paths, span

A = "train_dataset"


def batch(value, leaves):
    return {"batch": int(leaves.get("train_batch_size") or 1) * int(leaves.get("gradient_accumulation_steps") or 1)}


def background(value, leaves):
    names = {"white": "white", "black": "black", "gray": "grey", "grey": "grey", "three_choices": "three"}
    return {"background_colour": names[value]} if value in names else Said(f"{value} is not supported")


def lit(name: str):
    """A range that counts only if the augmentation is on."""
    return lambda value, leaves: span(name)(value, leaves) if leaves.get(f"{A}.augmentation") else {}


def augmentation(value, leaves):
    return {} if value else {"brightness": 0.0, "contrast": 0.0}


def betas(value, leaves):
    return {"betas": (float(leaves.get("adam_beta1", 0.9)), float(leaves.get("adam_beta2", 0.999)))}


def reference(value, leaves):
    if value != "random" and not str(value).isdigit():
        return Said(f"{value} is not supported; a number of a view or random are")
    found = {"reference": str(value)}
    if value == "random":
        return Said("one in six targets is then the input itself; the lab's runs with it collapsed", found)
    return found


def flips(value, leaves):
    return Said("is not supported: a mirrored mouse has other views") if value else {}


def ema(value, leaves):
    return {} if value else Said("unet_ema is written in any case; import unet alone if you do not want it")


def start_of_input(value, leaves):
    return Said("is not done: it would wipe what a UNet that takes a picture has learnt") if value else {}


def schedule(value, leaves):
    names = {"constant": "constant", "constant_with_warmup": "constant", "piecewise_constant": "constant",
             "cosine": "cosine", "linear": "linear"}
    if value not in names:
        return Said(f"{value} is not supported; the rate is constant")
    if value == "piecewise_constant":
        rules = leaves.get("step_rules")
        return Said(f"step_rules {rules} are not used; the rate is constant", {"schedule": "constant"})
    return {"schedule": names[value]}


KEYS = {
    "pretrained_model_name_or_path": option("base", path), "pretrained_unet_path": option("unet", path),
    "prompt_embed_path": option("embeds", path), "output_dir": option("out", path),
    f"{A}.path": option("samples", paths), "validation_dataset.path": option("heldout", paths),
    f"{A}.bg_color": background, f"{A}.augmentation": augmentation, f"{A}.aug_brightness": lit("brightness"),
    f"{A}.aug_contrast": lit("contrast"), f"{A}.aug_hflip": flips, "validation_dataset.*": nothing,
    "reference_view_idx": reference, "n_views": nothing, "img_wh": nothing,      # those of the UNet and the autoencoder
    "seed": option("seed", int), "train_batch_size": batch, "gradient_accumulation_steps": batch,
    "max_train_steps": option("steps", int), "gradient_checkpointing": option("recompute", bool),
    "learning_rate": option("lr", float), "lr_warmup_steps": option("warmup", int), "lr_scheduler": schedule,
    "step_rules": nothing, "scale_lr": only(False, "true is not supported"),
    "snr_gamma": lambda value, leaves: {"snr": float(value or 0)}, "use_ema": ema,
    "adam_beta1": betas, "adam_beta2": betas, "adam_weight_decay": option("decay", float),
    "adam_epsilon": only(1e-8, "only 1e-8 is supported"), "use_8bit_adam": only(False, "true is not supported"),
    "max_grad_norm": option("clip", float), "prediction_type": only(None, "the scheduler's own is used"),
    "condition_drop_rate": lambda value, leaves:
        {"drop": float(value or 0) if leaves.get("use_classifier_free_guidance", True) else 0.0},
    "drop_type": only("drop_as_a_whole", "only drop_as_a_whole is supported"),
    "use_classifier_free_guidance": nothing,
    "scale_input_latents": only(True, "only true is supported"),
    "mixed_precision": lambda value, leaves: {"bf16": True} if value == "bf16" else
        Said("fp16 is not supported; --bf16 is, on a GPU") if value == "fp16" else {},
    "trainable_modules": only(None, "is not supported; all weights are trained"),
    "camera_embedding_lr_mult": only(1, "only 1 is supported"),
    "checkpointing_steps": option("report_steps", int), "resume_from_checkpoint": nothing,
    "unet_from_pretrained_kwargs.zero_init_conv_in": start_of_input,
    "unet_from_pretrained_kwargs.init_mvattn_with_selfattn": only(False, "true is not supported"),
    "unet_from_pretrained_kwargs.*": nothing,               # those of the UNet's config
    **{name: nothing for name in (
        "dataset_type", "revision", "checkpoint_prefix", "val_out_dir", "validation_batch_size", "allow_tf32",
        "dataloader_num_workers", "logging_dir", "vis_dir", "report_to", "local_rank", "checkpoints_total_limit",
        "enable_xformers_memory_efficient_attention", "validation_steps", "validation_sanity_check", "tracker_*",
        "wandb_*", "pipe_kwargs.*", "pipe_validation_kwargs.*",
        "validation_guidance_scales", "validation_grid_nrow", "_*")},
}
"""Rules by the dotted name of a key. The rule of a whole name counts before that of a pattern."""
