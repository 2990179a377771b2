"""Static int8 for the convolutions of an exported graph: weights a channel, activations a tensor (QDQ form)."""

import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static


class Feeds(CalibrationDataReader):
    """Inputs by name, one run after another."""

    def __init__(self, feeds):
        self.feeds = iter(feeds)

    def get_next(self):
        return next(self.feeds, None)


def quantise(model, feeds, keep=(), also=()):
    """The model with 8-bit convolutions, whose ranges are the extremes of a run, averaged over `feeds` (inputs by name).

    Depthwise convolutions stay float32: they gain nothing. So do those whose weights are named in `keep`. Operators of
    the types in `also` read and give 8 bits, too. Weights use seven bits, because processors without VNNI add up pairs of
    products in 16 bits, which eight would overflow.
    """
    chosen = [
        node.name
        for node in model.graph.node
        if node.op_type in also
        or node.op_type == "Conv"
        and not any(a.name == "group" and a.i > 1 for a in node.attribute)
        and not node.input[1].startswith(tuple(keep))
    ]
    copy = onnx.ModelProto()  # the quantiser moves the weights of what it is given to a file
    copy.CopyFrom(model)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quantised.onnx"
        quantize_static(
            copy,
            path,
            Feeds(feeds),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_quantize=chosen,
            op_types_to_quantize=["Conv", *also],
            extra_options={"CalibMovingAverage": True},
        )
        return onnx.load(path)
