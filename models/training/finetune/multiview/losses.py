"""The loss of a multi-view diffusion model, as FaceLift's training computes it."""
import torch
import torch.nn.functional as F

CLIP_MEAN, CLIP_STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)


def snr_weights(bars, gamma: float):
    """Weights min(SNR, gamma) / SNR of time steps with the products ᾱ = `bars` [B] (Hang et al. 2023, Min-SNR).

    SNR = ᾱ / (1 − ᾱ). FaceLift has this weight for v-prediction too. gamma 0: all weights are 1."""
    if not gamma:
        return torch.ones_like(bars)
    snr = bars / (1 - bars)
    return snr.clamp(max=gamma) / snr


def dropped(p, rate: float):
    """Which conditions are dropped for random numbers p [B] in 0..1: the image latents [B], and the class label [B].

    As FaceLift's `drop_as_a_whole`: a sample has one number for all its views. `rate` of the samples lose the label
    alone, `rate` lose both, and `rate` lose the latents alone."""
    return (p >= rate) & (p < 3 * rate), p < 2 * rate


def rotated(views, reference: int):
    """Views [..., V, …] along dimension 0 in the order reference, reference + 1, … (modulo V)."""
    return views.roll(-reference, 0)


def image_labels(encoder, pictures):
    """Class labels [B, 2·P] of pictures [B,3,S,S] in 0..1: the CLIP embedding, and the sinusoid of noise level 0."""
    size = encoder.config.image_size
    small = F.interpolate(pictures, (size, size), mode="bicubic", antialias=True, align_corners=False).clamp(0, 1)
    normal = lambda values: torch.tensor(values, device=pictures.device).view(3, 1, 1)
    embeds = encoder((small - normal(CLIP_MEAN)) / normal(CLIP_STD)).image_embeds
    half = embeds.shape[1] // 2
    return torch.cat([embeds, embeds.new_ones(len(embeds), half), embeds.new_zeros(len(embeds), half)], 1)


def diffusion_loss(net, scheduler, latents, image, label, prompts, times, noise, gamma: float):
    """The weighted squared error of a UNet. B samples of V views.

    latents, noise: [B,V,L,s,s]. image: latents of the reference picture [B,L,s,s]. label: [B,P], or None. prompts:
    [B,V,T,C]. times: [B]. All views of a sample have the same time step."""
    views = latents.shape[1]
    bars = scheduler.alphas_cumprod.to(latents.device)[times]
    root = lambda x: x.sqrt()[:, None, None, None, None]
    noisy = root(bars) * latents + root(1 - bars) * noise
    each = lambda x: x.repeat_interleave(views, 0)
    out = net(torch.cat([noisy.flatten(0, 1), each(image)], 1), each(times), prompts.flatten(0, 1),
              class_labels=None if label is None else each(label), return_dict=False)[0]
    is_v = scheduler.config.prediction_type == "v_prediction"
    target = root(bars) * noise - root(1 - bars) * latents if is_v else noise
    error = (out.float() - target.flatten(0, 1)).square().mean((1, 2, 3)).view(-1, views).mean(1)
    return (error * snr_weights(bars, gamma)).mean()
