"""Measures the decoder on true boxes: masks are written back at image resolution and compared.

    python models/training/evaluate.py --data DIR                        # the ONNX files of models/embedded
    python models/training/evaluate.py --data DIR --state RUN/state.pt   # a training run; tells both passes apart
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from training.augment import INPUT_SIZE, jittered  # noqa: E402
from training.data import THINGS, load_set  # noqa: E402
from training.decoder import CONTEXT, CROP, MaskDecoder  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.resample import crop_rectangle, letterbox, resample, to_bytes, write_back  # noqa: E402


class OnnxDecoder:
    """decoder.onnx in onnxruntime, two threads."""

    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])

    def __call__(self, features, boxes, crops, hints):
        """Logits [N, S, S] by pass (the file gives the second one only) and scores [N]."""
        inputs = {"boxes": boxes, "crops": crops, "hints": hints, **features}
        logits, iou = self.session.run(["logits", "iou"], {name: value.numpy() for name, value in inputs.items()})
        return {"second": logits}, iou


class TorchDecoder:
    """The PyTorch module that the training holds."""

    def __init__(self, module):
        self.module = module

    def __call__(self, features, boxes, crops, hints):
        fine, score, coarse = self.module(features, boxes, crops, hints)
        return {"second": fine.numpy(), "first": coarse.numpy()}, score.sigmoid().numpy()


def predict(encoder, decoder, photo, boxes):
    """Masks (bool [H, W]) by pass, and scores, of boxes x0 y0 x1 y1 on a photo."""
    height, width = photo.pixels.shape[:2]
    image, scale = letterbox(photo.pixels, INPUT_SIZE)
    rectangles = [crop_rectangle(box, CONTEXT) for box in boxes]
    crops = torch.stack([to_bytes(resample(photo.pixels, r, CROP, CROP)) for r in rectangles])
    scaled = torch.tensor([[v * scale for v in box] for box in boxes], dtype=torch.float32)
    passes, scores = decoder(encoder(image), scaled, crops, torch.zeros(len(boxes), 2, CROP, CROP))
    masks = {
        name: [write_back(l, r, height, width) for l, r in zip(logits, rectangles)] for name, logits in passes.items()
    }
    return masks, scores


def truth_of(thing, shape):
    mask = np.zeros(shape, bool)
    mask[thing.y : thing.y + thing.mask.shape[0], thing.x : thing.x + thing.mask.shape[1]] = thing.mask
    return mask


@torch.inference_mode()
def measure(encoder, decoder, photos, jitter=0.0, seed=0):
    """IoU a thing by pass, its area and its score, over the things of `photos`."""
    rng = np.random.default_rng(seed)
    rows = []
    for photo in photos:
        things = [t for t in photo.things if t.category <= THINGS]
        if not things:
            continue
        boxes = [jittered(t.box, rng, jitter) for t in things]
        masks, scores = predict(encoder, decoder, photo, boxes)
        for index, thing in enumerate(things):
            truth = truth_of(thing, photo.pixels.shape[:2])
            ious = {name: (m[index] & truth).sum() / max(1, (m[index] | truth).sum()) for name, m in masks.items()}
            rows.append({**ious, "area": thing.area, "score": float(scores[index])})
    return rows


def summarise(rows):
    """The figures of the model card."""
    column = {name: np.array([row[name] for row in rows], float) for name in rows[0]}
    iou, area = column["second"], column["area"]
    medium = area > 32**2
    figures = {
        "objects": len(rows),
        "all": iou.mean(),
        ">32": iou[medium].mean(),
        ">96": iou[area > 96**2].mean(),
        **{f"P@{t}": (iou[medium] > t).mean() for t in (0.5, 0.75, 0.9)},
        "score-IoU correlation": np.corrcoef(iou, column["score"])[0, 1],
    }
    if "first" in column:
        first = column["first"][medium]
        figures |= {"first pass >32": first.mean(), "first pass P@0.9": (first > 0.9).mean()}
    return {name: round(float(value), 4) for name, value in figures.items()}


def validation_ids(data):
    return set(json.loads((Path(data) / "coco" / "split.json").read_text())["val"])


def validation_photos(data):
    held_out = validation_ids(data)
    return load_set(Path(data) / "coco", lambda image_id: image_id in held_out)


def training_photos(data):
    held_out = validation_ids(data)
    return load_set(Path(data) / "coco", lambda image_id: image_id not in held_out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--state", type=Path, help="state.pt of a training run, instead of the ONNX files")
    options = parser.parse_args()
    torch.set_num_threads(2)
    encoder = Encoder(MODELS / "embedded" / "encoder.onnx")
    if options.state:
        module = MaskDecoder().eval()
        module.load_state_dict(torch.load(options.state, weights_only=False)["average"])
        decoder = TorchDecoder(module)
    else:
        decoder = OnnxDecoder(MODELS / "embedded" / "decoder.onnx")
    photos = validation_photos(options.data)
    print("true boxes    ", json.dumps(summarise(measure(encoder, decoder, photos))))
    print("jittered 10%  ", json.dumps(summarise(measure(encoder, decoder, photos, jitter=0.1))))


if __name__ == "__main__":
    main()
