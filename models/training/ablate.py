"""What each stage of a trained decoder carries: the validation figures with one of them switched off, without retraining.

    python models/training/ablate.py --data DIR --state RUN/state.pt
"""

import argparse
import json
import sys
from pathlib import Path

import torch

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from training.decoder import MaskDecoder  # noqa: E402
from training.encoder import Encoder  # noqa: E402
from training.evaluate import TorchDecoder, measure, summarise, validation_photos  # noqa: E402


def nothing(decoder):
    pass


def injection(decoder):
    """The cells hold nothing of the encoder's maps."""
    for level in decoder.injection.levels.values():
        for parameter in level.parameters():
            parameter.zero_()


def box_gate(decoder):
    """The whole crop counts as the box."""
    for name, gate in decoder.named_buffers():
        if name.startswith("gate"):
            gate.fill_(1)


def box_code(decoder):
    """The query starts from the pooled features alone."""
    for parameter in decoder.box.parameters():
        parameter.zero_()


def pixel_fusion(decoder):
    """The finer stages see no pixels: strides 1, 2 and 4 of the stem are silent."""
    decoder.up4[0].weight[:, 32:96] = 0
    decoder.up2[0][0].weight[:, 16:48] = 0
    decoder.up1[0].weight[:, 8:16] = 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--state", type=Path, required=True, help="state.pt of a training run")
    options = parser.parse_args()
    torch.set_num_threads(2)
    encoder = Encoder(MODELS / "embedded" / "encoder.onnx")
    photos = validation_photos(options.data)
    weights = torch.load(options.state, weights_only=False)["average"]
    for switched_off in (nothing, injection, box_gate, box_code, pixel_fusion):
        decoder = MaskDecoder().eval().requires_grad_(False)
        decoder.load_state_dict(weights)
        switched_off(decoder)
        figures = summarise(measure(encoder, TorchDecoder(decoder), photos))
        print(f"{switched_off.__name__:>14}", json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
