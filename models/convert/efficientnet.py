"""EfficientNet-Lite in PyTorch, for inference: batch normalisation is folded into the convolutions at the source.

Images are float [B, 3, H, W], RGB, normalised by `normalise`, with H and W multiples of 32: only there does TensorFlow's
"SAME" padding, which the weights were trained with, put the same number of pixels at every stride.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

CLASSES = 1000
STEM, HEAD = 32, 1280
EPSILON = 1e-3  # of the batch normalisation
# Repeats, kernel, stride, expansion, channels of each stage of Lite0.
STAGES = ((1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320))
SCALES = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2)}  # width, depth


def normalise(image):
    """uint8 [B, H, W, 3] to the network's input."""
    return ((image.float() - 127) / 128).permute(0, 3, 1, 2)


def scaled_channels(channels, width):
    """Channels times `width`, to the nearest multiple of 8 that is at least nine tenths of that."""
    wanted = channels * width
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded


class Conv(nn.Module):
    """Convolution with "SAME" padding: at stride 2 the odd pixel goes to the right and below."""

    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1, active=True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, groups=groups)
        before, after = (kernel - stride) // 2, (kernel - stride + 1) // 2
        self.padding = (before, after, before, after)
        self.active = active

    def forward(self, x):
        x = self.conv(F.pad(x, self.padding) if any(self.padding) else x)
        return F.relu6(x) if self.active else x


class Block(nn.Module):
    """Inverted bottleneck: wider, depthwise, narrower; what comes in is added where the shapes allow."""

    def __init__(self, inputs, outputs, kernel, stride, expansion):
        super().__init__()
        middle = inputs * expansion
        self.expand = Conv(inputs, middle) if expansion > 1 else None
        self.depthwise = Conv(middle, middle, kernel, stride, groups=middle)
        self.project = Conv(middle, outputs, active=False)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.expand(x) if self.expand else x
        y = self.project(self.depthwise(y))
        return x + y if self.adds else y


class EfficientNetLite(nn.Module):
    """Image to the last feature map [B, 1280, H / 32, W / 32]; `classifier` reads its mean."""

    def __init__(self, variant):
        super().__init__()
        width, depth = SCALES[variant]
        self.stem = Conv(3, STEM, 3, 2)
        blocks, inputs = [], STEM
        for index, (repeats, kernel, stride, expansion, channels) in enumerate(STAGES):
            outputs = scaled_channels(channels, width)
            if 0 < index < len(STAGES) - 1:
                repeats = math.ceil(depth * repeats)
            for repeat in range(repeats):
                blocks.append(Block(inputs, outputs, kernel, stride if repeat == 0 else 1, expansion))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.head = Conv(inputs, HEAD)
        self.classifier = nn.Linear(HEAD, CLASSES)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)))

    def logits(self, x):
        """Class scores [B, 1000] of whole images."""
        return self.classifier(self(x).mean((2, 3)))

    @classmethod
    def from_state(cls, variant, state):
        """The network with the weights of efficientnet-lite-pytorch's `state` dictionary."""
        net = cls(variant).eval()
        fold(net.stem, state, "_conv_stem", "_bn0")
        for index, block in enumerate(net.blocks):
            name = f"_blocks.{index}."
            if block.expand:
                fold(block.expand, state, name + "_expand_conv", name + "_bn0")
            fold(block.depthwise, state, name + "_depthwise_conv", name + "_bn1")
            fold(block.project, state, name + "_project_conv", name + "_bn2")
        fold(net.head, state, "_conv_head", "_bn1")
        net.classifier.load_state_dict({"weight": state["_fc.weight"], "bias": state["_fc.bias"]})
        return net


def fold(target, state, conv, norm):
    """Writes a convolution and the batch normalisation after it into one convolution."""
    scale = state[norm + ".weight"] / (state[norm + ".running_var"] + EPSILON).sqrt()
    bias = state[norm + ".bias"] - state[norm + ".running_mean"] * scale
    weight = state[conv + ".weight"] * scale[:, None, None, None]
    target.conv.load_state_dict({"weight": weight, "bias": bias})
