"""The keys of FaceLift's GS-LRM configs (configs/mouse_gslrm.yaml and the files that it is split into)."""
from .keys import Said, nothing, only, option, path, paths, span

T, D, L = "training", "training.dataset", "training.losses"


def precision(value, leaves):
    use = leaves.get(f"{T}.runtime.use_amp", True)
    kind = leaves.get(f"{T}.runtime.amp_dtype", "bf16")
    if use and kind not in ("bf16", "fp32"):
        return Said(f"{kind} is not supported; bf16 is used", {"precision": "bf16"})
    return {"precision": kind if use else "fp32"}


def batch(value, leaves):
    size, steps = f"{T}.dataloader.batch_size_per_gpu", f"{T}.runtime.grad_accum_steps"
    return {"batch": int(leaves.get(size) or 1) * int(leaves.get(steps) or 1)}


def limit(value, leaves):
    """A step is dropped if its norm exceeds grad_clip_norm · allowed_gradnorm_factor. The running median is not
    used."""
    clip = float(leaves.get(f"{T}.runtime.grad_clip_norm") or 0)
    return {"limit": clip * float(value), "skip": 0.0} if value and clip else {}


def background(value, leaves):
    names = {"white": "white", "black": "black", "gray": "grey", "grey": "grey", "three_choices": "three"}
    if value not in names:
        return Said(f"{value} is not supported; white is used")
    return {"background_colour": names[value]}


def cameras(value, leaves):
    """The lab moves each camera to the distance; 0 or normalize_cameras: false leaves the cameras as they are."""
    distance = leaves.get("mouse.target_camera_distance", 0) or 0
    if not leaves.get("mouse.normalize_cameras", False) or not distance:
        return {"placement": "none"}
    return Said("each camera is moved by itself, so the rays no longer meet; --placement subject keeps the geometry",
                {"placement": "per-camera"})


def distance(value, leaves):
    return {} if value in (None, 0, 0.0, 2.7) else Said(f"{value} is not used; the distance is that of the pack")


def frozen(value, leaves):
    at = f"{T}.freeze_layers"
    if not leaves.get(f"{at}.enabled", False):
        return {}
    until = int(leaves.get(f"{at}.freeze_transformer_until", 20))
    groups = (["embedder"] if leaves.get(f"{at}.freeze_patch_embedder", True) else []) \
        + ([f"layers:0-{until - 1}"] if until > 0 else []) \
        + (["positions"] if leaves.get(f"{at}.freeze_positional_embeddings", False) else [])
    return {"freeze": ",".join(groups)}


def lit(rule):
    """A rule that counts only if mouse.augmentation.enabled is true."""
    return lambda value, leaves: rule(value, leaves) if leaves.get("mouse.augmentation.enabled", False) else {}


def augmentation(value, leaves):
    flips = bool(value) and bool(leaves.get("mouse.augmentation.hflip", False))
    still = {} if value else {"brightness": 0.0, "contrast": 0.0}
    return {"mirror": 0.5 if flips else 0.0} | still


def mask_loss(value, leaves):
    return {} if value else Said("the squared error has two parts: on the mouse (--l2), and outside (--background)")


def lpips(value, leaves):
    return {"perceptual": float(value), "perceptual_by": "lpips"} if value else {}


def vgg(value, leaves):
    if not value:
        return {}
    if leaves.get(f"{L}.lpips_loss_weight"):
        return Said(f"{value} is left out: LPIPS is the only perceptual loss")
    text = f"{value}: the features of the pack's encoder, or LPIPS with --perceptual-by lpips, replace VGG19"
    return Said(text, {"perceptual": float(value)})


def alpha(value, leaves):
    return Said("--outline is the mean absolute error of alpha", {"outline": float(value)}) if value else {}


def adamw(name):
    """Options of the optimiser also choose AdamW with a cosine, as the lab trains."""
    def rule(value, leaves):
        return {} if value is None else {"optimiser": "adamw", "schedule": "cosine", name: float(value)}
    return rule


def betas(value, leaves):
    at = f"{T}.optimizer"
    pair = (float(leaves.get(f"{at}.beta1", 0.9)), float(leaves.get(f"{at}.beta2", 0.95)))
    return {"optimiser": "adamw", "schedule": "cosine", "betas": pair}


def out(value, leaves):
    return {"out": f"{path(value)}/gslrm.pt"} if value else {}


def loss_off(text: str):
    return lambda value, leaves: Said(f"{value} is not supported: {text}") if value else {}


KEYS = {
    "model.image_tokenizer.image_size": option("size", int),
    "model.num_input_views": option("inputs", int), f"{D}.num_input_views": option("inputs", int),
    "model.num_views": nothing, f"{D}.num_views": nothing,
    "model.*": nothing,                                     # the network is that of the pack
    f"{D}.dataset_path": option("samples", paths),
    "validation.dataset_path": option("heldout", paths),
    f"{D}.target_has_input": lambda value, leaves: {"supervise": "all" if value else "new"},
    f"{D}.random_view_selection": lambda value, leaves: {"fixed_inputs": not value},
    f"{D}.maximize_view_overlap": nothing,
    f"{D}.remove_alpha": only(False, "true is not supported: the mask is needed"),
    f"{D}.background_color": background,
    f"{D}.normalize_distance_to": lambda value, leaves: Said("is not supported; use --placement") if value else {},
    f"{D}.exclude_camera_indices": only([], "is not supported; leave the frames out"),
    f"{D}.include_camera_indices": only(None, "is not supported; leave the other frames out"),
    f"{T}.runtime.use_amp": precision, f"{T}.runtime.amp_dtype": precision,
    f"{T}.runtime.grad_clip_norm": option("clip", float), f"{T}.runtime.allowed_gradnorm_factor": limit,
    f"{T}.runtime.grad_checkpoint_every": option("recompute", int),
    f"{T}.runtime.grad_accum_steps": batch, f"{T}.dataloader.batch_size_per_gpu": batch,
    f"{T}.runtime.use_tf32": nothing, f"{T}.runtime.torch_compile": nothing,
    f"{T}.dataloader.*": nothing,
    f"{L}.l2_loss_weight": option("l2", float), f"{L}.masked_l2_loss": mask_loss,
    f"{L}.ssim_loss_weight": option("ssim", float), f"{L}.masked_ssim_loss": nothing,
    f"{L}.background_loss_weight": option("background", float), f"{L}.bg_loss_weight": option("background", float),
    f"{L}.background_color_target": only("white", "only white is supported"),
    f"{L}.lpips_loss_weight": lpips, f"{L}.perceptual_loss_weight": vgg,
    f"{L}.alpha_loss_weight": alpha, f"{L}.alpha_loss_type": nothing,
    f"{L}.mask_mode": only("gt", "only gt is supported"),
    f"{L}.normalize_by_mask": only(True, "only true is supported"),
    f"{L}.clamp_rendering": nothing, f"{L}.masked_pixelalign_loss": nothing, f"{L}.warmup_pointsdist": nothing,
    f"{L}.opacity_reg_type": nothing,
    **{f"{L}.{name}_weight": loss_off("there is no such loss") for name in
       ("pixelalign_loss", "pointsdist_loss", "distill_loss", "opacity_reg")},
    f"{T}.optimizer.lr": adamw("lr"), f"{T}.optimizer.weight_decay": adamw("decay"),
    f"{T}.optimizer.beta1": betas, f"{T}.optimizer.beta2": betas,
    f"{T}.optimizer.reset_*": nothing,
    f"{T}.schedule.max_fwdbwd_passes": option("steps", int), f"{T}.schedule.warmup": option("warmup", int),
    f"{T}.schedule.l2_warmup_steps": loss_off("the squared error counts from the first step"),
    f"{T}.schedule.num_epochs": nothing, f"{T}.schedule.early_stop_after_epochs": nothing,
    f"{T}.freeze_layers.*": frozen,
    f"{T}.checkpointing.checkpoint_dir": out, f"{T}.checkpointing.resume_ckpt": option("init", path),
    f"{T}.checkpointing.checkpoint_every": nothing,
    f"{T}.logging.vis_every": option("report_steps", int), f"{T}.logging.*": nothing,
    "mouse.normalize_cameras": cameras, "mouse.target_camera_distance": distance,
    "mouse.normalize_to_z_up": only(True, "false is not supported; up becomes that of the pack"),
    "mouse.augmentation.enabled": augmentation,
    "mouse.augmentation.brightness_range": lit(span("brightness")),
    "mouse.augmentation.contrast_range": lit(span("contrast")), "mouse.augmentation.hflip": nothing,
    "mouse.auto_generate_mask": nothing, "mouse.mask_threshold": only(250, "only 250 is supported"),
    "mouse.use_mouse_dataset": nothing, "mouse.pp_correction": only("none", "is not supported"),
    "profile": nothing, "debug": nothing, "visualization.*": nothing, "inference.*": nothing, "test.*": nothing,
    "validation.*": nothing, "_*": nothing,
}
"""Rules by the dotted name of a key. The rule of a whole name counts before that of a pattern."""
