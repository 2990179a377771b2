"""Static int8 for the convolutions of an exported graph: weights a channel, activations a tensor (QDQ form)."""

import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

MOVERS = ("Concat", "DepthToSpace", "Resize")


class Feeds(CalibrationDataReader):
    """Inputs by name, one run after another."""

    def __init__(self, feeds):
        self.feeds = iter(feeds)

    def get_next(self):
        return next(self.feeds, None)


def quantise(model, feeds, keep=(), also=()):
    """The model with 8-bit convolutions, whose ranges are the extremes of a run, averaged over `feeds` (inputs by name).

    Depthwise convolutions stay float32: they gain nothing. So do those whose weights are named in `keep`. The nodes in
    `also` read and give 8 bits, too. Weights use seven bits, because processors without VNNI add up pairs of products in
    16 bits, which eight would overflow.
    """
    chosen = [*convolutions(model, keep), *also]
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
            nodes_to_quantize=[node.name for node in chosen],
            op_types_to_quantize=sorted({node.op_type for node in chosen}),
            extra_options={"CalibMovingAverage": True},
        )
        return onnx.load(path)


def convolutions(model, keep):
    """The nodes that become 8-bit convolutions."""
    return [
        node
        for node in model.graph.node
        if node.op_type == "Conv"
        and not any(a.name == "group" and a.i > 1 for a in node.attribute)
        and not node.input[1].startswith(tuple(keep))
    ]


def movers(model, keep):
    """The nodes that put together, rearrange or scale what 8-bit convolutions read."""
    makers = {name: node for node in model.graph.node for name in node.output}
    found, asked = {}, [node.input[0] for node in convolutions(model, keep)]
    while asked:
        node = makers.get(asked.pop())
        if node is not None and node.op_type in MOVERS and node.name not in found:
            found[node.name] = node
            asked.extend(node.input)
    return list(found.values())
