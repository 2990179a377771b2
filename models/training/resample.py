"""The one resampler of deixis, and what is built on it: letterbox, crops and the write-back of masks.

Rectangles are x0, y0, x1, y1 in continuous pixel coordinates: pixel centres lie at +0.5. The TypeScript
side (src/perception) does the same arithmetic; change both or none.
"""

import numpy as np
import torch

PAD_COLOUR = (124, 116, 104)
STRIDE = 32


def axis_weights(start, stop, length, count):
    """Weights of `count` output pixels over start..stop on an axis of `length` source pixels.

    Each output pixel is the mean of k bilinear samples, k = ceil(source pixels an output pixel), 1 to 8;
    samples beyond the ends repeat the border. Returns the first source pixel touched and a
    float32 matrix [count, touched].
    """
    k = int(np.clip(np.ceil((stop - start) / count), 1, 8))
    position = start + (np.arange(count * k) + 0.5) / (count * k) * (stop - start)
    position = np.clip(position - 0.5, 0, length - 1)
    low = np.floor(position).astype(np.int64)
    high = np.minimum(low + 1, length - 1)
    fraction = position - low
    first = low.min()
    weights = np.zeros((count, high.max() + 1 - first), np.float32)
    row = np.repeat(np.arange(count), k)
    np.add.at(weights, (row, low - first), (1 - fraction) / k)
    np.add.at(weights, (row, high - first), fraction / k)
    return first, torch.from_numpy(weights)


def resample(image, rectangle, height, width):
    """`rectangle` of image [H, W, C] (numpy, any number type) as float32 [C, height, width]."""
    x0, y0, x1, y1 = (float(v) for v in rectangle)
    top, rows = axis_weights(y0, y1, image.shape[0], height)
    left, columns = axis_weights(x0, x1, image.shape[1], width)
    part = image[top : top + rows.shape[1], left : left + columns.shape[1]]
    part = torch.from_numpy(np.ascontiguousarray(part)).permute(2, 0, 1).float()
    return rows @ (part @ columns.T)


def to_bytes(image):
    """Float [C, H, W] to uint8 [H, W, C], halves rounded up."""
    return (image + 0.5).floor_().clamp_(0, 255).to(torch.uint8).permute(1, 2, 0).contiguous()


def letterbox(image, size):
    """Image uint8 [H, W, 3] with its longer side scaled to `size`, padded right and below.

    Returns uint8 [h, w, 3] with h and w multiples of 32, and the scale from image to letterbox pixels.
    """
    height, width = image.shape[:2]
    scale = size / max(height, width)
    h, w = (max(1, int(side * scale + 0.5)) for side in (height, width))
    padded = torch.tensor(PAD_COLOUR, dtype=torch.uint8).repeat(-(-h // STRIDE) * STRIDE, -(-w // STRIDE) * STRIDE, 1)
    padded[:h, :w] = to_bytes(resample(image, (0, 0, width, height), h, w))
    return padded, scale


def crop_rectangle(box, context):
    """Box x0 y0 x1 y1 scaled about its centre by `context` in each axis."""
    x0, y0, x1, y1 = box
    dx, dy = (x1 - x0) * (context - 1) / 2, (y1 - y0) * (context - 1) / 2
    return x0 - dx, y0 - dy, x1 + dx, y1 + dy


def write_back(logits, rectangle, height, width):
    """Mask of an image from logits [S, S] over its crop rectangle.

    Bilinear at each image pixel centre within the crop, then > 0. Returns bool numpy [height, width].
    """
    x0, y0, x1, y1 = rectangle

    def weights(low, high, length):
        """Pixels of the image with their centre within low..high, and their weights over the logits."""
        first, last = max(0, int(np.ceil(low - 0.5))), min(length, int(np.floor(high - 0.5)) + 1)
        centres = np.clip((np.arange(first, last) + 0.5 - low) / (high - low) * size - 0.5, 0, size - 1)
        below = np.minimum(centres.astype(np.int64), size - 2)
        matrix = np.zeros((max(0, last - first), size), np.float32)
        matrix[np.arange(len(matrix)), below] = below + 1 - centres
        matrix[np.arange(len(matrix)), below + 1] = centres - below
        return slice(first, max(first, last)), matrix

    logits = np.asarray(logits)
    size = logits.shape[0]
    rows, vertical = weights(y0, y1, height)
    columns, horizontal = weights(x0, x1, width)
    mask = np.zeros((height, width), bool)
    mask[rows, columns] = vertical @ logits @ horizontal.T > 0
    return mask
