"""What the exports share: sessions to check a model, half-size storage of the weights, and the manifest."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

MODELS = Path(__file__).resolve().parents[1]
LARGE = 256  # numbers; smaller initialisers stay float32


def session_of(model):
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def store_half(model):
    """Keeps large float32 initialisers as float16 behind a Cast, which onnxruntime folds at load."""
    casts = []
    for initialiser in model.graph.initializer:
        value = numpy_helper.to_array(initialiser)
        if value.dtype == np.float32 and value.size >= LARGE:
            name = initialiser.name
            initialiser.CopyFrom(numpy_helper.from_array(value.astype(np.float16), name + ".half"))
            casts.append(helper.make_node("Cast", [name + ".half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = casts + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def save(program, path):
    """Writes an exported program in half-size storage, without what only its exporter reads."""
    write(program.model_proto, path)


def write(model, path):
    """Writes a model in half-size storage, without what only an exporter reads."""
    store_half(model)
    for node in model.graph.node:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        value.ClearField("metadata_props")
    model.graph.ClearField("metadata_props")
    model.graph.ClearField("value_info")
    del model.metadata_props[:]
    onnx.checker.check_model(model, full_check=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def update_manifest(part, path, **facts):
    """Writes what is known of one model file into models/manifest.json."""
    manifest_path = MODELS / "manifest.json"
    manifest = json.loads(manifest_path.read_text()) if manifest_path.exists() else {}
    manifest.update(facts.pop("top_level", {}))
    manifest[part] = {
        "file": path.relative_to(MODELS).as_posix(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        **facts,
    }
    manifest_path.write_text(json.dumps(manifest, indent=2) + "\n")
