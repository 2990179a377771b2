"""NanoDet-g in PyTorch: a CSP backbone, a path-aggregation neck and one shared-shape head a level.

Inference only: batch normalisation is folded into the convolutions at the source. Images are float
[B, 3, H, W] in BGR order, normalised by `normalise`, with H and W multiples of 32.
"""

import torch
import torch.nn.functional as F
from torch import nn

CLASSES = 80
BINS = 11  # each box side is a distribution over 0..10 strides
STRIDES = (8, 16, 32)
CHANNELS = {"c2": 64, "c3": 128, "c4": 256, "c5": 512, "p3": 128, "p4": 128, "p5": 128}
FEATURE_STRIDES = {"c2": 4, "c3": 8, "c4": 16, "c5": 32, "p3": 8, "p4": 16, "p5": 32}


def conv(inputs, outputs, kernel=3, stride=1):
    """Convolution with same-size padding and the network's leaky ReLU."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2), nn.LeakyReLU(0.1))


class Block(nn.Module):
    """Two convolutions, the second reading the first; both are passed on."""

    def __init__(self, inputs, width):
        super().__init__()
        self.first = conv(inputs, width)
        self.second = conv(width, width)

    def forward(self, x):
        x = self.first(x)
        return torch.cat([self.second(x), x], 1)


class Stage(nn.Module):
    """One resolution of the backbone: [B, inputs, h, w] to [B, 2 * width, h / stride, w / stride]."""

    def __init__(self, inputs, width, blocks, stride=2):
        super().__init__()
        self.enter = conv(inputs, width, stride=stride)
        self.blocks = nn.Sequential(*(Block(width, width // 2) for _ in range(blocks)))
        self.leave = conv(width, width)

    def forward(self, x):
        x = self.enter(x)
        return torch.cat([self.leave(self.blocks(x)), x], 1)


class Backbone(nn.Module):
    """Image to c2 (stride 4), c3, c4 and c5 (stride 32)."""

    def __init__(self):
        super().__init__()
        self.stem = conv(3, 32, stride=2)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.stage2 = Stage(32, 32, blocks=1, stride=1)
        self.stage3 = Stage(64, 64, blocks=2)
        self.stage4 = Stage(128, 128, blocks=2)
        self.stage5 = Stage(256, 256, blocks=3)

    def forward(self, image):
        c2 = self.stage2(self.pool(self.stem(image)))
        c3 = self.stage3(c2)
        c4 = self.stage4(c3)
        return c2, c3, c4, self.stage5(c4)


class Head(nn.Module):
    """[B, 128, h, w] to the level's features p and its predictions [B, 80 + 4 * 11, h, w]."""

    def __init__(self):
        super().__init__()
        self.features = conv(128, 128)
        self.predict = nn.Conv2d(128, CLASSES + 4 * BINS, 1)

    def forward(self, x):
        p = self.features(x)
        return p, self.predict(p)


class NanoDet(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = Backbone()
        self.laterals = nn.ModuleList(nn.Conv2d(c, 128, 1) for c in (128, 256, 512))
        self.heads = nn.ModuleList(Head() for _ in STRIDES)

    @classmethod
    def from_tfjs(cls, graph):
        """Weights of a `TfjsGraph`; the modules are declared in the order of its convolutions."""
        model = cls()
        layers = [m for m in model.modules() if isinstance(m, nn.Conv2d)]
        for layer, (weight, bias) in zip(layers, graph.convolutions(), strict=True):
            layer.load_state_dict({"weight": weight, "bias": bias})
        return model.eval().requires_grad_(False)

    def forward(self, image):
        """Feature maps by name, and per level the predictions before the sigmoid."""
        features = dict(zip(("c2", "c3", "c4", "c5"), self.backbone(image)))
        t3, t4, t5 = (lateral(features[c]) for lateral, c in zip(self.laterals, ("c3", "c4", "c5")))
        t4 = t4 + F.interpolate(t5, scale_factor=2, mode="bilinear")
        t3 = t3 + F.interpolate(t4, scale_factor=2, mode="bilinear")
        n4 = t4 + F.avg_pool2d(t3, 2)  # bilinear halving on an even grid is the mean of four
        n5 = t5 + F.avg_pool2d(n4, 2)
        predictions = []
        for name, head, x in zip(("p3", "p4", "p5"), self.heads, (t3, n4, n5)):
            features[name], prediction = head(x)
            predictions.append(prediction)
        return features, predictions


def normalise(image):
    """RGB uint8 or float [B, H, W, 3] in 0..255 to the network's input [B, 3, H, W]."""
    mean = torch.tensor([103.53, 116.28, 123.675])
    deviation = torch.tensor([57.375, 57.12, 58.395])
    return F.batch_norm(image.permute(0, 3, 1, 2).flip(1).float(), mean, deviation**2, eps=0)


def split_predictions(prediction):
    """[B, 124, h, w] to class scores in 0..1 [B, h*w, 80] and box bins [B, h*w, 44]."""
    rows = prediction.flatten(2).transpose(1, 2)
    return rows[..., :CLASSES].sigmoid(), rows[..., CLASSES:]


def decode_boxes(bins, height, width, stride):
    """Bins [B, h*w, 44] to boxes [B, h*w, 4], x1 y1 x2 y2 in input pixels, not clipped."""
    sides = bins.unflatten(2, (4, BINS)).softmax(3) @ torch.arange(BINS, dtype=torch.float32)
    x = (torch.arange(width) + 0.5).expand(height, width)
    y = (torch.arange(height) + 0.5)[:, None].expand(height, width)
    centres = torch.stack([x, y], 2).reshape(-1, 2)
    return torch.cat([centres - sides[..., :2], centres + sides[..., 2:]], 2) * stride
