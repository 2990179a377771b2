"""Exports a trained mask decoder to models/embedded/decoder.onnx, its convolutions in int8, and checks both steps.

    python models/training/export.py --data DIR --state RUN/state.pt
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from convert.nanodet import CHANNELS, FEATURE_STRIDES  # noqa: E402
from convert.onnx_files import session_of, update_manifest, write  # noqa: E402
from convert.quantise import movers, quantise  # noqa: E402
from training.augment import draw_sample  # noqa: E402
from training.decoder import CONTEXT, CROP, LEVELS, MaskDecoder  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.evaluate import training_photos  # noqa: E402
from training.losses import mask_iou  # noqa: E402

TOLERANCE = 1e-3  # of a logit, before weights become smaller
ALIKE = 0.95  # mean IoU of the int8 masks with the float32 ones
VIEWS = 40  # of photos, for the ranges of the activations
CHECKED_VIEWS = 10
# The score suffers; the finest pixels suffer, and are no slower.
KEPT_FLOAT = ("decoder.judge", "decoder.stem.pixels", "decoder.stem.stem", "decoder.stem.stage2")


class Decoder(nn.Module):
    """The graph that ships, its score calibrated: feature maps, boxes [N, 4], crops uint8 [N, S, S, 3], hints [N, 2, S, S] to logits [N, S, S] and IoU [N]."""

    def __init__(self, decoder, calibration):
        super().__init__()
        self.decoder = decoder
        self.slope, self.offset = calibration

    def forward(self, features, boxes, crops, hints):
        fine, score, _ = self.decoder(features, boxes, crops, hints)
        return fine, (self.slope * score + self.offset).sigmoid()


def example(rows, columns, count, seed):
    """Inputs like an encoder's, for an image of 32 * rows by 32 * columns pixels and `count` boxes."""
    rng = np.random.default_rng(seed)
    features = {}
    for name in LEVELS:
        factor = 32 // FEATURE_STRIDES[name]
        shape = (1, CHANNELS[name], rows * factor, columns * factor)
        features[name] = torch.from_numpy(rng.normal(0, 0.5, shape).astype(np.float32))
    corners = rng.uniform(0, 0.5, (count, 2)) * (columns * 32, rows * 32)
    sides = rng.uniform(0.1, 0.5, (count, 2)) * (columns * 32, rows * 32)
    boxes = torch.from_numpy(np.concatenate([corners, corners + sides], 1).astype(np.float32))
    crops = torch.from_numpy(rng.integers(0, 256, (count, CROP, CROP, 3), np.uint8))
    hints = torch.from_numpy(rng.integers(-1, 2, (count, 2, CROP, CROP)).astype(np.float32))
    return features, boxes, crops, hints


def dynamic_shapes():
    rows, columns, count = torch.export.Dim("rows"), torch.export.Dim("columns"), torch.export.Dim("count", min=1)
    features = {
        name: {2: 32 // FEATURE_STRIDES[name] * rows, 3: 32 // FEATURE_STRIDES[name] * columns} for name in LEVELS
    }
    return {"features": features, "boxes": {0: count}, "crops": {0: count}, "hints": {0: count}}


def feeds_of(features, boxes, crops, hints):
    """Inputs of the graph by name, as onnxruntime takes them."""
    inputs = {**features, "boxes": boxes, "crops": crops, "hints": hints}
    return {name: value.numpy() for name, value in inputs.items()}


def draw_feeds(data, count, seed=0):
    """Inputs of the graph from views of training photos, as the training draws them: boxes off, clicks, rough masks."""
    photos = training_photos(data)
    rng = np.random.default_rng(seed)
    encoder = Encoder(MODELS / "embedded" / "encoder.onnx")
    feeds = []
    while len(feeds) < count:
        sample = draw_sample(photos[rng.integers(len(photos))], None, 8, rng)
        if sample:
            feeds.append(feeds_of(encoder(sample.image), sample.boxes, sample.crops, sample.hints))
    return feeds


def check_faithful(model, graph):
    """Stops unless the exported model gives what the PyTorch module gives."""
    session = session_of(model)
    for rows, columns, count in ((10, 13, 3), (13, 9, 1), (4, 4, 7)):
        inputs = example(rows, columns, count, seed=rows)
        logits, iou = session.run(["logits", "iou"], feeds_of(*inputs))
        with torch.inference_mode():
            wanted_logits, wanted_iou = graph(*inputs)
        scale = float(wanted_logits.abs().mean())
        error = float((wanted_logits - torch.from_numpy(logits)).abs().max()) / max(1.0, scale)
        score_error = float((wanted_iou - torch.from_numpy(iou)).abs().max())
        size = f"{columns * 32} x {rows * 32}"
        print(f"{count} boxes on {size}: logits differ by {error:.1e}, scores by {score_error:.1e}")
        if max(error, score_error) > TOLERANCE:
            sys.exit("the exported decoder is not faithful")


def check_alike(small, model, feeds):
    """Stops unless the masks of the quantised model are those of the float32 one, nearly."""
    sessions = session_of(model), session_of(small)
    ious, score_errors = [], []
    for inputs in feeds:
        (logits, iou), (small_logits, small_iou) = (s.run(["logits", "iou"], inputs) for s in sessions)
        ious.extend(mask_iou(torch.from_numpy(small_logits), (torch.from_numpy(logits) > 0).float()).tolist())
        score_errors.extend(np.abs(small_iou - iou))
    print(f"int8 on {len(ious)} boxes: mean IoU with float32 {np.mean(ious):.3f}, scores differ by {np.mean(score_errors):.3f}")
    if np.mean(ious) < ALIKE:
        sys.exit("int8 changes the masks too much")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--state", type=Path, required=True, help="state.pt of a training run")
    parser.add_argument("--calibrated", type=Path, help="state.pt whose calibration to take, where --state has none")
    options = parser.parse_args()
    decoder = MaskDecoder()
    state = torch.load(options.state, weights_only=False)
    decoder.load_state_dict(state["average"])
    calibrated = torch.load(options.calibrated, weights_only=False) if options.calibrated else state
    graph = Decoder(decoder, calibrated.get("calibration", (1.0, 0.0))).eval()

    model = torch.onnx.export(
        graph,
        example(10, 13, 3, 0),
        dynamo=True,
        dynamic_shapes=dynamic_shapes(),
        input_names=[*LEVELS, "boxes", "crops", "hints"],
        output_names=["logits", "iou"],
        opset_version=20,
    ).model_proto
    check_faithful(model, graph)
    feeds = draw_feeds(options.data, VIEWS + CHECKED_VIEWS)
    small = quantise(model, feeds[:VIEWS], KEPT_FLOAT, also=movers(model, KEPT_FLOAT))
    check_alike(small, model, feeds[VIEWS:])
    path = MODELS / "embedded" / "decoder.onnx"
    write(small, path)
    update_manifest(
        "decoder",
        path,
        cropSize=CROP,
        context=CONTEXT,
        features=list(LEVELS),
        licence="Apache-2.0",
        source="trained by models/training; see models/README.md",
    )


if __name__ == "__main__":
    main()
