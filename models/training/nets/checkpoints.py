"""Reads checkpoints of trainings. A checkpoint is a dict with `ema` (the averaged weights), `config` and other keys."""
import torch


def read_checkpoint(path) -> dict:
    """Reads a checkpoint into the CPU's memory."""
    return torch.load(path, weights_only=False, map_location="cpu")


def load(path, model):
    """Loads the averaged (EMA) weights of a checkpoint. Returns `model` in evaluation mode, without gradients."""
    model.load_state_dict(read_checkpoint(path)["ema"])
    return model.eval().requires_grad_(False)


def config_of(path) -> dict:
    """The config of a checkpoint's network."""
    return read_checkpoint(path)["config"]
