"""The box-guided mask decoder: from an encoder's feature maps and a crop of each box to masks.

Shapes: N boxes, C = WIDTH channels, S = CROP pixels a crop side, R = S / 8 cells a crop side. The crop
frame is the box scaled by CONTEXT, so that the box itself always fills the same part of a crop.

Hints are what else a caller knows, drawn over the crop as two channels [N, 2, S, S]: clicks (+1 on the
object, -1 off it, 0 elsewhere) and a rough mask (+1 inside, -1 outside; 0 everywhere where there is none).
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from convert.nanodet import CHANNELS, FEATURE_STRIDES, Stage, conv, normalise

CROP = 128
CONTEXT = 1.4
LEVELS = ("c3", "c4", "c5", "p3", "p4", "p5")
WIDTH = 128
FREQUENCIES = 8


def block(inputs, outputs):
    """3x3 convolution, batch normalisation, ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(
            block(width, width), nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        )

    def forward(self, x):
        return F.relu(x + self.body(x))


class Injection(nn.Module):
    """One encoder level: standardised, 1x1 projected, plus a depthwise residual with a small learned scale."""

    def __init__(self, inputs):
        super().__init__()
        self.register_buffer("mean", torch.zeros(inputs))
        self.register_buffer("deviation", torch.ones(inputs))
        self.project = nn.Conv2d(inputs, WIDTH, 1)
        self.local = nn.Conv2d(WIDTH, WIDTH, 3, padding=1, groups=WIDTH)
        self.scale = nn.Parameter(torch.tensor(1e-3))

    def forward(self, x):
        x = (x - self.mean[:, None, None]) / self.deviation[:, None, None]
        x = self.project(x)
        return x + self.scale * F.gelu(self.local(x))


class FeatureInjection(nn.Module):
    """Stage (a): all levels of one image, fused at stride 8: [1, C, h, w]."""

    def __init__(self):
        super().__init__()
        self.levels = nn.ModuleDict({name: Injection(CHANNELS[name]) for name in LEVELS})

    def forward(self, features):
        by_stride = {stride: 0 for stride in (8, 16, 32)}
        for name, level in self.levels.items():
            by_stride[FEATURE_STRIDES[name]] += level(features[name])
        coarser = (F.interpolate(by_stride[s], scale_factor=s // 8, mode="bilinear") for s in (16, 32))
        return by_stride[8] + sum(coarser)


def sample_boxes(fused, crops, cells):
    """Fused map [1, C, h, w] under crop rectangles [N, 4] (encoder pixels) as [N, C, cells, cells].

    Each cell is the mean of 2 x 2 bilinear samples; outside the map there are zeros.
    """
    points = (torch.arange(2 * cells, dtype=torch.float32) + 0.5) / (2 * cells)
    size = torch.tensor([fused.shape[3], fused.shape[2]], dtype=torch.float32) * 8
    start = crops[:, :2] / size * 2 - 1
    extent = (crops[:, 2:] - crops[:, :2]) / size * 2
    x = (start[:, :1] + extent[:, :1] * points)[:, None, :].expand(-1, 2 * cells, -1)
    y = (start[:, 1:] + extent[:, 1:] * points)[:, :, None].expand(-1, -1, 2 * cells)
    grid = torch.stack([x, y], 3).reshape(1, -1, 2 * cells, 2)
    sampled = F.grid_sample(fused, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    sampled = sampled.reshape(WIDTH, -1, 2 * cells, 2 * cells).transpose(0, 1)
    return F.avg_pool2d(sampled, 2)


def soft_gate(cells):
    """The box, enlarged by 15%, as a product of four sigmoids of sharpness 20: [1, 1, cells, cells]."""
    centre = (torch.arange(cells) + 0.5) / cells - 0.5
    half = 1.15 / CONTEXT / 2
    side = torch.sigmoid(20 * (centre + half)) * torch.sigmoid(20 * (half - centre))
    return (side[:, None] * side)[None, None]


class CrossAttention(nn.Module):
    """The query [N, 1, C] attends to memory [N, T, C], then a feed-forward layer; post-norm."""

    HEADS = 4

    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key_value = nn.Linear(WIDTH, 2 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.feed = nn.Sequential(
            nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(2 * WIDTH, WIDTH)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(2))

    def forward(self, query, memory):
        """Query [N, C], memory [N, C, T]; gives a query [N, C].

        One query reads many places, so keys and values of all places would cost more than they are worth: what a
        head's key layer does to the memory, its transpose does to the query, and the value layer comes after the
        mean. The bias of the keys adds the same to all places, which the softmax ignores.
        """
        keys, values = (w.unflatten(0, (self.HEADS, -1)) for w in self.key_value.weight.chunk(2))  # [heads, C / heads, C]
        heads = self.query(query).unflatten(1, (self.HEADS, -1)).transpose(0, 1)  # [heads, N, C / heads]
        scores = (heads @ keys).transpose(0, 1) @ memory / math.sqrt(WIDTH / self.HEADS)
        read = scores.softmax(2) @ memory.transpose(1, 2)  # [N, heads, C]
        mixed = (read.transpose(0, 1) @ values.transpose(1, 2)).transpose(0, 1).flatten(1)
        query = self.norms[0](query + self.out(mixed + self.key_value.bias.chunk(2)[1]))
        return self.norms[1](query + self.feed(query))


def encode_boxes(boxes, height, width):
    """Boxes [N, 4] on an image of height x width to Fourier features [N, 4 + 8 * FREQUENCIES]."""
    x0, y0, x1, y1 = (boxes / torch.tensor([width, height, width, height])).unbind(1)
    w, h = (x1 - x0).clamp(min=1e-4), (y1 - y0).clamp(min=1e-4)
    parts = torch.stack([x0, y0, 0.2 * w.log() + 0.5, 0.2 * h.log() + 0.5], 1)
    angles = (parts[:, :, None] * (2.0 ** torch.arange(FREQUENCIES) * math.pi / 4)).flatten(1)
    return torch.cat([parts, angles.sin(), angles.cos()], 1)


def pool_under(x, mask):
    """Mean of x [N, C, h, w] under a soft mask [N or 1, 1, h, w]: [N, C]."""
    mask = mask.flatten(2).transpose(1, 2)
    return (x.flatten(2) @ mask)[:, :, 0] / (mask.sum(1) + 1e-6)


class Modulate(nn.Module):
    """Scales and shifts the channels of x [N, width, h, w] by the query [N, C]."""

    def __init__(self, width):
        super().__init__()
        self.film = nn.Linear(WIDTH, 2 * width)

    def forward(self, x, query):
        gain, shift = self.film(query)[:, :, None, None].chunk(2, 1)
        return x * (1 + gain) + shift


class DynamicMask(nn.Module):
    """A 1x1 kernel made from the query, applied to x [N, width, h, w]: logits [N, 1, h, w]."""

    def __init__(self, width):
        super().__init__()
        self.kernel = nn.Linear(WIDTH, width + 1)

    def forward(self, x, query):
        kernel = self.kernel(query)[:, None]
        return (kernel[:, :, :-1] @ x.flatten(2) + kernel[:, :, -1:]).unflatten(2, x.shape[2:])


class Stem(nn.Module):
    """The detector's own first stages on a crop [N, 3, S, S]: strides 1, 2, 4, 8 and 16."""

    WIDTHS = (8, 32, 64, 128, 256)

    def __init__(self):
        super().__init__()
        self.pixels = block(3, self.WIDTHS[0])
        self.stem = conv(3, 32, stride=2)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.stage2 = Stage(32, 32, blocks=1, stride=1)
        self.stage3 = Stage(64, 64, blocks=2)
        self.stage4 = Stage(128, 128, blocks=2)

    def forward(self, x):
        s2 = self.stem(x)
        s4 = self.stage2(self.pool(s2))
        s8 = self.stage3(s4)
        return self.pixels(x), s2, s4, s8, self.stage4(s8)


class Hints(nn.Module):
    """Hints [N, 2, S, S] at strides 4 and 8. Without biases, so that no hint changes nothing."""

    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList(
            nn.Conv2d(i, o, 3, stride=2, padding=1, bias=False) for i, o in ((2, 8), (8, 16), (16, 32))
        )
        self.widen = nn.Conv2d(32, WIDTH, 1, bias=False)

    def forward(self, x):
        s2 = F.relu(self.down[0](x))
        s4 = F.relu(self.down[1](s2))
        return s4, self.widen(F.relu(self.down[2](s4)))


class Judge(nn.Module):
    """Logit of the IoU that a mask reaches: [N], from the query, the cells and what the two passes say."""

    def __init__(self):
        super().__init__()
        self.look = nn.Sequential(
            nn.Conv2d(WIDTH + 3, 48, 1), nn.ReLU(), nn.Conv2d(48, 48, 3, stride=2, padding=1), nn.ReLU()
        )
        self.tell = nn.Sequential(nn.Linear(WIDTH + 16 + 48 + 4, 64), nn.GELU(), nn.Linear(64, 1))

    def forward(self, query, cells, y1, coarse, fine):
        """Cells [N, C, R, R], y1 [N, 16, S, S], the passes' logits [N, 1, S, S]. The masks get no gradient from here."""
        first, soft = coarse.detach().sigmoid(), fine.detach().sigmoid()
        hard = (soft > 0.5).float()
        inside, size = (soft * hard).sum((1, 2, 3)), hard.sum((1, 2, 3))
        expected = inside / (size + (soft - soft * hard).sum((1, 2, 3)) + 1e-6)
        agreed = torch.minimum(first, soft).sum((1, 2, 3)) / (torch.maximum(first, soft).sum((1, 2, 3)) + 1e-6)
        steady = (soft > 0.75).float().sum((1, 2, 3)) / ((soft > 0.25).float().sum((1, 2, 3)) + 1e-6)
        maps = F.avg_pool2d(torch.cat([soft, 4 * soft * (1 - soft), soft - first], 1), 8)
        seen = self.look(torch.cat([cells, maps], 1)).mean((2, 3))
        numbers = torch.stack([expected, agreed, steady, soft.mean((1, 2, 3))], 1)
        return self.tell(torch.cat([query, pool_under(y1, soft), seen, numbers], 1))[:, 0]


class MaskDecoder(nn.Module):
    def __init__(self):
        super().__init__()
        cells = CROP // 8
        for scale in (1, 2, 4, 8, 16):
            self.register_buffer(f"gate{scale}", soft_gate(CROP // scale), persistent=False)
        self.injection = FeatureInjection()
        self.hints = Hints()
        self.stem = Stem()
        self.from_stem = nn.Conv2d(128 + 1, WIDTH, 1)
        self.from_deep = nn.Conv2d(256, WIDTH, 1)
        self.position = nn.Parameter(torch.randn(1, WIDTH, cells, cells) * 0.02)
        self.drop = nn.Dropout2d(0.1)
        self.enter = nn.Sequential(nn.BatchNorm2d(WIDTH), nn.ReLU(), Residual(WIDTH))
        self.box = nn.Sequential(nn.Linear(4 + 8 * FREQUENCIES, WIDTH), nn.GELU(), nn.Linear(WIDTH, WIDTH))
        self.box_norm = nn.LayerNorm(WIDTH)
        self.attention = nn.ModuleList(CrossAttention() for _ in range(2))
        self.condition = Modulate(WIDTH)
        self.up4 = block(WIDTH // 4 + 64 + 16 + 1, 64)
        self.first = DynamicMask(64)

        self.pooled = nn.Linear(2 * WIDTH + 64, WIDTH)
        self.pooled_norm = nn.LayerNorm(WIDTH)
        self.again = nn.Sequential(block(WIDTH + 1, WIDTH), Residual(WIDTH))
        self.attention_again = CrossAttention()
        self.condition_again = Modulate(WIDTH)
        self.refine4 = block(WIDTH // 4 + 64 + 1, 64)
        self.middle = DynamicMask(64)
        self.up2 = nn.Sequential(block(64 // 4 + 32 + 2, 32), block(32, 32))
        self.up1 = block(32 // 4 + 8 + 2, 16)
        self.second = DynamicMask(16)
        self.judge = Judge()

    def forward(self, features, boxes, crops, hints):
        """One image: feature maps, boxes [N, 4] in encoder pixels, crops uint8 or float [N, S, S, 3] RGB, hints.

        Returns second-pass logits [N, S, S], the IoU's logit [N] and first-pass logits [N, S, S].
        """
        return self.decode(*self.look(features, boxes), crops, hints)

    def look(self, features, boxes):
        """Reads the encoder's maps at the boxes: cells [N, C, R, R] and box codes [N, F]."""
        fused = self.injection(features)
        centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2 * CONTEXT
        cells = sample_boxes(fused, torch.cat([centre - half, centre + half], 1), CROP // 8)
        return cells, encode_boxes(boxes, fused.shape[2] * 8, fused.shape[3] * 8)

    def decode(self, cells, codes, crops, hints):
        s1, s2, s4, s8, s16 = self.stem(normalise(crops))
        h4, h8 = self.hints(hints)
        gate1, gate2, gate4, gate8 = (
            gate.expand(cells.shape[0], -1, -1, -1) for gate in (self.gate1, self.gate2, self.gate4, self.gate8)
        )

        x = self.drop(cells) + self.from_stem(torch.cat([s8 * gate8, gate8], 1)) + h8
        x = x + F.interpolate(self.from_deep(s16 * self.gate16), scale_factor=2, mode="bilinear") + self.position
        x = self.enter(x)

        query = self.box_norm(self.box(codes) + pool_under(x, gate8))
        memory = (x + self.position).flatten(2)
        for layer in self.attention:
            query = layer(query, memory)
        x = self.condition(x, query)
        y4 = self.up4(torch.cat([F.pixel_shuffle(x, 2), s4 * gate4, gate4, h4], 1))
        first4 = self.first(y4, query)

        soft4 = first4.sigmoid()
        soft8 = F.avg_pool2d(soft4, 2)
        around = pool_under(x, (1 - soft8) * self.gate8)
        pooled = torch.cat([pool_under(x, soft8), around, pool_under(y4, soft4)], 1)
        query = self.pooled_norm(query + self.pooled(pooled))
        x = x + self.again(torch.cat([x, soft8], 1))
        query = self.attention_again(query, (x + self.position).flatten(2))
        x = self.condition_again(x, query)
        y4 = self.refine4(torch.cat([F.pixel_shuffle(x, 2), y4, soft4], 1))
        middle4 = self.middle(y4, query)
        middle2 = F.interpolate(middle4, scale_factor=2, mode="bilinear")
        middle1 = F.interpolate(middle4, scale_factor=4, mode="bilinear")
        y2 = self.up2(torch.cat([F.pixel_shuffle(y4, 2), s2 * gate2, gate2, middle2.tanh()], 1))
        y1 = self.up1(torch.cat([F.pixel_shuffle(y2, 2), s1 * gate1, gate1, middle1.tanh()], 1))
        fine = middle1 + self.second(y1, query)

        coarse = F.interpolate(first4, scale_factor=4, mode="bilinear")
        return fine[:, 0], self.judge(query, x, y1, coarse, fine), coarse[:, 0]
