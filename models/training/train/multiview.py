"""Trains the multi-view UNet: subject and keypoints -> latents of the six rig views.

    python -m train.multiview --data DIR --heldout DIR --vae vae.pt --pose pose.pt --out multiview.pt --minutes 60

The latents of the views are encoded once. The latents of a data shard are encoded on its first use and stored in the
folder --cache. The latents of a Bank are encoded at the start.
"""
import torch
import torch.nn.functional as F

from data.streams import INPUT_KEYS, images, is_bank, read, shards_of, whole
from data.subjects import about_centre, subjects
from geometry.rig import align, alignment, heatmaps, predicted_alignment, rotate_z
from nets.checkpoints import config_of, load, read_checkpoint
from nets.pose import Pose
from nets.precision import bf16, seeded
from nets.sampling import ALPHA_BAR, TEMPERATURE, sample
from nets.unet import CONFIG, MultiView
from nets.vae import build, decode

from .latents import EncodedBank, LatentStream
from .losses import mask_error, psnr
from .options import arguments
from .run import Run

DROPOUT = 0.07                  # fraction of the samples without the image and the heat maps, for guidance
MASK = 0.6                      # weight of the error of the decoded masks


def jittered(points):
    """Adds random errors to keypoints [B,23,3]: turns, scales and shifts the whole animal, and moves each keypoint.

    The errors of a pose network shift the whole animal or a limb. Larger independent errors of ears and eyes would
    teach the model to blur ears and eyes."""
    b = len(points)
    points = rotate_z(points, torch.randn(b) * 3)
    points = points * (1 + torch.randn(b, 1, 1) * 0.02) + torch.randn(b, 1, 3) * 0.015
    spread = torch.full((23, 1), 0.01)
    spread[14:19, 0] = torch.linspace(0.015, 0.05, 5)
    each = torch.randn(b, 23, 3) * spread
    each[:, 14:19] = each[:, 14:19].cumsum(1) * 0.6
    return points + each * torch.rand(b, 1, 1)


@torch.no_grad()
def predicted(points, uv, picture, net):
    """Keypoints and uv, moved most of the way to the predictions of the pose network for these subjects (in 0..1).

    So they have the errors of the pose network."""
    with bf16():
        found, found_uv = net(picture * 2 - 1)
    found = found[:, :23, :3] + about_centre(points, uv)[1]
    error = (found - points).norm(dim=-1).mean(1)[:, None, None]
    weight = (1 - 0.3 * torch.rand(len(points), 1, 1)) * (error < 0.35)     # more: it exchanged head and tail
    points = points.lerp(found, weight.expand_as(points)) + torch.randn_like(points) * 0.005
    return points, uv.lerp(found_uv, weight.expand_as(uv))


def batch_of(stream, vae, pose, scale: float, size: int):
    """x0 [B,6,L,32,32], image latents [B,L,32,32], heat [B,6,46,32,32], weight [B,6,1,32,32], alpha [B,6,1,128,128].

    The keypoints of an eighth of the samples are nearly true, those of a quarter are `jittered`, the others are
    `predicted`. Most samples must have the errors of the pose network, so that the model learns how exact keypoints
    are."""
    mice = stream.batch(size)
    picture, uv, turns, points, _ = subjects(mice, 256, photo=0.75, colours=0.15)   # the views keep the photo's colours
    exact, rest = size // 8, size * 3 // 8
    guessed, guessed_uv = predicted(points[rest:], uv[rest:], picture[rest:], pose)
    points = torch.cat([points[:exact] + torch.randn(exact, 23, 3) * 0.004, jittered(points[exact:rest]), guessed])
    uv = torch.cat([uv[:rest] + torch.randn(rest, 23, 2) * 0.01, guessed_uv])
    with torch.no_grad(), bf16():
        image = vae.encode(align(picture, *alignment(points, uv)) * 2 - 1).latent_dist.mode().float() * scale
    each, view = torch.arange(size)[:, None], (torch.arange(6) + turns[:, None]) % 6      # the input's view first
    x0 = mice["latents"][each, view].float() * scale
    alpha = mice["alpha"][each, view].float()[:, :, None] / 255
    weight = 0.25 + 2 * F.max_pool2d(alpha.flatten(0, 1), 8, 4, 2).unflatten(0, (size, 6))
    heat = heatmaps(points)
    keep = (torch.rand(size) > DROPOUT).float()
    return x0, image * keep[:, None, None, None], heat * keep[:, None, None, None, None], weight, alpha


def centre(x, size: int):
    """The middle `size` x `size` of the 32 x 32 latent cells. The mouse is there, and computing less is faster.

    x: latents, or pictures with a whole number of pixels per cell."""
    cells = x.shape[-1] // 32
    edge = (x.shape[-1] - size * cells) // 2
    return x[..., edge:edge + size * cells, edge:edge + size * cells]


def decoded_mask_error(vae, z, alpha):
    """Error of the masks that the decoder paints from unscaled latents z [B,6,L,s,s], for one view of each mouse."""
    each, view = torch.arange(len(z)), torch.randint(6, (len(z),))
    with bf16():
        drawn = vae.decode(z[each, view]).sample[:, 3:].float() / 2 + 0.5
    return mask_error(drawn, alpha[each, view])


def loss_of(net, vae, scale: float, x0, image, heat, weight, alpha):
    """Error of the predicted v. 90 % of the samples are at t = 999, where the input is only noise.

    At t = 999, mainly the absolute error and the error of the decoded masks count. The optimum of the absolute error
    has sharper outlines. At other times the squared error counts. -> loss, dict of values to log."""
    b = len(x0)
    t = torch.where(torch.rand(b) < 0.9, torch.full((b,), 999), torch.randint(150, 1000, (b,)))
    bar = ALPHA_BAR.to(t.device)[t][:, None, None, None, None]
    noise = torch.randn_like(x0)
    pure, reduced = t == 999, torch.rand(b) < 0.75
    noise *= torch.where(pure & reduced, TEMPERATURE, 1.0)[:, None, None, None, None]
    # At t = 999 the schedule's ᾱ is not quite 0 (√ᾱ = 0.07), but sampling starts from pure noise.
    noisy = torch.where(pure[:, None, None, None, None], noise, bar.sqrt() * x0 + (1 - bar).sqrt() * noise)
    with bf16():
        v = net(noisy, image, heat, t)
    error = v.float() - (bar.sqrt() * noisy - x0) / (1 - bar).sqrt()
    square = (error.square() * weight).mean((1, 2, 3, 4)) * (0.1 + 1 - bar.flatten())
    sharp = (F.smooth_l1_loss(error, torch.zeros_like(error), reduction="none", beta=0.2) * weight).mean((1, 2, 3, 4))
    loss = torch.where(pure, 0.4 * square + sharp, square).mean()
    if not pure.any():
        return loss, {}
    cover = decoded_mask_error(vae, (x0 - (1 - bar).sqrt() * error)[pure] / scale, alpha[pure])
    return loss + MASK * cover, {"pure": square[pure].mean(), "mask": cover}


@seeded()
@torch.no_grad()
def evaluate(net, vae, pose, scale, shard, steps: int = 1) -> str:
    """A log line for held-out mice, with true masks and predicted keypoints: PSNR of views and of the mouse, IoU."""
    mice = whole(shard, slice(0, 48, 4))
    picture = subjects(mice, 256, photo=1, augment=False)[0]
    found, uv = pose(picture * 2 - 1)
    points = found[:, :23, :3]
    first = align(picture, *predicted_alignment(points, uv, found[:, :23, 3].exp()))
    image = vae.encode(first * 2 - 1).latent_dist.mode() * scale
    z = sample(net, image, heatmaps(points), steps)
    found = torch.cat([decode(vae, x / scale)[:, :3] for x in z]).clamp(-1, 1) / 2 + 0.5
    true = images(mice["rgb"]).flatten(0, 1)
    ink, drawn = (true < 0.92).any(1), (found < 0.92).any(1)
    mask = ink[:, None].expand_as(true)
    iou = [float((a & b).sum() / (a | b).sum()) for a, b in ((ink, drawn), (ink[::6], drawn[::6]))]
    mouse = psnr(true[mask], found[mask])
    return f"PSNR {psnr(true, found):.2f} mouse {mouse:.2f} IoU {iou[0]:.3f} of view 0 {iou[1]:.3f}"


def main() -> None:
    args = arguments(60, gpu=True, vae="vae.pt", pose="pose.pt", cache="latents", scale=0.0)
    torch.manual_seed(args.seed)
    vae = load(args.vae, build())
    scale = args.scale or read_checkpoint(args.vae)["scaling"]
    pose = load(args.pose, Pose(config_of(args.pose)))
    net = MultiView(CONFIG)
    run = Run(args, net, lr=2e-3, skip=("view_embeds", "conv_in", "conv_out"), ema=0.99)
    if is_bank(args.data[0]):
        stream = EncodedBank(vae, args, INPUT_KEYS)
    else:
        stream = LatentStream(vae, args.cache, args.data, INPUT_KEYS, pool=6, turnover=150,
                              seed=args.seed + run.steps, skip=0 if args.heldout else 1)
    shard = read(shards_of(args)[0], INPUT_KEYS)
    size = args.batch or 8
    while run.running:
        batch = batch_of(stream, vae, pose, scale, size)
        if run.fraction < 0.8:
            batch = [centre(x, 24 if run.fraction < 0.4 else 28) for x in batch]
        loss, parts = loss_of(net, vae, scale, *batch)
        if run.update(loss, size, **parts):
            pose = load(args.pose, pose)                              # its training may still run
            run.report(evaluate(run.shadow, vae, pose, scale, shard), scaling=scale)
    run.save(scaling=scale)


if __name__ == "__main__":
    main()
