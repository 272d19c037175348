"""Tests of FaceLift's YAML configs as command lines of this project."""
import pytest

from finetune import options as gslrm
from finetune.configs.gslrm_keys import KEYS
from finetune.configs.apply import interpret
from finetune.configs.read import read_configs
from finetune.multiview import options as multiview

GSLRM = """
model:
  class_name: gslrm.model.gslrm.GSLRM
  image_tokenizer: {image_size: 256, patch_size: 8}
  num_views: 6
  num_input_views: 5
training:
  runtime: {use_amp: true, amp_dtype: bf16, grad_accum_steps: 3, grad_clip_norm: 0.5, allowed_gradnorm_factor: 50,
            grad_checkpoint_every: 1, torch_compile: false}
  dataloader: {batch_size_per_gpu: 2, num_workers: 8}
  dataset: {dataset_path: data/train.txt, target_has_input: false, remove_alpha: false, background_color: three_choices}
  freeze_layers: {enabled: true, freeze_transformer_until: 2, freeze_patch_embedder: true}
  losses: {l2_loss_weight: 1.0, masked_l2_loss: true, ssim_loss_weight: 0.2, lpips_loss_weight: 0.5,
           perceptual_loss_weight: 0.5, pixelalign_loss_weight: 0.0, pointsdist_loss_weight: 0.3,
           background_loss_weight: 0.1}
  optimizer: {lr: 5e-6, beta1: 0.9, beta2: 0.95, weight_decay: 0.05, reset_lr: true}
  schedule: {max_fwdbwd_passes: 20000, warmup: 500, num_epochs: 50000}
  checkpointing: {checkpoint_dir: runs/mouse, resume_ckpt: old.pt, checkpoint_every: 500}
  logging: {vis_every: 100, wandb: {project: mouse}}
mouse:
  normalize_cameras: true
  target_camera_distance: 2.7
  augmentation: {enabled: true, brightness_range: [0.9, 1.1], contrast_range: [0.8, 1.1], hflip: false}
  mask_threshold: 240
  surprise: 3
validation: {dataset_path: data/val.txt, val_every: 500}
"""

MULTIVIEW = """
n_views: 6
reference_view_idx: random
pretrained_model_name_or_path: pipeckpts
prompt_embed_path: clr_embeds.pt
train_dataset: {path: train.txt, bg_color: three_choices, augmentation: true, aug_brightness: [0.9, 1.1],
                aug_contrast: [0.9, 1.1], aug_hflip: false}
validation_dataset: {path: val.txt, bg_color: white}
output_dir: 'runs/${wandb_exp_name}/out'
wandb_exp_name: six
train_batch_size: 4
gradient_accumulation_steps: 4
gradient_checkpointing: true
max_train_steps: 20000
learning_rate: 5.0e-05
lr_scheduler: piecewise_constant
step_rules: "1:100000,0.5"
lr_warmup_steps: 100
snr_gamma: 5.0
condition_drop_rate: 0.05
drop_type: drop_as_a_whole
use_ema: true
pipe_kwargs: {num_views: '${n_views}'}
unet_from_pretrained_kwargs: {zero_init_conv_in: true, sparse_mv_attention: true}
"""


def written(tmp_path, text: str, name: str = "a.yaml") -> str:
    (tmp_path / name).write_text(text)
    return str(tmp_path / name)


def test_a_config_of_gslrm_becomes_options(tmp_path, capsys):
    args = gslrm.options(["--config", written(tmp_path, GSLRM), "--pack", "P", "--lr", "1e-5"])
    assert args.samples == ["data/train.txt"] and args.heldout == ["data/val.txt"] and args.out == "runs/mouse/gslrm.pt"
    assert args.init == "old.pt"
    assert (args.size, args.inputs, args.batch, args.steps, args.recompute) == (256, 5, 6, 20000, 1)
    assert args.lr == 1e-5                                               # what is typed counts more
    assert (args.clip, args.limit, args.skip) == (0.5, 25, 0) and args.supervise == "new"
    assert args.background_colour == "three" and args.freeze == "embedder,layers:0-1"
    assert (args.l2, args.ssim, args.background, args.perceptual, args.perceptual_by) == (1, 0.2, 0.1, 0.5, "lpips")
    assert args.optimiser == "adamw" and args.betas == (0.9, 0.95) and args.decay == 0.05 and args.warmup == 500
    assert args.schedule == "cosine" and args.placement == "per-camera" and args.report_steps == 100
    assert (args.brightness, args.contrast, args.mirror) == (0.1, 0.2, 0)
    said = capsys.readouterr().err
    assert "unknown keys, not used: mouse.surprise" in said
    for text in ("pointsdist_loss_weight: 0.3 is not supported", "mask_threshold: only 250", "not symmetric",
                 "the rays no longer meet", "perceptual_loss_weight: 0.5 is left out"):
        assert text in said, text
    assert "num_workers" not in said and "wandb" not in said and "pixelalign" not in said


def test_later_files_and_set_count_more(tmp_path):
    files = [written(tmp_path, GSLRM), written(tmp_path, "training: {losses: {ssim_loss_weight: 0.7}}", "b.yaml")]
    args = gslrm.options(["--pack", "P", "--config", *files, "--set", "training.losses.l2_loss_weight", "3"])
    assert args.ssim == 0.7 and args.l2 == 3 and args.background == 0.1
    assert read_configs([written(tmp_path, MULTIVIEW)])["output_dir"] == "runs/six/out"
    assert interpret({"training.optimizer.lr": 5e-6}, KEYS)[0]["lr"] == 5e-6
    assert read_configs([written(tmp_path, "lr: 5e-6")]) == {"lr": 5e-6}


@pytest.mark.parametrize("text, words", [
    ("a: [1", "a.yaml"), ("- 1", "is not a YAML config"), ("mouse: {x: '${nowhere.at.all}'}", "nowhere.at.all"),
    ("model: {num_input_views: many}", "model.num_input_views is 'many'")])
def test_what_cannot_be_read_is_named(tmp_path, capsys, text, words):
    with pytest.raises(SystemExit):
        gslrm.options(["--config", written(tmp_path, text), "--pack", "P", "--out", "O", "--samples", "S"])
    assert words in capsys.readouterr().err


def test_without_a_config_the_options_are_needed(capsys):
    with pytest.raises(SystemExit):
        gslrm.options(["--pack", "P"])
    assert "--samples" in capsys.readouterr().err


def test_a_config_of_the_multi_view_model(tmp_path, capsys):
    args = multiview.options(["--config", written(tmp_path, MULTIVIEW)])
    assert (args.base, args.embeds, args.out) == ("pipeckpts", "clr_embeds.pt", "runs/six/out")
    assert (args.batch, args.steps, args.lr, args.snr, args.drop, args.warmup) == (16, 20000, 5e-5, 5, 0.05, 100)
    assert args.reference == "random" and args.recompute and args.background_colour == "three"
    said = capsys.readouterr().err
    assert "collapsed" in said and "step_rules 1:100000,0.5" in said and "zero_init_conv_in: is not done" in said
    assert "unknown" not in said
