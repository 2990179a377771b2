"""Fits the decoder's score to the IoU that it predicts, on the validation photos, and keeps the fit in the run's state.

    python models/training/calibrate.py --data DIR --state RUN/state.pt

IoU ~ sigmoid(slope * logit + offset), after Platt (1999), fitted by Newton's method to the IoUs as soft targets. What is
printed as cross-validated comes from fits that never saw the photo (five folds).
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from training.decoder import MaskDecoder  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.evaluate import TorchDecoder, measure, validation_photos  # noqa: E402

FOLDS = 5
BINS = 10


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def fit(logits, ious):
    """Slope and offset of the least cross-entropy."""
    inputs = np.stack([logits, np.ones_like(logits)], 1)
    weights = np.array([1.0, 0.0])
    for _ in range(20):
        expected = sigmoid(inputs @ weights)
        curvature = (inputs * (expected * (1 - expected))[:, None]).T @ inputs + 1e-6 * np.eye(2)
        weights -= np.linalg.solve(curvature, inputs.T @ (expected - ious))
    return weights


def calibration_error(scores, ious):
    """Expected calibration error over ten equal bins of the score (Naeini et al., 2015)."""
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = [abs(scores[bins == b].mean() - ious[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(sum(gaps))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--state", type=Path, required=True, help="state.pt of a run that never saw the validation photos")
    options = parser.parse_args()
    torch.set_num_threads(2)
    state = torch.load(options.state, weights_only=False)
    module = MaskDecoder().eval()
    module.load_state_dict(state["average"])

    encoder, decoder = Encoder(MODELS / "embedded" / "encoder.onnx"), TorchDecoder(module)
    logits, ious, folds = [], [], []
    for index, photo in enumerate(validation_photos(options.data)):
        # Boxes as they come: true ones and ones that are off.
        for row in measure(encoder, decoder, [photo]) + measure(encoder, decoder, [photo], jitter=0.1):
            score = np.clip(row["score"], 1e-6, 1 - 1e-6)
            logits.append(np.log(score / (1 - score)))
            ious.append(row["second"])
            folds.append(index % FOLDS)
    logits, ious, folds = np.array(logits), np.array(ious), np.array(folds)

    held_out = np.empty_like(ious)
    for fold in range(FOLDS):
        slope, offset = fit(logits[folds != fold], ious[folds != fold])
        held_out[folds == fold] = sigmoid(slope * logits[folds == fold] + offset)
    slope, offset = fit(logits, ious)
    print(f"before: ECE {calibration_error(sigmoid(logits), ious):.3f}, correlation {np.corrcoef(logits, ious)[0, 1]:.3f}")
    print(f"cross-validated: ECE {calibration_error(held_out, ious):.3f}, correlation {np.corrcoef(held_out, ious)[0, 1]:.3f}")
    print(f"slope {slope:.3f}, offset {offset:.3f}")
    torch.save(state | {"calibration": (float(slope), float(offset))}, options.state)


if __name__ == "__main__":
    main()
