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

from convert.nanodet import NanoDet, normalise  # noqa: E402
from training.augment import INPUT_SIZE, jittered  # noqa: E402
from training.data import THINGS, load_set  # noqa: E402
from training.decoder import CONTEXT, CROP, LEVELS, MaskDecoder  # noqa: E402
from training.resample import crop_rectangle, letterbox, resample, to_bytes, write_back  # noqa: E402


class OnnxPredictor:
    """The two ONNX files in onnxruntime, two threads."""

    def __init__(self, folder):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.encoder, self.decoder = (
            onnxruntime.InferenceSession(folder / f"{name}.onnx", options, ["CPUExecutionProvider"])
            for name in ("encoder", "decoder")
        )

    def encode(self, image):
        return dict(zip(LEVELS, self.encoder.run(list(LEVELS), {"image": image[None].numpy()})))

    def decode(self, features, boxes, crops):
        """Logits [N, S, S] by pass (the files give the second one only) and scores [N]."""
        inputs = {"boxes": boxes.numpy(), "crops": crops.numpy(), **features}
        logits, iou = self.decoder.run(["logits", "iou"], inputs)
        return {"second": logits}, iou


class TorchPredictor:
    """The PyTorch modules that the training holds."""

    def __init__(self, encoder, decoder):
        self.encoder, self.decoder = encoder, decoder

    def encode(self, image):
        return self.encoder(normalise(image[None]))[0]

    def decode(self, features, boxes, crops):
        fine, score, coarse = self.decoder(features, boxes, crops)
        return {"second": fine.numpy(), "first": coarse.numpy()}, score.sigmoid().numpy()


def predict(predictor, photo, boxes):
    """Masks (bool [H, W]) by pass, and scores, of boxes x0 y0 x1 y1 on a photo."""
    height, width = photo.pixels.shape[:2]
    image, scale = letterbox(photo.pixels, INPUT_SIZE)
    rectangles = [crop_rectangle(box, CONTEXT) for box in boxes]
    crops = torch.stack([to_bytes(resample(photo.pixels, r, CROP, CROP)) for r in rectangles])
    scaled = torch.tensor([[v * scale for v in box] for box in boxes], dtype=torch.float32)
    passes, scores = predictor.decode(predictor.encode(image), scaled, crops)
    masks = {
        name: [write_back(l, r, height, width) for l, r in zip(logits, rectangles)] for name, logits in passes.items()
    }
    return masks, scores


def truth_of(thing, shape):
    mask = np.zeros(shape, bool)
    mask[thing.y : thing.y + thing.mask.shape[0], thing.x : thing.x + thing.mask.shape[1]] = thing.mask
    return mask


@torch.inference_mode()
def measure(predictor, photos, jitter=0.0, seed=0):
    """IoU a thing by pass, its area and its score, over the things of `photos`."""
    rng = np.random.default_rng(seed)
    rows = []
    for photo in photos:
        things = [t for t in photo.things if t.category <= THINGS]
        if not things:
            continue
        boxes = [jittered(t.box, rng, jitter) for t in things]
        masks, scores = predict(predictor, photo, boxes)
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


def validation_photos(data):
    split = set(json.loads((Path(data) / "coco" / "split.json").read_text())["val"])
    return load_set(Path(data) / "coco", lambda image_id: image_id in split)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--state", type=Path, help="state.pt of a training run, instead of the ONNX files")
    options = parser.parse_args()
    torch.set_num_threads(2)
    folder = MODELS / "embedded"
    if options.state:
        decoder = MaskDecoder().eval()
        decoder.load_state_dict(torch.load(options.state, weights_only=False)["average"])
        predictor = TorchPredictor(NanoDet.from_onnx(folder / "encoder.onnx"), decoder)
    else:
        predictor = OnnxPredictor(folder)
    photos = validation_photos(options.data)
    print("true boxes    ", json.dumps(summarise(measure(predictor, photos))))
    print("jittered 10%  ", json.dumps(summarise(measure(predictor, photos, jitter=0.1))))


if __name__ == "__main__":
    main()
