"""Trains the head for garments on the frozen trunk of EfficientNet-Lite0, and measures it.

    python models/training/garments.py --data DIR --trunk efficientnet-lite0-57934424.pth --out DIR
    python models/training/garments.py ... --out DIR --start DIR/state.pt --steps 600 --seed 1   # goes on

It learns from four fifths of the photos and is measured on the last one (seeded, `SPLIT_SEED` of garments_data.py).
OUT/views*.pt keep the feature maps of the training views, OUT/state.pt the weights, OUT/split.json the figures.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from training.garments_data import (  # noqa: E402
    GROUPS, LONGER, backgrounds, crop_of, load, person_box, random_view,
)  # fmt: skip
from training.lite import CHANNELS, STRIDES, Trunk  # noqa: E402
from training.resample import letterbox  # noqa: E402
from training.semantic import Head, Judge, at_size, class_weights, train_head  # noqa: E402

ROUNDS = (True, False, True, False, True)  # one view of each photo a round: most of the body, or a part of it
LEAST = 0.001  # share of a crop that counts as there
LEVELS_READ = {name: (CHANNELS[name], STRIDES[name]) for name in CHANNELS}


def new_head():
    return Head(LEVELS_READ, len(GROUPS) + 1, width=64, dropout=0.1)


@torch.inference_mode()
def make_views(photos, scenes, trunk, tall, seed):
    """Feature maps float16 and labels of one view of each photo."""
    rng = np.random.default_rng(seed)
    kept = {name: [] for name in CHANNELS}
    labels = []
    for photo, truth in photos:
        view, target = random_view(photo.pixels, truth, scenes, rng, tall)
        for name, values in trunk(view[None]).items():
            kept[name].append(values.half())
        labels.append(target)
    features = {name: torch.cat(values) for name, values in kept.items()}
    return {"features": features, "labels": torch.stack(labels)}


def fit(rounds, steps, batch, seed, start=None):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    head = new_head()
    for name in CHANNELS:
        head.standardise(name, rounds[0]["features"][name][:64].float())
    if start:
        head.load_state_dict(torch.load(start, weights_only=True))

    def draw():
        views = rounds[rng.integers(len(rounds))]
        chosen = torch.from_numpy(np.sort(rng.choice(len(views["labels"]), batch, False)))
        return {name: values[chosen].float() for name, values in views["features"].items()}, views["labels"][chosen]

    weights = class_weights([views["labels"] for views in rounds], len(GROUPS) + 1)
    return train_head(head, draw, weights, steps, 2e-3)


@torch.inference_mode()
def judge_photo(head, trunk, photo, labels, judges):
    """Judges the whole person with the first judge, and what a picture cut off above or below the hips with the second."""
    height, width = labels.shape
    x0, y0, x1, y1 = person_box(labels)
    middle = (y0 + y1) // 2
    for judge, box in zip((*judges, judges[1]), ((x0, y0, x1, y1), (x0, y0, x1, middle), (x0, middle, x1, y1))):
        left, top, right, bottom = crop_of(box, height, width)
        if judge is judges[1]:  # the frame ends here: nothing of the other half is seen
            top, bottom = max(top, box[1]), min(bottom, box[3])
        crop = labels[top:bottom, left:right]
        image, scale = letterbox(photo.pixels[top:bottom, left:right], LONGER)
        content = [max(1, int(side * scale + 0.5)) for side in crop.shape]
        judge.add(at_size(head(trunk(image[None])), head.finest, content, *crop.shape), crop)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--trunk", type=Path, required=True, help="efficientnet-lite0-57934424.pth")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    trunk = Trunk.pretrained(options.trunk)
    train, validation = load(options.data)
    scenes = None
    rounds = []
    for index, tall in enumerate(ROUNDS):
        cached = options.out / f"views{index}.pt"
        if not cached.exists():
            scenes = scenes or backgrounds(options.data)
            torch.save(make_views(train, scenes, trunk, tall, seed=index), cached)
        rounds.append(torch.load(cached, mmap=True))
    head = fit(rounds, options.steps, options.batch, options.seed, options.start)
    torch.save(head.state_dict(), options.out / "state.pt")
    judges = [Judge(len(GROUPS) + 1, LEAST) for _ in range(2)]
    for photo, labels in validation:
        judge_photo(head, trunk, photo, labels, judges)
    measured = judges[0].report(GROUPS, cut_off=judges[1])
    (options.out / "split.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
