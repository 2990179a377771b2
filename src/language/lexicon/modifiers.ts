import type { BodyPart, Colour, Condition, Order, Position } from '../query.js'

const COLOUR_WORDS: Readonly<Record<Colour, string>> = {
  black: 'black, ebony',
  white: 'white, ivory, snowy',
  grey: 'grey, gray, silver, silvery',
  red: 'red, crimson, scarlet, maroon, burgundy, reddish',
  orange: 'orange',
  yellow: 'yellow, golden, gold, blond, blonde',
  green: 'green, olive, lime, greenish',
  blue: 'blue, navy, turquoise, teal, cyan, azure, bluish',
  purple: 'purple, violet, lilac, lavender, mauve',
  pink: 'pink, magenta, rose, fuchsia',
  brown: 'brown, chestnut, chocolate, ginger',
  beige: 'beige, tan, cream, sandy, khaki',
}

/** Adjectives that hold of one object, and the condition that each states. */
export const ADJECTIVES: ReadonlyMap<string, Condition> = new Map<string, Condition>([
  ...Object.entries(COLOUR_WORDS).flatMap(([colour, words]) =>
    words
      .split(', ')
      .map((word): [string, Condition] => [word, { kind: 'colour', colour: colour as Colour }]),
  ),
  ...pairs<Condition>({ kind: 'brightness', brightness: 'dark' }, 'dark, darker'),
  ...pairs<Condition>(
    { kind: 'brightness', brightness: 'light' },
    'light, bright, pale, lighter, light-coloured',
  ),
  ...pairs<Condition>({ kind: 'size', size: 'large' }, 'big, large, huge, giant, tall'),
  ...pairs<Condition>({ kind: 'size', size: 'small' }, 'small, little, tiny, short, mini'),
  ...pairs<Condition>({ kind: 'state', state: 'removable' }, 'removable, free, movable'),
  ...pairs<Condition>({ kind: 'state', state: 'occluded' }, 'hidden, occluded, obscured, covered, blocked'),
  ...pairs<Condition>({ kind: 'state', state: 'complete' }, 'complete, entire, whole, unobstructed'),
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
  ...pairs<Order>('bottom', 'bottommost, bottom-most, lowest, lowermost'),
  ...pairs<Order>('middle', 'middlemost'),
  ...pairs<Order>('front', 'nearest, closest, nearer, closer, foremost'),
  ...pairs<Order>('back', 'farthest, furthest, farther, further, rearmost, backmost'),
  ...pairs<Order>('largest', 'largest, biggest, larger, bigger'),
  ...pairs<Order>('smallest', 'smallest, smaller, tiniest, littlest'),
  ...pairs<Order>('tallest', 'tallest, taller, longest, longer'),
  ...pairs<Order>('shortest', 'shortest, shorter'),
  ...pairs<Order>('widest', 'widest, wider, broadest, fattest'),
  ...pairs<Order>('narrowest', 'narrowest, narrower, thinnest, slimmest, thinner'),
])

/** Garments, by the part of the wearer that shows them. */
export const GARMENTS: ReadonlyMap<string, BodyPart | 'whole'> = new Map<string, BodyPart | 'whole'>([
  ...pairs('head' as const, 'hat, cap, helmet, hood, bonnet, beret, headscarf, beanie, turban, hair'),
  ...pairs(
    'upper' as const,
    'shirt, t-shirt, tshirt, tee, jacket, coat, sweater, jumper, hoodie, sweatshirt, top, vest, blouse, cardigan, jersey, polo, blazer, pullover, waistcoat',
  ),
  ...pairs('lower' as const, 'trousers, pants, jeans, shorts, skirt, leggings, slacks, tights'),
  ...pairs(
    'whole' as const,
    'suit, dress, uniform, outfit, gown, robe, overalls, kimono, clothes, clothing, costume',
  ),
])

export const NUMBERS: ReadonlyMap<string, number> = new Map(
  'zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve'
    .split(', ')
    .map((word, value) => [word, value]),
)

export const ORDINALS: ReadonlyMap<string, number> = new Map(
  'first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth'
    .split(', ')
    .map((word, index) => [word, index + 1]),
)

function pairs<Value>(value: Value, words: string): [string, Value][] {
  return words.split(', ').map((word) => [word, value])
}
