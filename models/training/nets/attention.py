"""Softmax attention [B,H,N,D]. fp32 uses the fused kernel. bf16 does not, because on a CPU that is twice as fast."""
import torch
import torch.nn.functional as F


def attention(q, k, v):
    if q.dtype != torch.bfloat16 or q.is_cuda:
        return F.scaled_dot_product_attention(q, k, v)
    with torch.autocast("cpu", enabled=False):
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
        return scores.softmax(-1) @ v
