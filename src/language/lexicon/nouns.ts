import { singular } from './morphology.js'

/** What people call each thing that the embedded engine names (the 80 classes of COCO), beside its own name. */
const SYNONYMS: Readonly<Record<string, string>> = {
  person:
    'man, woman, boy, girl, child, kid, baby, toddler, guy, lady, gentleman, human, player, rider, jockey, cyclist, biker, pedestrian, skier, snowboarder, surfer, skateboarder, skater, batter, pitcher, catcher, umpire, worker, driver, passenger, tourist, chef, cook, waiter, waitress, bride, groom, officer, policeman, soldier, teacher, student, fan, spectator, adult, teenager, somebody, someone, anybody, anyone, everybody, everyone, nobody, fellow, dude, mother, father, mom, dad, son, daughter, couple, crowd, audience, farmer, shepherd, zookeeper, fisherman, climber, runner, walker, swimmer, dancer, singer, musician, photographer',
  bicycle: 'bike, cycle, pushbike, tricycle',
  car: 'automobile, taxi, cab, sedan, suv, jeep, minivan, hatchback, convertible',
  motorcycle: 'motorbike, scooter, moped, vespa',
  airplane: 'plane, aeroplane, aircraft, jet, airliner, jetliner, biplane',
  bus: 'coach, minibus, double decker, school bus',
  train: 'locomotive, tram, subway, metro, railcar, streetcar',
  truck: 'lorry, pickup, pickup truck, van, fire truck, fire engine, tow truck',
  boat: 'ship, sailboat, yacht, canoe, kayak, ferry, dinghy, raft, rowboat, motorboat, vessel, gondola',
  'traffic light': 'stoplight, traffic signal, signal light, semaphore, light',
  'fire hydrant': 'hydrant, fireplug',
  'stop sign': 'stopsign, sign, road sign, street sign, traffic sign',
  'parking meter': 'meter',
  bench: 'park bench, pew',
  bird: 'pigeon, duck, seagull, gull, goose, swan, parrot, owl, eagle, hawk, sparrow, crow, chicken, rooster, hen, penguin, flamingo, pelican, heron, ostrich, peacock, duckling, turkey, dove',
  cat: 'kitten, kitty, pussycat, tomcat, tabby',
  dog: 'puppy, pup, doggy, hound, poodle, terrier, retriever, labrador, bulldog, husky, collie, beagle, dachshund, corgi',
  horse: 'pony, foal, mare, stallion, colt',
  sheep: 'lamb, ram, ewe, goat',
  cow: 'bull, calf, ox, buffalo, steer, cattle, bison',
  elephant: 'baby elephant',
  bear: 'polar bear, grizzly, panda, brown bear, cub',
  zebra: '',
  giraffe: '',
  backpack: 'rucksack, knapsack, bookbag',
  umbrella: 'parasol, sunshade, brolly',
  handbag: 'purse, shoulder bag, tote, clutch, satchel, tote bag',
  tie: 'necktie, bow tie, bowtie',
  suitcase: 'briefcase, trunk, carry-on, valise, travel bag',
  frisbee: 'flying disc',
  skis: 'ski, pair of skis',
  snowboard: '',
  'sports ball':
    'ball, football, soccer ball, basketball, tennis ball, baseball, volleyball, golf ball, rugby ball, beach ball, bowling ball',
  kite: '',
  'baseball bat': 'bat',
  'baseball glove': 'glove, mitt, catchers mitt, baseball mitt',
  skateboard: 'longboard',
  surfboard: 'surf board, bodyboard, paddleboard',
  'tennis racket': 'racket, racquet, tennis racquet',
  bottle: 'water bottle, wine bottle, beer bottle, flask',
  'wine glass': 'wineglass, goblet, champagne glass, glass of wine, stemware',
  cup: 'mug, tumbler, teacup, coffee cup, beaker, coffee mug, paper cup',
  fork: '',
  knife: 'blade, cleaver, butter knife',
  spoon: 'ladle, teaspoon, tablespoon',
  bowl: 'dish, salad bowl, basin',
  banana: '',
  apple: '',
  sandwich: 'burger, hamburger, sub, wrap, cheeseburger, toastie, panini',
  orange: 'tangerine, mandarin, clementine, grapefruit',
  broccoli: '',
  carrot: '',
  'hot dog': 'hotdog, frankfurter, wiener',
  pizza: 'slice of pizza, pizza slice, pizza pie',
  donut: 'doughnut',
  cake: 'cupcake, birthday cake, wedding cake, muffin, cheesecake, gateau',
  chair: 'seat, armchair, stool, rocking chair, deck chair, high chair, wheelchair, lawn chair',
  couch: 'sofa, settee, loveseat, futon',
  'potted plant': 'plant, houseplant, pot plant, flowerpot, planter, bonsai',
  bed: 'mattress, bunk bed, cot, crib, bunk',
  'dining table': 'table, desk, kitchen table, coffee table, dinner table, tabletop',
  toilet: 'loo, lavatory, commode, urinal',
  tv: 'television, tv set, telly, monitor, screen, television set, computer screen, computer monitor, flatscreen, display',
  laptop: 'notebook computer, macbook, laptop computer, notebook',
  mouse: 'computer mouse',
  remote: 'remote control, controller, game controller, wii remote, wiimote, tv remote',
  keyboard: 'computer keyboard',
  'cell phone': 'phone, cellphone, mobile, smartphone, mobile phone, telephone, iphone',
  microwave: 'microwave oven',
  oven: 'stove, cooker, range, stovetop',
  toaster: '',
  sink: 'washbasin, washbowl, basin',
  refrigerator: 'fridge, freezer, icebox',
  book: 'novel, magazine, textbook, paperback, booklet',
  clock: 'wall clock, alarm clock, timepiece, clock face, clock tower',
  vase: 'urn',
  scissors: 'pair of scissors, shears',
  'teddy bear': 'teddy, stuffed animal, plush toy, stuffed bear, stuffed toy, plushie',
  'hair drier': 'hair dryer, hairdryer, blow dryer',
  toothbrush: '',
}

/** Wider words, and what the embedded engine can name under each. */
const KINDS: Readonly<Record<string, string>> = {
  vehicle: 'bicycle, car, motorcycle, airplane, bus, train, truck, boat',
  animal: 'bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe',
  creature: 'bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe',
  pet: 'cat, dog, bird',
  livestock: 'horse, sheep, cow',
  furniture: 'chair, couch, bed, dining table, bench, potted plant',
  food: 'banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut, cake',
  fruit: 'banana, apple, orange',
  vegetable: 'broccoli, carrot',
  luggage: 'suitcase, backpack, handbag',
  baggage: 'suitcase, backpack, handbag',
  bag: 'backpack, handbag, suitcase',
  glass: 'wine glass, cup',
  drink: 'bottle, wine glass, cup',
  cutlery: 'fork, knife, spoon',
  silverware: 'fork, knife, spoon',
  utensil: 'fork, knife, spoon',
  crockery: 'cup, bowl',
  tableware: 'bottle, wine glass, cup, fork, knife, spoon, bowl',
  appliance: 'microwave, oven, toaster, refrigerator, hair drier',
  electronics: 'tv, laptop, mouse, remote, keyboard, cell phone',
  device: 'tv, laptop, mouse, remote, keyboard, cell phone',
  gadget: 'laptop, mouse, remote, keyboard, cell phone',
  computer: 'laptop, tv, keyboard, mouse',
  toy: 'teddy bear, kite, frisbee, sports ball',
  board: 'surfboard, snowboard, skateboard',
  container: 'bottle, cup, bowl, vase, suitcase',
}

/** Nouns for anything at all. */
const ANYTHING = new Set([
  'thing',
  'object',
  'item',
  'everything',
  'anything',
  'something',
  'stuff',
  'nothing',
])

/** ... and for anybody at all. */
const ANYBODY = new Set([
  'everybody',
  'everyone',
  'anybody',
  'anyone',
  'somebody',
  'someone',
  'nobody',
  'human',
])

/** Words that tell people apart by what their outlines do not show. */
const KINDS_OF_PEOPLE = new Set(
  'man, woman, boy, girl, child, kid, baby, toddler, guy, lady, gentleman, adult, teenager, mother, father, mom, dad, son, daughter, bride, groom'.split(
    ', ',
  ),
)

/** True where a label says less than the noun: "person" may be a woman or not. */
export function saysLess(label: string, noun: string): boolean {
  return label === 'person' && KINDS_OF_PEOPLE.has(noun)
}

/** Parts of composite labels ("tree-merged") that name nothing. */
const EMPTY_LABEL_PARTS = new Set(['merged', 'other', 'stuff'])

function split(list: string): string[] {
  return list === '' ? [] : list.split(', ')
}

const LABELS_BY_NOUN = new Map<string, Set<string>>()
for (const [label, words] of Object.entries(SYNONYMS)) {
  for (const word of [label, ...split(words)]) addLabels(word, [label])
}
for (const [kind, labels] of Object.entries(KINDS)) addLabels(kind, split(labels))

function addLabels(noun: string, labels: string[]): void {
  const known = LABELS_BY_NOUN.get(noun)
  if (known) for (const label of labels) known.add(label)
  else LABELS_BY_NOUN.set(noun, new Set(labels))
}

/** Words in the longest noun of the lexicon: how far a reader has to look ahead. */
export const LONGEST_NOUN = Math.max(...[...LABELS_BY_NOUN.keys()].map((noun) => noun.split(' ').length))

/** The noun for "any object". */
export const THING = 'thing'

/** True when the lexicon has the singular noun ("suitcase", "wine glass", "vehicle", "thing"). */
export function isKnownNoun(noun: string): boolean {
  return LABELS_BY_NOUN.has(noun) || ANYTHING.has(noun)
}

/** The noun under which words for anything or anybody are kept: "everything" is "thing", "everyone" is "person". */
export function canonicalNoun(noun: string): string {
  if (ANYBODY.has(noun)) return 'person'
  return ANYTHING.has(noun) ? THING : noun
}

/**
 * Whether a region's label falls under a noun: the label itself, a synonym, a kind that it belongs to, or a word of a
 * composite label ("tree" and "tree-merged"). Labels are free text, since they may be somebody else's.
 */
export function nounNames(noun: string, label: string): boolean {
  if (noun === THING) return true
  const normal = label.toLowerCase()
  if (normal === noun || LABELS_BY_NOUN.get(noun)?.has(normal)) return true
  // A foreign label may itself be a synonym ("puppy") of what the noun names ("dog").
  const named = LABELS_BY_NOUN.get(normal)
  if (!named) return compositeNames(noun, normal)
  return (
    named?.size === 1 && [...named].some((label) => label === noun || LABELS_BY_NOUN.get(noun)?.has(label))
  )
}

/** "tree" and "tree-merged", "sign" and "street sign": a label that the lexicon lacks goes by each of its words. */
function compositeNames(noun: string, label: string): boolean {
  const parts = label.split(/[\s_-]+/).filter((part) => !EMPTY_LABEL_PARTS.has(part))
  return parts.join(' ') === noun || parts.map(singular).includes(noun)
}

/** Those of `things` that go by a noun. */
export function thingsNamed<Thing extends { readonly label: string }>(
  noun: string,
  things: readonly Thing[],
): Thing[] {
  return things.filter(({ label }) => nounNames(noun, label))
}
