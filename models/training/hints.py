"""What a caller may know besides the box: clicks and a rough mask, drawn over the crop; and made up for training."""

import numpy as np
import torch
from PIL import Image, ImageFilter

CLICK_RADIUS = 3.0  # crop pixels
CLICKED_ODDS = 0.16  # of a box with clicks alone; as many come with a rough mask
ROUGH_ODDS = 0.16


def draw_hints(size, clicks=(), rough=None):
    """Float [2, size, size]: clicks (x, y, sign) in crop pixels as discs, and a bool rough mask [size, size] as +-1."""
    hints = torch.zeros(2, size, size)
    centres = torch.arange(size) + 0.5
    for x, y, sign in clicks:
        near = (centres[:, None] - y) ** 2 + (centres - x) ** 2 <= CLICK_RADIUS**2
        hints[0][near] = float(sign)
    if rough is not None:
        hints[1] = torch.from_numpy(np.where(rough, 1.0, -1.0).astype(np.float32))
    return hints


def random_hints(target, rng, clicked):
    """Hints for a target mask, float [S, S]: none, clicks, or a spoilt mask with clicks where it errs.

    `clicked` asks for at least one click on the object.
    """
    truth = target.numpy() >= 0.5
    size = len(truth)
    draw = rng.random()
    if clicked:
        return draw_hints(size, clicks_at(truth, ~truth, 1, int(rng.integers(0, 3)), rng))
    if draw < CLICKED_ODDS:
        return draw_hints(size, clicks_at(truth, ~truth, int(rng.integers(0, 3)), int(rng.integers(0, 3)), rng))
    if draw < CLICKED_ODDS + ROUGH_ODDS:
        rough = spoilt(truth, rng)
        clicks = clicks_at(truth & ~rough, rough & ~truth, int(rng.integers(0, 3)), int(rng.integers(0, 3)), rng)
        return draw_hints(size, clicks, rough)
    return draw_hints(size)


def clicks_at(on, off, count_on, count_off, rng):
    """Up to `count_on` clicks in `on` and `count_off` in `off`, away from the rim of their area where it is thick."""
    clicks = []
    for area, count, sign in ((on, count_on, 1), (off, count_off, -1)):
        for _ in range(count if area.any() else 0):
            deep = eroded(area, int(rng.integers(0, 5)))
            rows, columns = np.nonzero(deep if deep.any() else area)
            chosen = rng.integers(len(rows))
            clicks.append((columns[chosen] + 0.5, rows[chosen] + 0.5, sign))
    return clicks


def filtered(mask, radius, extreme):
    if radius == 0:
        return mask
    picture = Image.fromarray(mask.astype(np.uint8) * 255)
    return np.asarray(picture.filter(extreme(2 * radius + 1))) > 127


def eroded(mask, radius):
    return filtered(mask, radius, ImageFilter.MinFilter)


def dilated(mask, radius):
    return filtered(mask, radius, ImageFilter.MaxFilter)


def ellipse(mask, rng):
    """A random ellipse centred on the mask, as bool."""
    rows, columns = np.nonzero(mask)
    chosen = rng.integers(len(rows))
    radii = rng.uniform(0.06, 0.25, 2) * len(mask)
    y, x = np.ogrid[: len(mask), : len(mask)]
    return ((y - rows[chosen]) / radii[0]) ** 2 + ((x - columns[chosen]) / radii[1]) ** 2 <= 1


def blocky(mask, rng):
    """The mask as a coarse grid would hold it, with some cells wrong."""
    cells = int(rng.integers(8, 25))
    small = np.asarray(Image.fromarray(mask.astype(np.uint8) * 255).resize((cells, cells), Image.BOX)) / 255.0
    small = small + rng.normal(0, 0.15, small.shape)
    picture = Image.fromarray(np.clip(small * 255, 0, 255).astype(np.uint8))
    return np.asarray(picture.resize(mask.shape[::-1], Image.BILINEAR)) > 127


def spoilt(mask, rng):
    """One to three errors as segmenters and people make them; never empty."""
    size = len(mask)
    spoiled = mask
    for _ in range(int(rng.integers(1, 4))):
        kind = rng.integers(6)
        if not spoiled.any():
            break
        if kind == 0:
            spoiled = dilated(spoiled, int(rng.integers(1, 8)))
        elif kind == 1:
            spoiled = eroded(spoiled, int(rng.integers(1, 6)))
        elif kind == 2:
            spoiled = spoiled & ~ellipse(spoiled, rng)
        elif kind == 3:
            spoiled = spoiled | ellipse(dilated(spoiled, 2), rng)
        elif kind == 4:
            spoiled = np.roll(spoiled, tuple(rng.integers(-size // 16, size // 16 + 1, 2)), (0, 1))
        else:
            spoiled = blocky(spoiled, rng)
    return spoiled if spoiled.any() else mask
