"""The UNet of the multi-view model: diffusers' UNet2DConditionModel, with self-attention across the views
(docs/models.md, unet.safetensors)."""
import torch
import torch.nn as nn
from diffusers import UNet2DConditionModel

from .attention import attention

VIEWS = 6
TOKENS = 4
CONFIG = {"sample_size": 32, "in_channels": 8 + 8 + 46, "out_channels": 8,
          "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
          "mid_block_type": "UNetMidBlock2DCrossAttn",
          "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
          "block_out_channels": [48, 64, 160], "layers_per_block": 1,
          "attention_head_dim": [1, 1, 5],          # diffusers' name for the number of heads
          "cross_attention_dim": 64, "norm_num_groups": 16, "use_linear_projection": True,
          "mv_attention": "dense", "num_views": VIEWS}


class MultiViewProcessor:
    """Attention processor. attn1 attends across the `views` consecutive batch rows of a group, attn2 within a view.

    hidden_states [B*V, N, C]. kind: the keys that view i attends to in attn1. plain: the keys K_i of the view, sparse:
    [K_0; K_i], dense: the keys of all views.
    """

    def __init__(self, kind: str, views: int):
        self.kind, self.views = kind, views

    def spread(self, t: torch.Tensor) -> torch.Tensor:
        """Keys or values [B*V, H, N, D] -> the keys or values that each view attends to [B*V, H, N', D]."""
        if self.kind == "plain":
            return t
        bv, h, n, d = t.shape
        t = t.view(bv // self.views, self.views, h, n, d)
        if self.kind == "sparse":
            return torch.cat([t[:, :1].expand_as(t), t], 3).reshape(bv, h, 2 * n, d)
        t = t.transpose(1, 2).reshape(bv // self.views, 1, h, self.views * n, d)
        return t.expand(-1, self.views, -1, -1, -1).reshape(bv, h, self.views * n, d)

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, **_):
        context = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        heads = lambda t: t.view(t.shape[0], t.shape[1], attn.heads, -1).transpose(1, 2)
        q, k, v = heads(attn.to_q(hidden_states)), heads(attn.to_k(context)), heads(attn.to_v(context))
        if encoder_hidden_states is None and self.kind == "dense":
            # All views have the same keys. So one attention over V*N tokens replaces V attentions with copied keys.
            merge = lambda t: t.unflatten(0, (-1, self.views)).transpose(1, 2).flatten(2, 3)
            out = attention(merge(q), merge(k), merge(v))
            out = out.unflatten(2, (self.views, -1)).transpose(1, 2).flatten(0, 1)
        else:
            if encoder_hidden_states is None:
                k, v = self.spread(k), self.spread(v)
            out = attention(q, k, v)
        return attn.to_out[0](out.transpose(1, 2).flatten(2))


def build(config: dict = CONFIG) -> UNet2DConditionModel:
    """The UNet with `MultiViewProcessor`. `mv_attention` and `num_views` are not keys of diffusers."""
    own = {k: v for k, v in config.items() if k not in ("mv_attention", "num_views")}
    unet = UNet2DConditionModel(**own)
    unet.set_attn_processor(MultiViewProcessor(config["mv_attention"], config["num_views"]))
    return unet


class MultiView(nn.Module):
    """The UNet with learned view embeddings `view_embeds [V, T, C]`."""

    def __init__(self, config: dict = CONFIG):
        super().__init__()
        self.config = config
        self.unet = build(config)
        self.view_embeds = nn.Parameter(
            torch.randn(config["num_views"], TOKENS, config["cross_attention_dim"]))

    def forward(self, noisy, image, heat, timestep):
        """noisy [B,V,L,s,s], image latents [B,L,s,s], heat [B,V,46,s,s], timestep [B] -> v [B,V,L,s,s]."""
        b, views = noisy.shape[:2]
        sample = torch.cat([noisy, image[:, None].expand_as(noisy), heat], 2).flatten(0, 1)
        embeds = self.view_embeds.repeat(b, 1, 1)
        out = self.unet(sample, timestep.repeat_interleave(views), embeds, return_dict=False)[0]
        return out.unflatten(0, (b, views))
