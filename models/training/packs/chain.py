"""Runs all stages of a pack in PyTorch: photo -> cut-out -> subject -> skeleton -> six views -> Gaussians.

    python -m packs.chain --pack ../mouse-demo --out sheet.png photo.png … [--shard mice_….npz] [--steps 2]

Writes a contact sheet with one row per photo. A row shows the photo, the mask, the subject with keypoints, the six
views, and the Gaussians from cameras 0 and 3 and from three new cameras. For mice of a data shard, the next row shows
the true views. Prints the seconds per stage. The Gaussians are without the photo surface, which only the app makes.
"""
import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw
from safetensors.torch import load_file

from data.streams import images, read
from data.subjects import MIRROR, subject
from data.views import MIRRORED_RING
from geometry.rig import align, cameras, heatmaps, plucker, predicted_alignment, project, w2c
from geometry.splat import render
from nets import gslrm, matting, pose, unet, vae
from nets.precision import use_threads
from nets.sampling import sample


class Pack:
    """The five networks of a pack folder, in fp32."""

    def __init__(self, folder):
        folder = Path(folder)
        self.manifest = json.loads((folder / "pack.json").read_text())
        stages = self.manifest["stages"]
        tensors = lambda name: {k: v.float() for k, v in load_file(folder / f"{name}.safetensors").items()}
        view = stages["multiview"]
        self.matting = matting.Matting(stages["matting"]["config"])
        self.pose = pose.Pose(stages["pose"]["config"])
        self.vae = vae.build(view["vae"]["config"])
        self.views = unet.MultiView(view["unet"]["config"])
        self.gslrm = gslrm.GSLRM(stages["reconstruct"]["config"])
        for name in ("matting", "pose", "vae", "gslrm"):
            getattr(self, name).load_state_dict(tensors(name))
        self.views.unet.load_state_dict(tensors("unet"))
        self.views.view_embeds.data = tensors("view_embeds")["view_embeds"]
        for net in (self.matting, self.pose, self.vae, self.views, self.gslrm):
            net.eval().requires_grad_(False)
        one = view.get("oneStep", {"temperature": 1, "mirrored": False})
        self.temperature, self.mirrored = one["temperature"], one["mirrored"]
        self.prune = stages["reconstruct"]["prune"]
        self.min_opacity = stages["reconstruct"]["minOpacity"]
        self.ray = plucker(128)


def cut_out(pack: Pack, photo):
    """Photo [3,H,W] in 0..1 -> alpha [1,H,W], by one pass of the matting network on the letterboxed photo."""
    size, (h, w) = pack.matting.config["size"], photo.shape[1:]
    nh, nw = max(1, round(h * size / max(h, w))), max(1, round(w * size / max(h, w)))
    edge = torch.cat([photo[:, 0], photo[:, -1], photo[:, :, 0], photo[:, :, -1]], 1).mean(1)
    square = edge[:, None, None].expand(3, size, size).clone()
    top, left = (size - nh) // 2, (size - nw) // 2
    small = F.interpolate(photo[None], size=(nh, nw), mode="bilinear", antialias=True)[0]
    square[:, top:top + nh, left:left + nw] = small
    alpha = pack.matting(square[None] * 2 - 1)[:, :, top:top + nh, left:left + nw]
    return F.interpolate(alpha, size=(h, w), mode="bilinear")[0]


def skeleton(pack: Pack, subjects):
    """Subjects [B,3,S,S] in 0..1 -> points [B,24,4] and uv [B,23,2], averaged over two passes, one of them mirrored."""
    small = F.interpolate(subjects, size=[pack.pose.config["size"]] * 2, mode="area") * 2 - 1
    points, uv = pack.pose(small)
    order = torch.cat([MIRROR, torch.tensor([23])])
    across = lambda x: x * torch.tensor([-1.0] + [1.0] * (x.shape[-1] - 1))
    other, turned = pack.pose(small.flip(-1))
    return (points + across(other[:, order])) / 2, (uv + across(turned[:, MIRROR])) / 2


def six_views(pack: Pack, subjects, points, uv, steps: int, guidance: float = 1.0, seed: int = 4):
    """Subjects [B,3,S,S] in 0..1, points [B,24,4] and uv [B,23,2] -> views [B,6,3,128,128] in 0..1."""
    alignment = predicted_alignment(points[:, :23, :3], uv, points[:, :23, 3].exp())
    first = align(subjects, *alignment)                                                 # view 0 is made from the photo

    def generated(picture, keypoints):
        image = vae.encode(pack.vae, picture * 2 - 1)
        z = sample(pack.views, image, heatmaps(keypoints), steps, seed, guidance, pack.temperature)
        return torch.stack([vae.decode(pack.vae, one)[:, :3] for one in z]).clamp(-1, 1) / 2 + 0.5

    views = generated(first, points[:, :23, :3])
    if steps == 1 and pack.mirrored:                                                        # oneStep in docs/models.md
        across = torch.tensor([-1.0, 1, 1])
        views = (views + generated(first.flip(-1), points[:, MIRROR, :3] * across)[:, MIRRORED_RING].flip(-1)) / 2
    return torch.cat([first[:, None], views[:, 1:]], 1)


def gaussians(net, ray, views, prune: dict, min_opacity: float = 0.05) -> dict:
    """Views [6,3,128,128] in 0..1 -> the Gaussians per pixel with an opacity above `min_opacity`, for `render`.

    The global Gaussians are not included. `global_opacity` is the largest of their opacities."""
    rgb = views.movedim(1, -1)[None]
    kept = net.keep(rgb, prune)
    glob, raw = net(rgb, ray, kept)
    out = gslrm.activate(raw, net.patches(ray[None])[0][kept[0]])
    flat = {k: v.reshape(-1, *v.shape[2:]) for k, v in out.items()}
    flat["opacity"] = flat["opacity_logit"].sigmoid()
    keep = flat["opacity"] > min_opacity
    return {k: v[keep] for k, v in flat.items()} | {"global_opacity": (glob[..., 13] - 2).sigmoid().max()}


def tile(image, points=None, size: int = 192) -> Image.Image:
    """A picture [3,h,w] in 0..1 as a square tile, with keypoints drawn on it (uv in -1..1)."""
    out = Image.fromarray((image.movedim(0, -1).clamp(0, 1).numpy() * 255).astype(np.uint8)).resize((size, size))
    pen = ImageDraw.Draw(out)
    for n, (x, y) in enumerate([] if points is None else points.tolist()):
        x, y = (x + 1) * size / 2, (y + 1) * size / 2
        pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=("red", "lime", "blue")[(n >= 8) + (n >= 14)])
    return out


def square(image):
    """[3,h,w] padded with grey to a square."""
    _, h, w = image.shape
    n = max(h, w)
    return F.pad(image, ((n - w) // 2, n - w - (n - w) // 2, (n - h) // 2, n - h - (n - h) // 2), value=0.5)


@torch.no_grad()
def row(pack: Pack, photo, alpha=None, steps: int = 1, guidance: float = 1.0) -> list[Image.Image]:
    """One row of the sheet, for a photo [3,H,W]. The mask is `alpha` [1,H,W], else that of the network."""
    clock, seconds = time.time(), {}

    def lap(name):
        nonlocal clock
        seconds[name], clock = round(time.time() - clock, 2), time.time()

    alpha = cut_out(pack, photo) if alpha is None else alpha
    lap("matting")
    small = F.interpolate(torch.cat([photo, alpha])[None], scale_factor=min(1, 512 / max(photo.shape)), mode="area")
    centred = subject(small[:, :3], small[:, 3:], 256)[0]
    lap("centring")
    points, uv = skeleton(pack, centred)
    lap("pose")
    views = six_views(pack, centred, points, uv, steps, guidance)[0]
    lap("views")
    cloud = gaussians(pack.gslrm, pack.ray, views, pack.prune, pack.min_opacity)
    lap("gaussians")
    shots = [render(cloud, camera, 128)[0].movedim(-1, 0)
             for camera in (*cameras()[[0, 3]], w2c(300, 20), w2c(240, 20), w2c(0, 50))]
    lap("renders")
    print(seconds, f"{len(cloud['xyz'])} Gaussians, global {float(cloud['global_opacity']):.3f}", flush=True)
    projected = project(points[:, :23, :3], cameras(), 128)[0][0] / 64 - 1
    view_tiles = [tile(v, d) if i == 0 else tile(v) for i, (v, d) in enumerate(zip(views, projected))]
    return [tile(square(photo)), tile(square(alpha.expand(3, -1, -1))), tile(centred[0], uv[0]), *view_tiles,
            *(tile(s) for s in shots)]


def sheet(rows: list[list[Image.Image]], path) -> None:
    size = rows[0][0].width
    out = Image.new("RGB", (size * max(map(len, rows)), size * len(rows)), "white")
    for j, line in enumerate(rows):
        for i, picture in enumerate(line):
            out.paste(picture, (i * size, j * size))
    out.save(path)


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--pack", required=True)
    p.add_argument("--out", default="sheet.png")
    p.add_argument("--steps", type=int)
    p.add_argument("--guidance", type=float, default=1)
    p.add_argument("--shard", help="a data shard of mice; its first photos are added, with their true views")
    p.add_argument("--count", type=int, default=5)
    p.add_argument("--pick", help="the mice of the shard to add instead of the first ones, for example 3,17,40")
    p.add_argument("--white", action="store_true",
                   help="take the mask from the white background of the photos, without the matting network")
    p.add_argument("photos", nargs="*")
    args = p.parse_args()
    use_threads(1)
    pack = Pack(args.pack)
    steps = args.steps or pack.manifest["defaults"]["steps"]
    rows = []
    for path in args.photos:
        picture = images(np.array(Image.open(path).convert("RGB")))
        alpha = (picture.amin(0, keepdim=True) < 0.94).float() if args.white else None
        rows.append(row(pack, picture, alpha, steps, args.guidance))
    if args.shard:
        shard = read(args.shard, ("photo_rgb", "photo_alpha", "rgb"))
        for i in map(int, args.pick.split(",")) if args.pick else range(args.count):
            alpha = torch.from_numpy(shard["photo_alpha"][i]).float()[None] / 255
            line = row(pack, images(shard["photo_rgb"][i]), alpha, steps, args.guidance)
            rows += [line, [Image.new("RGB", line[0].size, "white")] * 3 + [tile(images(v)) for v in shard["rgb"][i]]]
    sheet(rows, args.out)


if __name__ == "__main__":
    main()
