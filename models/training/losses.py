"""What the decoder is trained on."""

import torch
import torch.nn.functional as F


def mask_loss(logits, targets):
    """Boundary-weighted cross-entropy plus soft Jaccard loss, a number a box; both arguments [N, S, S]."""
    near = (F.avg_pool2d(targets[:, None], 9, 1, 4, count_include_pad=False)[:, 0] - targets).abs()
    weight = 1 + 4 * near
    entropy = F.binary_cross_entropy_with_logits(logits, targets, weight=weight, reduction="none").mean((1, 2))
    soft = logits.sigmoid()
    shared = (soft * targets).sum((1, 2))
    jaccard = 1 - (shared + 1) / ((soft + targets).sum((1, 2)) - shared + 1)
    return entropy + jaccard


def mask_iou(logits, targets):
    """IoU of the thresholded masks: [N]."""
    mask, truth = logits > 0, targets > 0.5
    return (mask & truth).sum((1, 2)) / (mask | truth).sum((1, 2)).clamp(min=1)


def decoder_loss(fine, score, coarse, targets):
    """Both passes are supervised, and the score on the IoU that the second pass reached."""
    reached = mask_iou(fine.detach(), targets)
    masks = mask_loss(fine, targets) + 0.4 * mask_loss(coarse, targets)
    return (masks + 0.5 * F.binary_cross_entropy_with_logits(score, reached, reduction="none")).mean(), reached
