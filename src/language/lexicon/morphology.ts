/** Plurals that no rule gives; words that are their own plural map to themselves. */
const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  persons: 'person',
  men: 'man',
  women: 'woman',
  children: 'child',
  kids: 'kid',
  feet: 'foot',
  teeth: 'tooth',
  mice: 'mouse',
  geese: 'goose',
  oxen: 'ox',
  calves: 'calf',
  knives: 'knife',
  loaves: 'loaf',
  leaves: 'leaf',
  shelves: 'shelf',
  scarves: 'scarf',
  wolves: 'wolf',
  halves: 'half',
  buses: 'bus',
  couches: 'couch',
  benches: 'bench',
  sandwiches: 'sandwich',
  toothbrushes: 'toothbrush',
  potatoes: 'potato',
  tomatoes: 'tomato',
  skis: 'skis',
  scissors: 'scissors',
  glasses: 'glass',
  sunglasses: 'sunglasses',
  trousers: 'trousers',
  jeans: 'jeans',
  pants: 'pants',
  shorts: 'shorts',
  goggles: 'goggles',
  leggings: 'leggings',
  sweatpants: 'sweatpants',
  sheep: 'sheep',
  fish: 'fish',
  deer: 'deer',
  cattle: 'cow',
  aircraft: 'aircraft',
  luggage: 'luggage',
  furniture: 'furniture',
  food: 'food',
  ones: 'one',
  collies: 'collie',
  cookies: 'cookie',
  movies: 'movie',
  brownies: 'brownie',
  smoothies: 'smoothie',
  hoodies: 'hoodie',
  selfies: 'selfie',
  birdies: 'birdie',
  goalies: 'goalie',
  rookies: 'rookie',
  zombies: 'zombie',
  kitties: 'kitty',
}

const IRREGULAR_PLURAL = new Map(
  Object.entries(IRREGULAR)
    .filter(([plural]) => plural !== 'persons' && plural !== 'cattle')
    .map(([plural, singular]) => [singular, plural]),
)
/** Labels that speak of several already. */
export const PAIRS: ReadonlySet<string> = new Set(['shoes', 'glasses', 'tights', 'trousers', 'shorts'])
const NEVER_PLURAL = /(ss|us|is|ics)$/

/** "suitcases" to "suitcase"; a word that is no plural comes back as it is. */
export function singular(word: string): string {
  const irregular = IRREGULAR[word]
  if (irregular) return irregular
  if (word.length < 4 || !word.endsWith('s') || NEVER_PLURAL.test(word)) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}

/** True when the word form itself says "several": "dogs", "people"; not for "sheep", which leaves it open. */
export function isPlural(word: string): boolean {
  return singular(word) !== word
}

/** "suitcase" to "suitcases"; of a compound the last word changes: "wine glass" to "wine glasses". */
export function plural(noun: string): string {
  const space = noun.lastIndexOf(' ')
  if (space >= 0) return `${noun.slice(0, space + 1)}${plural(noun.slice(space + 1))}`
  if (PAIRS.has(noun)) return noun
  const irregular = IRREGULAR_PLURAL.get(noun)
  if (irregular) return irregular
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  if (/(s|x|z|ch|sh)$/.test(noun)) return `${noun}es`
  return `${noun}s`
}

/** "1 dog", "3 dogs", "1 pair of shoes" */
export function counted(count: number, noun: string): string {
  return PAIRS.has(noun)
    ? `${count} ${count === 1 ? 'pair' : 'pairs'} of ${noun}`
    : `${count} ${count === 1 ? noun : plural(noun)}`
}

/** "a, b and c" */
export function listed(items: readonly string[], conjunction = 'and'): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items[items.length - 1]}`
}

/** "a cup", "an umbrella" */
export function withArticle(noun: string): string {
  if (PAIRS.has(noun)) return noun
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}
