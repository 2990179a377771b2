"""Reads a TensorFlow.js graph model and runs it op by op, as the reference for the conversion."""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

DTYPES = {"float16": np.float16, "float32": np.float32, "int32": np.int32, "bool": np.bool_}


class TfjsGraph:
    """A frozen graph: `nodes` by name and `weights` by name (float16 at rest, widened to float32)."""

    def __init__(self, json_path):
        json_path = Path(json_path)
        model = json.loads(json_path.read_text())
        self.nodes = {node["name"]: node for node in model["modelTopology"]["node"]}
        self.weights = {}
        for group in model["weightsManifest"]:
            data = b"".join((json_path.parent / path).read_bytes() for path in group["paths"])
            offset = 0
            for entry in group["weights"]:
                dtype = DTYPES[entry.get("quantization", entry)["dtype"]]
                count = int(np.prod(entry["shape"]))
                value = np.frombuffer(data, dtype, count, offset).reshape(entry["shape"])
                offset += value.nbytes
                self.weights[entry["name"]] = value.astype(np.float32) if dtype is np.float16 else value.copy()

    def convolutions(self):
        """(weight [out, in, k, k], bias [out]) of every convolution, in the order of their numbers."""
        def number(name):
            tail = name.rpartition("_")[2]
            return int(tail) if tail.isdigit() else 0

        biases = {
            node["input"][0]: self.weights[node["input"][1]]
            for node in self.nodes.values()
            if node["op"] == "Add" and node["input"][1] in self.weights
        }
        names = sorted((n for n, node in self.nodes.items() if node["op"] == "Conv2D"), key=number)
        for name in names:
            weight = self.weights[self.nodes[name]["input"][1]]
            yield torch.from_numpy(weight).permute(3, 2, 0, 1).contiguous(), torch.from_numpy(biases[name])

    def run(self, image, names):
        """Values of the nodes `names` for `image`, the value of the graph's placeholder."""
        values = {}

        def value(reference):
            name, _, index = reference.partition(":")
            if name not in values:
                node = self.nodes[name]
                if node["op"] == "Placeholder":
                    values[name] = image
                elif node["op"] == "Const":
                    values[name] = torch.from_numpy(np.array(self.weights[name]))
                else:
                    arguments = [value(i) for i in node.get("input", []) if not i.startswith("^")]
                    values[name] = OPERATIONS[node["op"]](node.get("attr", {}), *arguments)
            result = values[name]
            return result[int(index or 0)] if isinstance(result, (list, tuple)) else result

        return [value(name) for name in names]


def _nchw(function):
    """Lets `function` work on channels-first values where the graph holds channels-last ones."""
    return lambda attr, x, *rest: function(attr, x.permute(0, 3, 1, 2), *rest).permute(0, 2, 3, 1)


def _pad(_attr, x, paddings, fill=torch.tensor(0.0)):
    return F.pad(x, paddings.flip(0).flatten().tolist(), value=float(fill))


def _stride(attr):
    return int(attr["strides"]["list"]["i"][1])


def _resize(attr, x, size):
    assert attr["half_pixel_centers"]["b"] and not attr["align_corners"]["b"]
    return F.interpolate(x, size=size.tolist(), mode="bilinear", align_corners=False)


def _sparse_to_dense(_attr, indices, shape, values, default):
    dense = torch.full(shape.tolist(), int(default), dtype=values.dtype)
    dense[indices.reshape(-1, 1).long().t().unbind()] = values
    return dense


OPERATIONS = {
    "Identity": lambda attr, x: x,
    "Pad": _pad,
    "PadV2": _pad,
    "Transpose": lambda attr, x, order: x.permute(*order.tolist()),
    "Conv2D": _nchw(lambda attr, x, w: F.conv2d(x, w.permute(3, 2, 0, 1), stride=_stride(attr))),
    "MaxPool": _nchw(lambda attr, x: F.max_pool2d(x, int(attr["ksize"]["list"]["i"][1]), _stride(attr))),
    "ResizeBilinear": _nchw(_resize),
    "Add": lambda attr, a, b: a + b,
    "AddV2": lambda attr, a, b: a + b,
    "LeakyRelu": lambda attr, x: F.leaky_relu(x, attr["alpha"]["f"]),
    "Sigmoid": lambda attr, x: x.sigmoid(),
    "ConcatV2": lambda attr, *xs: torch.cat(xs[:-1], int(xs[-1])),
    "SplitV": lambda attr, x, sizes, axis: x.split(sizes.tolist(), int(axis)),
    "Reshape": lambda attr, x, shape: x.reshape(shape.tolist()),
    "SparseToDense": _sparse_to_dense,
}
