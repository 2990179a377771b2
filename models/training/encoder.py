"""The frozen encoder, as it ships: in onnxruntime, two threads."""

import onnxruntime
import torch

from training.decoder import LEVELS


class Encoder:
    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the cores are PyTorch's, too
        self.session = onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])

    def __call__(self, image):
        """Feature maps by name, float [1, C, h, w], of a letterboxed image uint8 [h, w, 3]."""
        maps = self.session.run(list(LEVELS), {"image": image[None].numpy()})
        return {name: torch.from_numpy(values) for name, values in zip(LEVELS, maps)}
