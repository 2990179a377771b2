"""Label maps of garments from the clothing photos, and random views of the people in them."""

import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from training.augment import recoloured
from training.data import load_set
from training.resample import PAD_COLOUR, letterbox
from training.semantic import IGNORED
from training.surroundings_data import CELL, category_names, shrink

# name: the categories of the data that it stands for; "person" is what is left of the body
GROUPS = {
    "person": ("person", "skin", "gloves", "bracelet", "earrings", "necklace", "ring", "watch"),
    "hair": ("hair",),
    "hat": ("hat",),
    "glasses": ("glasses", "sunglasses"),
    "top": (
        "blouse", "bodysuit", "bra", "hoodie", "jumper", "shirt", "sweater", "sweatshirt", "t-shirt", "top", "vest",
    ),
    "coat": ("blazer", "cape", "cardigan", "coat", "jacket", "suit"),
    "dress": ("dress", "romper"),
    "skirt": ("skirt",),
    "trousers": ("jeans", "leggings", "pants"),
    "shorts": ("shorts",),
    "tights": ("socks", "stockings", "tights"),
    "shoes": (
        "boots", "clogs", "flats", "heels", "loafers", "pumps", "sandals", "shoes", "sneakers", "wedges",
    ),
    "bag": ("bag", "purse", "wallet"),
    "scarf": ("scarf",),
    "belt": ("belt",),
    "tie": ("tie",),
}  # fmt: skip
SPLIT_SEED = 8
VALIDATION_SHARE = 0.2
CONTEXT = 1.1  # sides of the crop over those of a person's box
LONGER = 320  # of a crop in the trunk's pixels


def label_map(photo, names):
    """uint8 [H, W] of a clothing photo, the smaller things over the larger; "accessories" may be anything."""
    values = {name: index for index, group in enumerate(GROUPS.values(), 1) for name in group}
    labels = np.zeros(photo.pixels.shape[:2], np.uint8)
    for thing in sorted(photo.things, key=lambda t: (names[t.category] != "person", -int(t.mask.sum()))):
        h, w = thing.mask.shape
        under = labels[thing.y : thing.y + h, thing.x : thing.x + w]
        under[thing.mask > 0] = values.get(names[thing.category], IGNORED)
    return labels


def load(data):
    """Training and validation photos, each [(photo, labels)]: four fifths and one fifth, by a seeded shuffle of the ids."""
    folder = Path(data) / "clothing"
    names = category_names(folder)
    photos = sorted(load_set(folder), key=lambda p: p.id)
    order = np.random.default_rng(SPLIT_SEED).permutation(len(photos))
    held = set(order[: round(VALIDATION_SHARE * len(photos))].tolist())
    labelled = [(p, label_map(p, names)) for p in photos]
    return (
        [item for i, item in enumerate(labelled) if i not in held],
        [item for i, item in enumerate(labelled) if i in held],
    )


def backgrounds(data):
    """Pictures without people to put behind them: uint8 [H, W, 3], of the COCO excerpt's training photos."""
    folder = Path(data) / "coco"
    held_out = set(json.loads((folder / "split.json").read_text())["val"])
    photos = load_set(folder, lambda image_id: image_id not in held_out)
    return [p.pixels for p in photos if all(t.category != 1 for t in p.things)]


def person_box(labels):
    """x0, y0, x1, y1 of everything that is worn or body."""
    worn = (labels > 0) & (labels != IGNORED)
    rows, columns = np.flatnonzero(worn.any(1)), np.flatnonzero(worn.any(0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def crop_of(box, height, width, context=CONTEXT):
    """A box enlarged about its centre, in whole pixels of the picture: x0, y0, x1, y1."""
    x0, y0, x1, y1 = box
    dx, dy = (x1 - x0) * (context - 1) / 2, (y1 - y0) * (context - 1) / 2
    return (
        max(0, int(np.floor(x0 - dx))), max(0, int(np.floor(y0 - dy))),
        min(width, int(np.ceil(x1 + dx))), min(height, int(np.ceil(y1 + dy))),
    )  # fmt: skip


def behind(pixels, labels, background):
    """The person before another picture, stretched to fit; what may be an accessory comes along."""
    height, width = labels.shape
    other = np.asarray(Image.fromarray(background).resize((width, height), Image.BILINEAR))
    return np.where((labels > 0)[:, :, None], pixels, other)


def random_view(pixels, labels, scenes, rng, tall):
    """A person cut out, cut off, mirrored, recoloured, coarsened, before another picture or not.

    @param tall whether the view is 320 x 160 and shows most of the body, or 256 x 256 and shows a part
    Returns uint8 [h, w, 3] and labels [h / CELL, w / CELL].
    """
    height, width = labels.shape
    if rng.random() < 0.35:
        pixels = behind(pixels, labels, scenes[rng.integers(len(scenes))])
    x0, y0, x1, y1 = person_box(labels)
    tallness = y1 - y0
    if tall:
        if rng.random() < 0.3:
            y1 = y0 + tallness * rng.uniform(0.6, 1)
    elif rng.random() < 0.8:
        y1 = y0 + tallness * rng.uniform(0.2, 0.6)
    else:
        y0 = y0 + tallness * rng.uniform(0.3, 0.6)
    # A detector's box is off by a little, and others stand beside.
    w, h = x1 - x0, y1 - y0
    shift = rng.normal(0, 0.04, 4) * (w, h, w, h)
    x0, y0, x1, y1 = np.array([x0, y0, x1, y1]) + shift
    if not tall and rng.random() < 0.5:
        extra = rng.uniform(0, max(0.0, h - w), 2)
        x0, x1 = x0 - extra[0], x1 + extra[1]
    left, top, right, bottom = crop_of((x0, y0, x1, y1), height, width)
    pixels, labels = pixels[top:bottom, left:right], labels[top:bottom, left:right]
    if rng.random() < 0.5:
        pixels, labels = pixels[:, ::-1], labels[:, ::-1]
    pixels = np.ascontiguousarray(pixels)
    if rng.random() < 0.8:
        pixels = recoloured(pixels, rng)
    if rng.random() < 0.4:  # people far away: few pixels, enlarged
        share = rng.uniform(0.15, 0.6)
        small = [max(8, round(v * share)) for v in pixels.shape[1::-1]]
        pixels = np.asarray(Image.fromarray(pixels).resize(small, Image.BILINEAR))
    side_h, side_w = (320, 160) if tall else (256, 256)
    fit = min(side_h / pixels.shape[0], side_w / pixels.shape[1]) * (1 if rng.random() < 0.7 else rng.uniform(0.7, 1))
    image, scale = letterbox(pixels, max(8, int(fit * max(pixels.shape[:2]))))
    view = torch.tensor(PAD_COLOUR, dtype=torch.uint8).repeat(side_h, side_w, 1)
    part = image[:side_h, :side_w]
    view[: part.shape[0], : part.shape[1]] = part
    target = np.full((side_h // CELL, side_w // CELL), IGNORED, np.uint8)
    h, w = (max(1, round(v * scale / CELL)) for v in pixels.shape[:2])
    h, w = min(h, target.shape[0]), min(w, target.shape[1])
    target[:h, :w] = shrink(labels, h, w)
    return view, torch.from_numpy(target)
