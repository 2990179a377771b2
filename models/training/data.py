"""COCO-format sets in memory: decoded photos and the masks of their objects."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

THINGS = 80  # category ids above this are stuff
LONGEST = 640  # photos are kept at this longer side at most


@dataclass
class Thing:
    """One annotated object: a uint8 mask [h, w] whose top-left pixel is (x, y) of the photo."""

    x: int
    y: int
    mask: np.ndarray
    box: tuple  # x0, y0, x1, y1 as annotated
    area: float
    category: int


@dataclass
class Photo:
    id: int
    pixels: np.ndarray  # uint8 [H, W, 3] RGB
    things: list = field(default_factory=list)


def decode_counts(counts, height, width):
    """COCO's compressed run lengths to a uint8 mask [height, width]."""
    runs, position = [], 0
    data = counts.encode()
    while position < len(data):
        value = shift = 0
        while True:
            byte = data[position] - 48
            position += 1
            value |= (byte & 31) << shift
            shift += 5
            if not byte & 32:
                break
        if byte & 16:
            value -= 1 << shift
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))
    values = np.arange(len(runs), dtype=np.uint8) & 1
    return np.repeat(values, runs).reshape(height, width, order="F")


def draw_polygons(polygons, height, width, finer=4):
    """Polygons [x, y, x, y ...] to a uint8 mask: the pixels that are at least half covered."""
    canvas = Image.new("L", (width * finer, height * finer))
    for polygon in polygons:
        if len(polygon) >= 6:
            ImageDraw.Draw(canvas).polygon([v * finer - 0.5 for v in polygon], fill=1)
    cells = np.asarray(canvas).reshape(height, finer, width, finer).sum((1, 3))
    return (cells * 2 >= finer * finer).astype(np.uint8)


def read_thing(annotation, height, width, scale):
    """A `Thing` of an annotation on a photo scaled by `scale`, or None where no pixel is left."""
    shape = annotation["segmentation"]
    if isinstance(shape, dict):
        mask = decode_counts(shape["counts"], *shape["size"])
        if scale != 1:
            mask = np.asarray(Image.fromarray(mask).resize((width, height), Image.NEAREST))
    else:
        mask = draw_polygons([[v * scale for v in p] for p in shape], height, width)
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return None
    x, y = int(columns[0]), int(rows[0])
    tight = np.ascontiguousarray(mask[y : rows[-1] + 1, x : columns[-1] + 1])
    bx, by, bw, bh = (v * scale for v in annotation["bbox"])
    box = (bx, by, bx + bw, by + bh)
    return Thing(x, y, tight, box, annotation["area"] * scale**2, annotation["category_id"])


def load_set(folder, keep=lambda image_id: True):
    """Photos of a set whose image id `keep` accepts; crowd annotations are left out."""
    folder = Path(folder)
    content = json.loads((folder / "annotations.json").read_text())
    photos, scales = {}, {}
    for entry in content["images"]:
        if not keep(entry["id"]):
            continue
        image = Image.open(folder / "images" / entry["file_name"]).convert("RGB")
        scales[entry["id"]] = scale = min(1, LONGEST / max(image.size))
        if scale < 1:
            image = image.resize([round(v * scale) for v in image.size], Image.LANCZOS)
        photos[entry["id"]] = Photo(entry["id"], np.asarray(image).copy())
    for annotation in content["annotations"]:
        photo = photos.get(annotation["image_id"])
        if photo is None or annotation.get("iscrowd"):
            continue
        thing = read_thing(annotation, *photo.pixels.shape[:2], scales[photo.id])
        if thing:
            photo.things.append(thing)
    return list(photos.values())
