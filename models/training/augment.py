"""Random views of photos for training: zoom, flip, pasted objects, colour, blur; then boxes, hints and targets."""

from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageFilter

from training.data import THINGS
from training.decoder import CONTEXT, CROP
from training.hints import random_hints
from training.resample import crop_rectangle, letterbox, resample, to_bytes

INPUT_SIZE = 416
SMALLEST_SIDE = 8  # pixels of the view
SMALLEST_AREA = 100
KEPT_SHARE = 0.35  # of an object's pixels that must stay in view or unhidden
MOST_JITTER = 0.13  # of a box's side
LOOSE_ODDS = 0.08  # of a box far too large, with clicks that tell what is meant


@dataclass
class Sample:
    """One view: encoder input uint8 [h, w, 3]; boxes [N, 4] in its pixels; crops and targets."""

    image: torch.Tensor
    boxes: torch.Tensor
    crops: torch.Tensor  # uint8 [N, S, S, 3]
    hints: torch.Tensor  # float [N, 2, S, S]
    targets: torch.Tensor  # float [N, S, S], the share of each crop pixel that the mask covers


@dataclass
class Shape:
    """A mask in a view: uint8 [h, w] at (x, y), how many pixels it had at first, and its odds to be drawn."""

    x: int
    y: int
    mask: np.ndarray
    whole: int
    odds: float

    def visible(self, width, height, flip):
        """The part within a view of width x height, mirrored if `flip`; None where too little is left."""
        x0, y0 = max(0, self.x), max(0, self.y)
        x1, y1 = min(width, self.x + self.mask.shape[1]), min(height, self.y + self.mask.shape[0])
        if x1 <= x0 or y1 <= y0:
            return None
        mask = self.mask[y0 - self.y : y1 - self.y, x0 - self.x : x1 - self.x]
        if flip:
            mask, x0 = mask[:, ::-1], width - x1
        return Shape(x0, y0, mask, self.whole, self.odds).tight()

    def tight(self):
        rows, columns = np.flatnonzero(self.mask.any(1)), np.flatnonzero(self.mask.any(0))
        if min(len(rows), len(columns)) < SMALLEST_SIDE:
            return None
        mask = self.mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        if mask.sum() < max(SMALLEST_AREA, KEPT_SHARE * self.whole):
            return None
        return Shape(self.x + int(columns[0]), self.y + int(rows[0]), mask, self.whole, self.odds)

    def hidden_by(self, other):
        """What is left of this shape below `other`, or None."""
        x0, y0 = max(self.x, other.x), max(self.y, other.y)
        x1 = min(self.x + self.mask.shape[1], other.x + other.mask.shape[1])
        y1 = min(self.y + self.mask.shape[0], other.y + other.mask.shape[0])
        if x1 <= x0 or y1 <= y0:
            return self
        mask = self.mask.copy()
        cover = other.mask[y0 - other.y : y1 - other.y, x0 - other.x : x1 - other.x]
        mask[y0 - self.y : y1 - self.y, x0 - self.x : x1 - self.x] &= 1 - cover
        return Shape(self.x, self.y, mask, self.whole, self.odds).tight()


def shapes_of(photo):
    """All masks of a photo; larger objects and things are drawn more often than small ones and stuff."""
    for thing in photo.things:
        whole = int(thing.mask.sum())
        yield Shape(thing.x, thing.y, thing.mask, whole, whole**0.25 * (1 if thing.category <= THINGS else 0.3))


def zoomed(photo, rng):
    """A mirrored or cut-out view of a photo: pixels uint8 [h, w, 3] and its shapes."""
    height, width = photo.pixels.shape[:2]
    shapes = list(shapes_of(photo))
    left, top, w, h = 0, 0, width, height
    if rng.random() < 0.5 and shapes:
        share = rng.uniform(0.5, 1)
        w, h = (int(np.clip(side * share * rng.uniform(0.85, 1.15), 48, side)) for side in (width, height))
        anchor = shapes[rng.integers(len(shapes))]
        x, y = anchor.x + anchor.mask.shape[1] / 2, anchor.y + anchor.mask.shape[0] / 2
        left = int(np.clip(x - rng.uniform(0.2, 0.8) * w, 0, width - w))
        top = int(np.clip(y - rng.uniform(0.2, 0.8) * h, 0, height - h))
    flip = rng.random() < 0.5
    pixels = photo.pixels[top : top + h, left : left + w]
    moved = (Shape(s.x - left, s.y - top, s.mask, s.whole, s.odds).visible(w, h, flip) for s in shapes)
    return np.array(pixels[:, ::-1] if flip else pixels), [s for s in moved if s]


def paste(pixels, shapes, photo, rng):
    """Pastes one object of another photo into the view at a random place and size."""
    things = [t for t in photo.things if t.category <= THINGS and t.area > 48**2]
    if not things:
        return shapes
    thing = things[rng.integers(len(things))]
    h, w = thing.mask.shape
    scale = rng.uniform(0.2, 0.7) * max(pixels.shape[:2]) / max(h, w)
    scale = min(scale, 1.5, pixels.shape[0] / h, pixels.shape[1] / w)
    size = (max(1, int(w * scale)), max(1, int(h * scale)))
    part = Image.fromarray(photo.pixels[thing.y : thing.y + h, thing.x : thing.x + w])
    part, mask = part.resize(size, Image.BILINEAR), Image.fromarray(thing.mask * 255).resize(size, Image.BILINEAR)
    mask = (np.asarray(mask) > 127).astype(np.uint8)
    x, y = rng.integers(pixels.shape[1] - size[0] + 1), rng.integers(pixels.shape[0] - size[1] + 1)
    pasted = Shape(int(x), int(y), mask, int(mask.sum()), max(1, mask.sum()) ** 0.25).tight()
    if pasted is None:
        return shapes
    under = pixels[y : y + size[1], x : x + size[0]]
    np.copyto(under, np.asarray(part), where=mask[:, :, None] > 0)
    return [s for s in (shape.hidden_by(pasted) for shape in shapes) if s] + [pasted]


def recoloured(pixels, rng):
    """Random exposure, contrast, gamma and tint; sometimes grey, sometimes blurred."""
    levels = np.linspace(0, 1, 256)[:, None] ** np.exp(rng.normal(0, 0.2))
    levels = (levels - 0.5) * rng.uniform(0.7, 1.3) + 0.5 + rng.uniform(-0.12, 0.12)
    levels = levels * rng.uniform(0.88, 1.12, 3)
    table = np.clip(levels * 255 + 0.5, 0, 255).astype(np.uint8)
    pixels = np.stack([table[:, c][pixels[:, :, c]] for c in range(3)], 2)
    if rng.random() < 0.1:
        pixels = np.repeat(pixels.mean(2, keepdims=True).astype(np.uint8), 3, 2)
    if rng.random() < 0.1:
        blur = ImageFilter.GaussianBlur(rng.uniform(0.4, 1.6))
        pixels = np.array(Image.fromarray(pixels).filter(blur))
    return pixels


def jittered(box, rng, amount=0.1):
    """Each side of the box moved by up to `amount` of the box's size."""
    x0, y0, x1, y1 = box
    shift = rng.uniform(-amount, amount, 4) * (x1 - x0, y1 - y0, x1 - x0, y1 - y0)
    return tuple(np.array(box) + shift)


def loosened(box, rng):
    """A box up to 2.5 times as large a side that holds `box`."""
    x0, y0, x1, y1 = box
    extra = rng.uniform(0.1, 1.5, 2) * (x1 - x0, y1 - y0)
    before = extra * rng.random(2)
    return x0 - before[0], y0 - before[1], x1 + extra[0] - before[0], y1 + extra[1] - before[1]


def draw_sample(photo, donor, most, rng):
    """A view of `photo` with at most `most` boxes (an object of `donor` may be pasted), or None."""
    pixels, shapes = zoomed(photo, rng)
    if donor is not None:
        shapes = paste(pixels, shapes, donor, rng)
    if not shapes:
        return None
    pixels = recoloured(pixels, rng) if rng.random() < 0.8 else pixels
    odds = np.array([s.odds for s in shapes])
    chosen = rng.choice(len(shapes), min(most, len(shapes)), replace=False, p=odds / odds.sum())
    size = INPUT_SIZE if rng.random() < 0.6 else 32 * int(rng.integers(8, 16))
    image, scale = letterbox(pixels, size)
    boxes, crops, hints, targets = [], [], [], []
    canvas = np.zeros((*pixels.shape[:2], 1), np.uint8)
    for shape in (shapes[i] for i in chosen):
        h, w = shape.mask.shape
        box = (shape.x, shape.y, shape.x + w, shape.y + h)
        loose = rng.random() < LOOSE_ODDS
        if loose:
            box = loosened(box, rng)
        elif rng.random() < 0.8:
            box = jittered(box, rng, MOST_JITTER * rng.random() ** 0.8)
        rectangle = crop_rectangle(box, CONTEXT)
        place = canvas[shape.y : shape.y + h, shape.x : shape.x + w, 0]
        place[:] = shape.mask
        crops.append(to_bytes(resample(pixels, rectangle, CROP, CROP)))
        targets.append(resample(canvas, rectangle, CROP, CROP)[0])
        hints.append(random_hints(targets[-1], rng, clicked=loose))
        place[:] = 0
        boxes.append([v * scale for v in box])
    return Sample(
        image, torch.tensor(boxes, dtype=torch.float32), torch.stack(crops), torch.stack(hints), torch.stack(targets)
    )
