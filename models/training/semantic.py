"""What the heads for garments and surroundings share: label maps, the network, its loss and its measure.

A label map is uint8 [H, W]: 0 is everything else, 1 and up are groups, IGNORED is what nobody annotated.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

IGNORED = 255


class Head(nn.Module):
    """Feature maps of several strides to logits [B, classes, h, w] at the finest of them.

    Each level is standardised and projected to `width` channels; their sum, with what the whole picture is like,
    goes through depthwise separable residual blocks.

    @param levels {name: (channels, stride)}
    """

    def __init__(self, levels, classes, width=96, blocks=2, dropout=0.2):
        super().__init__()
        self.strides = {name: stride for name, (_, stride) in levels.items()}
        self.finest = min(self.strides.values())
        for name, (channels, _) in levels.items():
            self.register_buffer(f"mean_{name}", torch.zeros(channels, 1, 1))
            self.register_buffer(f"deviation_{name}", torch.ones(channels, 1, 1))
        self.project = nn.ModuleDict({name: nn.Conv2d(channels, width, 1) for name, (channels, _) in levels.items()})
        self.norm = nn.BatchNorm2d(width)
        self.whole = nn.Sequential(nn.Linear(width, width), nn.ReLU(inplace=True), nn.Linear(width, width))
        self.blocks = nn.ModuleList(separable(width) for _ in range(blocks))
        self.drop = nn.Dropout2d(dropout)
        self.classify = nn.Conv2d(width, classes, 1)

    def standardise(self, name, samples):
        """Takes mean and deviation of a level's channels from feature maps [B, C, h, w]."""
        getattr(self, f"mean_{name}").copy_(samples.mean((0, 2, 3))[:, None, None])
        getattr(self, f"deviation_{name}").copy_(samples.std((0, 2, 3))[:, None, None] + 1e-4)

    def forward(self, features):
        fused = 0
        for name, project in self.project.items():
            x = (features[name] - getattr(self, f"mean_{name}")) / getattr(self, f"deviation_{name}")
            x = project(x)
            factor = self.strides[name] // self.finest
            fused = fused + (x if factor == 1 else F.interpolate(x, scale_factor=factor, mode="bilinear"))
        fused = F.relu(self.norm(fused))
        fused = fused + self.whole(fused.mean((2, 3)))[:, :, None, None]
        for block in self.blocks:
            fused = F.relu(fused + block(fused))
        return self.classify(self.drop(fused))


def separable(width):
    return nn.Sequential(
        nn.Conv2d(width, width, 5, padding=2, groups=width, bias=False),
        nn.BatchNorm2d(width),
        nn.Conv2d(width, width, 1, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
        nn.Conv2d(width, width, 1),
    )


def segmentation_loss(logits, labels, weights):
    """Weighted cross-entropy plus soft Jaccard over the groups that the batch holds.

    @param logits float [B, classes, h, w], interpolated to the size of labels uint8 [B, H, W]
    """
    logits = F.interpolate(logits, size=labels.shape[1:], mode="bilinear")
    target = labels.long()
    known = target != IGNORED
    cross = F.cross_entropy(logits, target.masked_fill(~known, -100), weights, label_smoothing=0.05)
    probabilities = logits.softmax(1).permute(0, 2, 3, 1)[known]
    truth = F.one_hot(target[known], probabilities.shape[1]).float()
    shared = (probabilities * truth).sum(0)
    union = probabilities.sum(0) + truth.sum(0) - shared
    held = truth.sum(0) > 0
    return cross + (1 - (shared[held] + 1) / (union[held] + 1)).mean()


def confusion(predicted, labels, classes):
    """How often true group r was taken for c, int64 [classes, classes], over annotated pixels of numpy maps."""
    known = labels != IGNORED
    return np.bincount(
        labels[known].astype(np.int64) * classes + predicted[known], minlength=classes * classes
    ).reshape(classes, classes)


def intersection_over_union(counts):
    """IoU of each group of a confusion matrix; NaN where it neither occurs nor is claimed."""
    shared = np.diag(counts).astype(float)
    union = counts.sum(0) + counts.sum(1) - shared
    return np.divide(shared, union, out=np.full(len(shared), np.nan), where=union > 0)


def class_weights(labels, classes):
    """Weights of the cross-entropy: rarer groups count more, up to eightfold; their mean over all pixels is 1."""
    counts = torch.zeros(classes)
    for part in labels:
        counts += torch.bincount(part[part < classes].long(), minlength=classes)
    weights = (counts.sum() / (counts + 1)).pow(0.4)
    return (weights * counts.sum() / (weights * counts).sum()).clamp(max=8)


def train_head(head, draw, weights, steps, rate, decay=0.05):
    """Trains on what `draw()` gives: feature maps {name: [B, C, h, w]} and labels [B, H, W]. Returns averaged weights."""
    optimiser = torch.optim.AdamW(head.parameters(), rate, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, steps, pct_start=0.1)
    average = torch.optim.swa_utils.AveragedModel(
        head, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.98), use_buffers=True
    )
    head.train()
    for step in range(1, steps + 1):
        features, labels = draw()
        loss = segmentation_loss(head(features), labels, weights)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        average.update_parameters(head)
        if step % 50 == 0:
            print(f"step {step}: loss {loss.item():.3f}", flush=True)
    return average.module.eval()


def at_size(logits, stride, content, height, width):
    """Logits [1, classes, h, w] of a letterboxed input as [classes, height, width] of the picture.

    Bilinear at each pixel's centre, as src/perception/embedded/semantic.ts does it.

    @param content height and width of what the picture fills of the input, in its pixels
    """
    grid = [
        (torch.arange(count) + 0.5) / count * filled / (cells * stride) * 2 - 1
        for count, filled, cells in zip((height, width), content, logits.shape[2:])
    ]
    places = torch.stack(torch.meshgrid(*grid, indexing="ij")[::-1], 2)[None].float()
    return F.grid_sample(logits.float(), places, mode="bilinear", padding_mode="border", align_corners=False)[0]


class Judge:
    """Collects what was claimed of photos against what is there: IoU of each group, and thresholds."""

    def __init__(self, classes, least):
        self.classes, self.least = classes, least
        self.counts = np.zeros((classes, classes), np.int64)
        self.claims = []  # group, score, IoU, whether it is there
        self.absent = np.zeros(classes, int)
        self.present = np.zeros(classes, int)

    def add(self, logits, labels):
        """@param logits float [classes, H, W], labels uint8 [H, W]"""
        probabilities = logits.softmax(0)
        best, winner = (v.numpy() for v in probabilities.max(0))
        self.counts += confusion(winner, labels, self.classes)
        known = labels != IGNORED
        for group in range(1, self.classes):
            truth = labels == group
            there = truth.mean() >= self.least
            self.present[group] += there
            self.absent[group] += not truth.any()
            claimed = winner == group
            if claimed.mean() >= self.least:
                union = (claimed | truth)[known].sum()
                iou = (claimed & truth).sum() / union if union else 0.0
                self.claims.append((group, float(best[claimed].mean()), float(iou), bool(truth.any())))

    def iou(self):
        return intersection_over_union(self.counts)

    def thresholds(self, most=0.05, lowest=0.45):
        """For each group but the first the lowest score with false alarms on at most `most` of the views without it."""
        result = []
        for group in range(1, self.classes):
            wrong = sorted((score for g, score, _, there in self.claims if g == group and not there), reverse=True)
            allowed = int(most * self.absent[group])
            result.append(lowest if len(wrong) <= allowed else max(lowest, wrong[allowed] + 1e-3))
        return result

    def rates(self, thresholds):
        """Per group: share of photos with it where it is claimed and overlaps (IoU 0.3), share of those without where it is claimed."""
        found, alarms = np.zeros(self.classes), np.zeros(self.classes)
        for group, score, iou, there in self.claims:
            if score >= thresholds[group - 1]:
                found[group] += there and iou >= 0.3
                alarms[group] += not there
        return found / np.maximum(1, self.present), alarms / np.maximum(1, self.absent)

    def calibration(self, thresholds):
        """Slope and offset of the logistic function that makes of a claim's score the odds that it is there (IoU 0.3)."""
        kept = [(s, iou >= 0.3) for g, s, iou, _ in self.claims if s >= thresholds[g - 1]]
        scores = torch.tensor([s for s, _ in kept]).clamp(1e-4, 1 - 1e-4)
        right = torch.tensor([float(r) for _, r in kept])
        parameters = torch.tensor([1.0, 0.0], requires_grad=True)
        optimiser = torch.optim.LBFGS([parameters], max_iter=100)

        def loss():
            optimiser.zero_grad()
            value = F.binary_cross_entropy_with_logits(parameters[0] * scores.logit() + parameters[1], right)
            value = value + 1e-3 * (parameters[0] - 1) ** 2
            value.backward()
            return value

        optimiser.step(loss)
        return [round(v, 4) for v in parameters.tolist()]

    def joined(self, other):
        """A judge who has seen what both have."""
        both = Judge(self.classes, self.least)
        for name in ("counts", "claims", "absent", "present"):
            setattr(both, name, getattr(self, name) + getattr(other, name))
        return both

    def report(self, names, cut_off=None):
        """What was measured of the groups `names` (1 and up), with the thresholds and the calibration that follow.

        @param cut_off a judge of views that lack what whole ones always hold: thresholds and calibration heed it, too
        """
        everything = self.joined(cut_off) if cut_off else self
        thresholds = everything.thresholds()
        found, _ = self.rates(thresholds)
        _, alarms = everything.rates(thresholds)
        ious = self.iou()
        rows = {
            name: {
                "photos": int(self.present[i]),
                "iou": round(float(ious[i]), 4),
                "threshold": round(thresholds[i - 1], 3),
                "found": round(float(found[i]), 3),
                "alarms": round(float(alarms[i]), 3),
            }
            for i, name in enumerate(names, 1)
        }
        mean = float(np.nanmean([row["iou"] for name, row in rows.items() if name != "person"]))
        return {"groups": rows, "mean IoU": round(mean, 4), "calibration": everything.calibration(thresholds)}
