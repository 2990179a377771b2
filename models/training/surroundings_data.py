"""Label maps of surroundings from COCO's stuff annotations, and random views of them."""

import json
from pathlib import Path

import numpy as np
import torch

from training.augment import recoloured
from training.data import THINGS, load_set
from training.resample import PAD_COLOUR, letterbox
from training.semantic import IGNORED

# name: the categories of the data that it stands for; what is named nowhere is "everything else"
GROUPS = {
    "sky": ("sky-other-merged",),
    "tree": ("tree-merged",),
    "grass": ("grass-merged",),
    "road": ("road", "pavement-merged", "platform"),
    "ground": ("dirt-merged", "gravel", "sand", "railroad"),
    "snow": ("snow",),
    "water": ("sea", "river", "water-other"),
    "mountain": ("mountain-merged", "rock-merged"),
    "building": ("building-other-merged", "house", "roof", "bridge"),
    "fence": ("fence-merged", "net"),
    "wall": ("wall-brick", "wall-stone", "wall-tile", "wall-wood", "wall-other-merged"),
    "floor": ("floor-wood", "floor-other-merged", "rug-merged"),
    "ceiling": ("ceiling-merged",),
    "table top": ("table-merged", "counter", "dining table"),
    "cabinet": ("cabinet-merged", "shelf"),
    "window": ("window-blind", "window-other"),
    "door": ("door-stuff",),
    "curtain": ("curtain",),
}
UNSURE = ("playingfield", "flower", "potted plant", "mirror-stuff", "bench")  # several of the groups at once
SIDE = 352  # of training views
CELL = 4  # pixels of a view a label


def category_names(folder):
    content = json.loads((Path(folder) / "annotations.json").read_text())
    return {c["id"]: c["name"] for c in content["categories"]}


def label_map(photo, names):
    """uint8 [H, W] of a photo: stuff first, things over it. Only photos with stuff say what lies beside their things."""
    values = {name: index for index, group in enumerate(GROUPS.values(), 1) for name in group}
    labels = np.full(photo.pixels.shape[:2], IGNORED, np.uint8)
    # Dining tables are drawn with what stands on them: everything else goes on top of them.
    order = sorted(photo.things, key=lambda t: (t.category <= THINGS, names[t.category] != "dining table"))
    for thing in order:
        name = names[thing.category]
        h, w = thing.mask.shape
        under = labels[thing.y : thing.y + h, thing.x : thing.x + w]
        under[thing.mask > 0] = IGNORED if name in UNSURE else values.get(name, 0)
    return labels


def load(data):
    """Photos of the COCO excerpt, each (photo, labels): those whose stuff is annotated, and training photos of things alone."""
    folder = Path(data) / "coco"
    held_out = set(json.loads((folder / "split.json").read_text())["val"])
    names = category_names(folder)
    complete, things = [], []
    for photo in load_set(folder):
        if any(t.category > THINGS for t in photo.things):
            complete.append((photo, label_map(photo, names)))
        elif photo.id not in held_out:
            things.append((photo, label_map(photo, names)))
    return complete, things


def shrink(labels, height, width):
    """Labels at the centres of a grid of height x width cells."""
    rows = ((np.arange(height) + 0.5) / height * labels.shape[0]).astype(int)
    columns = ((np.arange(width) + 0.5) / width * labels.shape[1]).astype(int)
    return labels[np.ix_(rows, columns)]


def random_view(pixels, labels, rng, side=SIDE):
    """A cut-out, mirrored, recoloured square view: uint8 [side, side, 3] and labels [side / CELL, side / CELL]."""
    height, width = labels.shape
    if rng.random() < 0.65:
        share = rng.uniform(0.35, 1)
        w, h = (int(np.clip(v * share * rng.uniform(0.8, 1.25), 48, v)) for v in (width, height))
        left, top = rng.integers(width - w + 1), rng.integers(height - h + 1)
        pixels, labels = (a[top : top + h, left : left + w] for a in (pixels, labels))
    if rng.random() < 0.5:
        pixels, labels = pixels[:, ::-1], labels[:, ::-1]
    pixels = np.ascontiguousarray(pixels)
    if rng.random() < 0.8:
        pixels = recoloured(pixels, rng)
    size = side if rng.random() < 0.7 else int(rng.integers(side * 2 // 3, side))
    image, scale = letterbox(pixels, size)
    view = torch.tensor(PAD_COLOUR, dtype=torch.uint8).repeat(side, side, 1)
    view[: image.shape[0], : image.shape[1]] = image
    target = np.full((side // CELL, side // CELL), IGNORED, np.uint8)
    h, w = (max(1, round(v * scale / CELL)) for v in pixels.shape[:2])
    target[:h, :w] = shrink(labels, h, w)
    return view, torch.from_numpy(target)
