import { LRUCache } from 'lru-cache'
import { frequency, isWord } from './wordnet.js'

/** Past forms, participles and others that no rule gives, and their lemmas. */
const IRREGULAR = new Map(
  (
    'am be, is be, are be, was be, were be, been be, being be, has have, had have, having have, does do, did do, done do, goes go, went go, gone go, ' +
    'ate eat, eaten eat, drank drink, drunk drink, sat sit, sitting sit, stood stand, lay lie, lain lie, lying lie, laid lay, held hold, wore wear, worn wear, ' +
    'rode ride, ridden ride, drove drive, driven drive, flew fly, flown fly, flies fly, threw throw, thrown throw, caught catch, hit hit, kept keep, ' +
    'slept sleep, swung swing, hung hang, put put, putting put, cut cut, cutting cut, read read, wrote write, written write, drew draw, drawn draw, ' +
    'fell fall, fallen fall, broke break, broken break, ran run, running run, fed feed, led lead, left leave, took take, taken take, gave give, given give, ' +
    'got get, gotten get, getting get, made make, told tell, bought buy, sold sell, brought bring, blew blow, blown blow, bit bite, bitten bite, ' +
    'bent bend, spread spread, shot shoot, swam swim, swum swim, swimming swim, sang sing, built build, met meet, won win, saw see, seen see, ' +
    'knew know, known know, grew grow, grown grow, spoke speak, spoken speak, stuck stick, tied tie, tying tie, dying die, wet wet, set set, setting set, ' +
    'shut shut, hidden hide, hid hide, wound wind, leapt leap, leaning lean, using use, used use, came come, found find, felt feel, lost lose, said say, thought think, sent send, spent spend, stole steal, swept sweep, taught teach, woke wake, shook shake, sank sink, slid slide, spun spin, struck strike, tore tear, torn tear, chose choose, chosen choose, froze freeze, frozen freeze, dug dig, fought fight, began begin, became become, paid pay, lit light, rose rise, risen rise, wept weep, bound bind, beat beat, bet bet, burst burst, clung cling, crept creep, dealt deal, dreamt dream, forgot forget, hurt hurt, knelt kneel, knit knit, let let, lent lend, meant mean, rang ring, sought seek, shone shine, shrank shrink, slung sling, spat spit, split split, stung sting, swollen swell, swore swear, wove weave, woven weave, wrung wring'
  )
    .split(', ')
    .map((pair) => pair.split(' ') as [string, string]),
)

const lemmas = new LRUCache<string, string>({ max: 2000 })

/** The lemma of a verb form ("riding" to "ride"); undefined for what is no verb. */
export function verbLemma(form: string): string | undefined {
  const irregular = IRREGULAR.get(form)
  if (irregular) return irregular
  let lemma = lemmas.get(form)
  if (lemma === undefined) {
    lemma = candidates(form).find((candidate) => isWord(candidate, 'verb')) ?? ''
    lemmas.set(form, lemma)
  }
  return lemma || undefined
}

/** Likeliest first. */
function candidates(form: string): string[] {
  if (form.endsWith('ing') && form.length > 4) return [...stems(form.slice(0, -3)), form]
  if (form.endsWith('ied') && form.length > 4) return [`${form.slice(0, -3)}y`]
  if (form.endsWith('ed') && form.length > 3) return [...stems(form.slice(0, -2)), form]
  if (form.endsWith('ies') && form.length > 4) return [`${form.slice(0, -3)}y`, form]
  if (/(s|x|z|ch|sh|o)es$/.test(form)) return [form.slice(0, -2), form.slice(0, -1), form]
  if (form.endsWith('s') && !form.endsWith('ss')) return [form.slice(0, -1), form]
  return [form]
}

/** What "rid(ing)", "putt(ing)", "wait(ing)" come from: an e that was dropped, a doubled letter, or nothing changed. */
function stems(stem: string): string[] {
  const single = /([bdgklmnprtvz])\1$/.test(stem) ? [stem.slice(0, -1)] : []
  const dropped = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(stem)
  return dropped ? [`${stem}e`, ...single, stem] : [...single, stem, `${stem}e`]
}

/** True for "running", "jumped": a form that says by itself that it is a verb's. */
export function isParticiple(word: string): boolean {
  return (/..ing$/.test(word) || /..ed$/.test(word) || IRREGULAR.has(word)) && verbLemma(word) !== undefined
}

/** Whether a word form is more often a verb than a noun, by WordNet's counts: "walks", not "books". */
export function isMostlyVerb(word: string, nounLemma: string): boolean {
  const verb = verbLemma(word)
  if (verb === undefined) return false
  if (!isWord(nounLemma, 'noun')) return true
  return frequency(verb, 'verb') > frequency(nounLemma, 'noun')
}
