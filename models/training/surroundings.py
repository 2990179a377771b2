"""Trains the head for surroundings on the frozen encoder's feature maps.

    python models/training/surroundings.py --data DIR --out DIR               # five folds: figures, thresholds, calibration
    python models/training/surroundings.py --data DIR --out DIR --everything  # the weights that ship, on all photos

OUT/views.pt keeps the feature maps of the training views, OUT/folds.json what was measured, OUT/state.pt the weights.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from convert.nanodet import CHANNELS, FEATURE_STRIDES  # noqa: E402
from training.decoder import LEVELS  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.resample import letterbox  # noqa: E402
from training.semantic import Head, Judge, at_size, class_weights, train_head  # noqa: E402
from training.surroundings_data import GROUPS, load, random_view  # noqa: E402

INPUT_SIZE = 416  # the longer side of whole photos, as the encoder sees them
FOLDS = 5
FOLD_SEED = 5
VIEWS, THING_VIEWS = 8, 100  # views of each photo with stuff; photos of things alone, one view each
THING_ODDS = 0.25  # of drawing one of these over one of the others
LEAST = 0.005  # share of a photo that counts as there
LEVELS_READ = {name: (CHANNELS[name], FEATURE_STRIDES[name]) for name in LEVELS}


def new_head():
    return Head(LEVELS_READ, len(GROUPS) + 1, width=64)


def make_views(complete, things, encoder):
    """Feature maps float16 and labels of random views; `photo` is the index among the complete ones, below 0 for others."""
    rng = np.random.default_rng(0)
    chosen = [(i, *item) for _ in range(VIEWS) for i, item in enumerate(complete)]
    chosen += [(-1 - i, *item) for i, item in enumerate(things[:THING_VIEWS])]
    kept = {name: [] for name in LEVELS}
    labels = []
    for _, photo, truth in chosen:
        view, target = random_view(photo.pixels, truth, rng)
        for name, values in encoder(view).items():
            kept[name].append(values.half())
        labels.append(target)
    features = {name: torch.cat(values) for name, values in kept.items()}
    return {"features": features, "labels": torch.stack(labels), "photo": torch.tensor([i for i, *_ in chosen])}


def fit(views, rows, steps, batch, seed):
    """A head trained on some rows of the views."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    head = new_head()
    sample = torch.from_numpy(np.sort(rng.choice(rows, 32, False)))
    for name in LEVELS:
        head.standardise(name, views["features"][name][sample].float())
    odds = np.where(views["photo"][rows] < 0, THING_ODDS, 1.0)
    odds /= odds.sum()

    def draw():
        chosen = torch.from_numpy(np.sort(rng.choice(rows, batch, False, p=odds)))
        features = {name: values[chosen].float() for name, values in views["features"].items()}
        return features, views["labels"][chosen]

    weights = class_weights([views["labels"][rows]], len(GROUPS) + 1)
    return train_head(head, draw, weights, steps, 2e-3)


@torch.inference_mode()
def judge_photo(head, encoder, photo, labels, judge):
    image, scale = letterbox(photo.pixels, INPUT_SIZE)
    height, width = labels.shape
    content = [max(1, int(side * scale + 0.5)) for side in (height, width)]
    judge.add(at_size(head(encoder(image)), head.finest, content, height, width), labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--steps", type=int, default=250)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(MODELS / "embedded" / "encoder.onnx")
    complete, things = load(options.data)
    cached = options.out / "views.pt"
    if not cached.exists():
        torch.save(make_views(complete, things, encoder), cached)
    views = torch.load(cached, mmap=True)
    photo = views["photo"].numpy()
    if options.everything:
        head = fit(views, np.arange(len(photo)), options.steps, options.batch, seed=0)
        torch.save(head.state_dict(), options.out / "state.pt")
        return
    fold_of = np.random.default_rng(FOLD_SEED).permutation(len(complete)) % FOLDS
    judge = Judge(len(GROUPS) + 1, LEAST)
    for fold in range(FOLDS):
        rows = np.flatnonzero((photo < 0) | (fold_of[np.maximum(photo, 0)] != fold))
        head = fit(views, rows, options.steps, options.batch, seed=fold)
        torch.save(head.state_dict(), options.out / f"fold{fold}.pt")
        for i in np.flatnonzero(fold_of == fold):
            judge_photo(head, encoder, *complete[i], judge)
        print(f"fold {fold}: mean IoU so far {np.nanmean(judge.iou()[1:]):.3f}", flush=True)
    measured = judge.report(GROUPS)
    (options.out / "folds.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
