import type { Appearance, BodyPart, Colour, Condition, Order, Position, Relation } from '../query.js'

const COLOUR_WORDS: Readonly<Record<Colour, string>> = {
  black: 'black, ebony',
  white: 'white, ivory, snowy',
  grey: 'grey, gray, silver, silvery',
  red: 'red, crimson, scarlet, maroon, burgundy, reddish',
  orange: 'orange',
  yellow: 'yellow, golden, gold',
  green: 'green, olive, lime, greenish',
  blue: 'blue, navy, turquoise, teal, cyan, azure, bluish',
  purple: 'purple, violet, lilac, lavender, mauve',
  pink: 'pink, magenta, rose, fuchsia',
  brown: 'brown, chestnut, chocolate, ginger',
  beige: 'beige, tan, cream, sandy, khaki',
}

const APPEARANCE_WORDS: Readonly<Partial<Record<Appearance, string>>> = {
  upright: 'upright, vertical',
  lying: 'horizontal',
  tilted: 'tilted, slanted, diagonal, crooked',
  round: 'round, circular, spherical',
  square: 'square, boxy',
  striped: 'striped, stripy, stripey',
  checked: 'checked, checkered, chequered, plaid, tartan',
  spotted: 'spotted, dotted, speckled, dappled, polka-dot',
  plain: 'plain, unpatterned',
  patterned: 'patterned, floral, flowery',
  multicoloured: 'multicoloured, multicolored, colourful, colorful, multi-colored, multi-coloured, rainbow',
}

/** Adjectives that hold of one object, and the condition that each states. */
export const ADJECTIVES: ReadonlyMap<string, Condition> = new Map<string, Condition>([
  ...Object.entries(COLOUR_WORDS).flatMap(([colour, words]) =>
    words
      .split(', ')
      .map((word): [string, Condition] => [word, { kind: 'colour', colour: colour as Colour }]),
  ),
  ...pairs<Condition>(
    { kind: 'colour', colour: 'yellow', part: 'head' },
    'blond, blonde, blond-haired, blonde-haired, fair-haired',
  ),
  ...pairs<Condition>({ kind: 'colour', colour: 'brown', part: 'head' }, 'brunette, brown-haired'),
  ...pairs<Condition>({ kind: 'brightness', brightness: 'dark' }, 'dark'),
  ...pairs<Condition>(
    { kind: 'brightness', brightness: 'light' },
    'light, bright, pale, light-coloured, light-colored',
  ),
  ...pairs<Condition>({ kind: 'size', size: 'large' }, 'big, large, huge, giant, enormous, gigantic, tall'),
  ...pairs<Condition>({ kind: 'size', size: 'small' }, 'small, little, tiny, short, mini, miniature'),
  ...pairs<Condition>({ kind: 'state', state: 'removable' }, 'removable, free, movable'),
  ...pairs<Condition>(
    { kind: 'state', state: 'occluded' },
    'hidden, occluded, obscured, covered, blocked, concealed',
  ),
  ...pairs<Condition>({ kind: 'state', state: 'cut-off' }, 'cut-off, cropped, truncated'),
  ...Object.entries(APPEARANCE_WORDS).flatMap(([appearance, words]) =>
    pairs<Condition>({ kind: 'appearance', appearance: appearance as Appearance }, words),
  ),
  ...pairs<Condition>({ kind: 'state', state: 'complete' }, 'complete, entire, whole, unobstructed, visible'),
])

/** Words for a place in the frame or among the candidates. */
export const PLACES: ReadonlyMap<string, Position> = new Map<string, Position>([
  ...pairs<Position>('left', 'left, left-hand, lefthand'),
  ...pairs<Position>('right', 'right, right-hand, righthand'),
  ...pairs<Position>('top', 'top, upper'),
  ...pairs<Position>('bottom', 'bottom, lower'),
  ...pairs<Position>('middle', 'middle, centre, center, central, mid'),
  ...pairs<Position>('front', 'front, foreground, near'),
  ...pairs<Position>('back', 'back, background, rear, far, distance, distant'),
])

/** Superlatives and comparatives, and the end of which order each picks from. */
export const SUPERLATIVES: ReadonlyMap<string, Order> = new Map<string, Order>([
  ...pairs<Order>('left', 'leftmost, left-most'),
  ...pairs<Order>('right', 'rightmost, right-most'),
  ...pairs<Order>('top', 'topmost, top-most, uppermost, highest, higher'),
  ...pairs<Order>('bottom', 'bottommost, bottom-most, lowest, lowermost, lower-most'),
  ...pairs<Order>('middle', 'middlemost'),
  ...pairs<Order>('front', 'nearest, closest, nearer, closer, foremost'),
  ...pairs<Order>('back', 'farthest, furthest, farther, further, rearmost, backmost'),
  ...pairs<Order>('largest', 'largest, biggest, larger, bigger'),
  ...pairs<Order>('smallest', 'smallest, smaller, tiniest, littlest'),
  ...pairs<Order>('tallest', 'tallest, taller, longest, longer'),
  ...pairs<Order>('shortest', 'shortest, shorter'),
  ...pairs<Order>('widest', 'widest, wider, broadest, fattest'),
  ...pairs<Order>('darkest', 'darkest, darker'),
  ...pairs<Order>('brightest', 'brightest, brighter, lightest, lighter, palest'),
  ...pairs<Order>('narrowest', 'narrowest, narrower, thinnest, slimmest, thinner'),
])

/** "bigger than the dog": comparatives and the relation that each states before "than". */
export const COMPARATIVES: ReadonlyMap<string, Relation> = new Map<string, Relation>([
  ...pairs<Relation>('bigger-than', 'bigger, larger, greater'),
  ...pairs<Relation>('smaller-than', 'smaller, littler, tinier'),
  ...pairs<Relation>('taller-than', 'taller, longer'),
  ...pairs<Relation>('shorter-than', 'shorter'),
  ...pairs<Relation>('wider-than', 'wider, broader, fatter, thicker'),
  ...pairs<Relation>('narrower-than', 'narrower, thinner, slimmer, skinnier'),
  ...pairs<Relation>('nearer-than', 'nearer, closer'),
  ...pairs<Relation>('farther-than', 'farther, further'),
  ...pairs<Relation>('higher-than', 'higher'),
  ...pairs<Relation>('lower-than', 'lower'),
  ...pairs<Relation>('brighter-than', 'brighter, lighter, paler'),
  ...pairs<Relation>('darker-than', 'darker'),
])

/** What people wear or have on them that is no class and shows in no part of its own. */
export const ACCESSORIES: ReadonlySet<string> = new Set(
  'glasses, sunglasses, spectacles, goggles, beard, mustache, moustache, watch, necklace, earring, bracelet, ring, belt, glove, mask, scarf, badge, headphone, earphone, bandana, crown, wig, apron, tattoo, lanyard, shoe, boot, sneaker, sandal, sock, slipper, heel, trainer, makeup, lipstick, ponytail'.split(
    ', ',
  ),
)

/** Garments, by the part of the wearer that shows them. */
export const GARMENTS: ReadonlyMap<string, BodyPart> = new Map<string, BodyPart>([
  ...pairs(
    'head' as const,
    'hat, cap, helmet, hood, bonnet, beret, headscarf, beanie, turban, visor, headband, hair, head',
  ),
  ...pairs(
    'upper' as const,
    'shirt, t-shirt, tshirt, tee, jacket, coat, sweater, jumper, hoodie, sweatshirt, top, vest, blouse, cardigan, jersey, polo, blazer, pullover, waistcoat, tank, singlet, parka, windbreaker, raincoat, anorak, tunic, fleece',
  ),
  ...pairs(
    'lower' as const,
    'trousers, pants, jeans, shorts, skirt, leggings, slacks, tights, chinos, sweatpants, kilt',
  ),
  ...pairs(
    'whole' as const,
    'suit, dress, uniform, outfit, gown, robe, overalls, kimono, clothes, clothing, costume, wetsuit, swimsuit, bikini, jumpsuit, pyjamas, pajamas, tuxedo, sari',
  ),
])

export const NUMBERS: ReadonlyMap<string, number> = new Map(
  'zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty'
    .split(', ')
    .map((word, value) => [word, value]),
)

export const ORDINALS: ReadonlyMap<string, number> = new Map(
  'first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth'
    .split(', ')
    .map((word, index) => [word, index + 1]),
)

function pairs<Value>(value: Value, words: string): [string, Value][] {
  return words.split(', ').map((word) => [word, value])
}
