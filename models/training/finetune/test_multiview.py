"""Tests of the fine-tuning of a multi-view UNet, with a tiny FaceLift of random weights."""
import json
import re
import shutil
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL, DDIMScheduler
from safetensors.torch import load_file, save_file

from finetune.facelift_pt import write_checkpoint
from finetune.multiview.__main__ import train
from finetune.multiview.losses import diffusion_loss, dropped, image_labels, rotated, snr_weights
from finetune.multiview.networks import SCHEDULER, build_unet, read_embeds, read_unet
from finetune.multiview.options import options
from finetune.multiview.training import Training, save_unet
from finetune.rig.mice import Arena, write_mice
from finetune.test_facelift_pt import checkpoint, node                   # noqa: F401 (a fixture)
from finetune.test_rig import HAS_NODE, ring
from nets.precision import seeded

UNET = {"sample_size": 8, "in_channels": 8, "out_channels": 4, "block_out_channels": [32, 64], "layers_per_block": 1,
        "down_block_types": ["CrossAttnDownBlockMV2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "CrossAttnUpBlockMV2D"], "attention_head_dim": [1, 1],
        "cross_attention_dim": 48, "use_linear_projection": True, "class_embed_type": "projection",
        "projection_class_embeddings_input_dim": 64, "norm_num_groups": 8, "num_views": 6, "multiview_attention": True,
        "sparse_mv_attention": True, "unclip": True}
VAE = {"block_out_channels": [16, 16, 32, 32], "layers_per_block": 1, "latent_channels": 4, "norm_num_groups": 8,
       "down_block_types": ["DownEncoderBlock2D"] * 4, "up_block_types": ["UpDecoderBlock2D"] * 4,
       "scaling_factor": 0.18215}
CLIP = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64, "patch_size": 14,
        "image_size": 56, "projection_dim": 32, "hidden_act": "gelu"}


@pytest.fixture(scope="session")
def base(tmp_path_factory) -> Path:
    """A tiny FaceLift in diffusers' layout, its view embeddings, and three samples."""
    transformers = pytest.importorskip("transformers")
    at = tmp_path_factory.mktemp("base")
    with seeded(1):
        for name in ("unet", "vae"):
            (at / "pipeckpts" / name).mkdir(parents=True)
        save_unet(build_unet(UNET), UNET, at / "pipeckpts/unet")
        save_unet(AutoencoderKL(**VAE), VAE, at / "pipeckpts/vae")
        clip = transformers.CLIPVisionModelWithProjection(transformers.CLIPVisionConfig(**CLIP))
        clip.save_pretrained(at / "pipeckpts/image_encoder")
        torch.save(torch.randn(6, 77, 48).half(), at / "clr_embeds.pt")
    (at / "pipeckpts/scheduler").mkdir()
    (at / "pipeckpts/scheduler/scheduler_config.json").write_text(json.dumps(SCHEDULER))
    rig = ring()
    write_mice(at / "samples", range(3), rig, Arena(rig.middle[None], 0.05, 0.3), 64, 0)
    return at


def words(base: Path, out: Path, *more: str) -> list[str]:
    return ["--base", str(base / "pipeckpts"), "--embeds", str(base / "clr_embeds.pt"), "--samples",
            str(base / "samples"), "--out", str(out), "--threads", "1", "--device", "cpu", "--batch", "2", *more]


def test_the_weights_of_time_steps_are_those_computed_by_hand():
    # SNR = 0.9 / 0.1 = 9 and 5 / 9; SNR = 0.2 / 0.8 = 0.25, below 5.
    assert torch.allclose(snr_weights(torch.tensor([0.9, 0.2]), 5), torch.tensor([5 / 9, 1.0]))
    assert torch.equal(snr_weights(torch.tensor([0.9, 0.2]), 0), torch.ones(2))


def test_conditions_are_dropped_for_whole_samples():
    p = torch.tensor([0.01, 0.07, 0.12, 0.16, 0.9])
    image, label = dropped(p, 0.05)
    assert label.tolist() == [True, True, False, False, False] and image.tolist() == [False, True, True, False, False]
    many = torch.rand(100_000, generator=torch.Generator().manual_seed(0))
    rates = [x.float().mean().item() for x in dropped(many, 0.05)]
    assert all(abs(r - 0.1) < 0.005 for r in rates)


def test_dropped_conditions_reach_all_views_as_zeros(base, tmp_path):
    run = Training(options(words(base, tmp_path / "out", "--steps", "1")))
    seen = []

    def net(sample, times, prompts, class_labels, return_dict):
        seen.append((sample[:, 4:].abs().amax((1, 2, 3)) > 0, class_labels.abs().amax(1) > 0, times))
        return (sample[:, :4],)

    for p in (0.02, 0.07, 0.12, 0.5):
        run.loss(net, run.folders[0], 0, 300, torch.Generator().manual_seed(0), None, p)
    kept = [(bool(a.all()), bool(b.all())) for a, b, _ in seen]
    assert kept == [(True, False), (False, False), (False, True), (True, True)]
    assert all(a.unique().numel() == 1 and b.unique().numel() == 1 for a, b, _ in seen)
    assert seen[0][2].tolist() == [300] * 6                              # one time step for all views


def test_the_loss_is_the_error_of_v():
    scheduler = DDIMScheduler(**SCHEDULER)
    generator = torch.Generator().manual_seed(0)
    draw = lambda *shape: torch.randn(*shape, generator=generator)
    latents, noise, image, prompts = draw(2, 6, 4, 8, 8), draw(2, 6, 4, 8, 8), draw(2, 4, 8, 8), draw(2, 6, 77, 48)
    times = torch.tensor([10, 800])
    inputs = []

    def net(sample, t, context, class_labels, return_dict):
        inputs.append((sample, t))
        return (torch.zeros_like(sample[:, :4]),)

    found = diffusion_loss(net, scheduler, latents, image, None, prompts, times, noise, 5.0)
    expected = []
    for b in range(2):
        v = scheduler.get_velocity(latents[b], noise[b], times[b:b + 1].expand(6))
        snr = scheduler.alphas_cumprod[times[b]] / (1 - scheduler.alphas_cumprod[times[b]])
        expected.append(v.square().mean() * min(snr, 5) / snr)
    assert torch.allclose(found, torch.stack(expected).mean(), rtol=1e-4)
    sample, t = inputs[0]
    assert t.tolist() == [10] * 6 + [800] * 6 and torch.equal(sample[7, 4:], image[1])
    noisy = scheduler.add_noise(latents[1], noise[1], times[1:].expand(6))
    assert torch.allclose(sample[6:, :4], noisy, atol=1e-5)


def test_the_reference_view_comes_first_with_its_embedding(base, tmp_path):
    run = Training(options(words(base, tmp_path / "out", "--steps", "1", "--reference", "2")))
    views, prompts = run.inputs(run.folders[0], 0, None)
    turned, turned_prompts = run.inputs(run.folders[0], 2, None)
    assert torch.equal(turned[0], views[2]) and torch.equal(turned[5], views[1])
    assert torch.equal(turned_prompts[0], prompts[2]) and torch.equal(turned_prompts[4], prompts[0])
    assert rotated(torch.arange(6), 4).tolist() == [4, 5, 0, 1, 2, 3]
    with pytest.raises(ValueError, match="the views are 0-5"):
        Training(options(words(base, tmp_path / "out", "--reference", "6")))


def test_labels_are_those_of_the_image_processor(base, tmp_path):
    transformers = pytest.importorskip("transformers")
    run = Training(options(words(base, tmp_path / "out", "--steps", "1")))
    views, _ = run.inputs(run.folders[0], 0, None)
    pixels = (views[0].movedim(0, -1) * 255).round().byte().numpy()
    processor = transformers.CLIPImageProcessor(size={"shortest_edge": 56}, crop_size={"height": 56, "width": 56})
    expected = run.encoder(processor(pixels, return_tensors="pt").pixel_values).image_embeds[0]
    label = image_labels(run.encoder, views[:1])[0]
    assert (label[:32] - expected).abs().max() < 0.02 * expected.abs().max()
    assert label[32:].tolist() == [1.0] * 16 + [0.0] * 16


def test_the_loss_falls_and_the_run_is_resumed(base, tmp_path, capsys):
    more = ["--lr", "2e-3", "--warmup", "5", "--ema", "0.9", "--drop", "0", "--report-steps", "20"]
    whole = train(options(words(base, tmp_path / "a", "--steps", "40", *more)))
    losses = [float(text) for text in re.findall(r"held-out loss ([\d.]+)", capsys.readouterr().out)]
    assert len(losses) == 3 and losses[-1] < 0.8 * losses[0]
    assert (tmp_path / "a/sheets/step_000040.png").exists()
    assert [p.name for p in (tmp_path / "a").glob("checkpoint-*")] == ["checkpoint-40"]
    train(options(words(base, tmp_path / "b", "--steps", "20", "--sheet", "0", *more)))
    parts = train(options(words(base, tmp_path / "b", "--steps", "40", "--sheet", "0", *more)))
    for a, b in ((whole.net, parts.net), (whole.shadow, parts.shadow)):
        assert all(torch.equal(p, q) for p, q in zip(a.state_dict().values(), b.state_dict().values()))
    ema = load_file(tmp_path / "a/checkpoint-40/unet_ema/diffusion_pytorch_model.safetensors")
    assert all(torch.equal(ema[n], t) for n, t in whole.shadow.state_dict().items())
    start = read_unet(base / "pipeckpts/unet")[1].state_dict()
    moved = [n for n, t in whole.net.state_dict().items() if not torch.equal(t, start[n])]
    assert len(moved) > 0.9 * len(start)


def test_files_that_do_not_fit_are_named(base, tmp_path):
    with pytest.raises(ValueError, match=r"is \[6, 77, 24\], but the UNet needs 6 views of width 48"):
        torch.save(torch.zeros(6, 77, 24), tmp_path / "narrow.pt")
        read_embeds(tmp_path / "narrow.pt", 6, 48)
    shutil.copytree(base / "pipeckpts/unet", tmp_path / "unet")
    text = {k: v[:, :4].contiguous() if k == "conv_in.weight" else v
            for k, v in load_file(tmp_path / "unet/diffusion_pytorch_model.safetensors").items()}
    save_file(text, tmp_path / "unet/diffusion_pytorch_model.safetensors")
    config, net = read_unet(tmp_path / "unet")                           # a UNet for text gets an input for the picture
    assert config["in_channels"] == 8 and net.conv_in.weight[:, 4:].abs().max() == 0
    with pytest.raises(ValueError, match="config.json"):
        read_unet(tmp_path)


@pytest.mark.skipif(not HAS_NODE, reason="Node is not installed")
def test_the_app_imports_the_result(base, checkpoint, tmp_path):         # noqa: F811
    run = train(options(words(base, tmp_path / "out", "--steps", "2", "--sheet", "0", "--lr", "1e-3", "--warmup", "0")))
    write_checkpoint(checkpoint, tmp_path / "ckpt_0000000000000136.pt")
    said = node("import", base / "pipeckpts", tmp_path / "out/checkpoint-2", base / "clr_embeds.pt",
                tmp_path / "ckpt_0000000000000136.pt", "--out", tmp_path / "pack", "--dtype", "f32", "--rig-of",
                "all=facelift")
    manifest = json.loads((tmp_path / "pack/pack.json").read_text())
    files = manifest["stages"]["multiview"]["unet"]["files"]
    imported = {k: v for f in files for k, v in load_file(tmp_path / "pack" / f).items()}
    ema = run.shadow.state_dict()
    assert set(imported) == set(ema) and all(torch.equal(imported[n], ema[n]) for n in ema), said
