import { boxIou } from '../geometry.js'
import type { Image } from '../image/image.js'
import { classesBelow, classesNamed } from '../language/lexicon/classes.js'
import { isCuratedNoun, namesClass, naming } from '../language/lexicon/nouns.js'
import { iouOf, overlapOf } from '../mask/metrics.js'
import type { Region } from '../mask/region.js'
import type { Candidate, Namer } from '../perception/engine.js'
import { classOf, isSurelyAnother, likelihood } from './likely.js'
import { locate } from './locate.js'
import type { Look, Masked } from './look.js'
import { SAME_MASK_IOU } from './misread.js'

/**
 * What is likelier than this is taken for what the noun says: p of 0.05 where the detector says nothing. Chosen on
 * training photos of COCO's split, so that at most 5% of the nouns that are not there are seen (docs/evaluation.md).
 */
const LIKELY = 0.19
/** ... and than this, for what is known to be of a wider class: less sure, nobody can tell. */
const RATHER = 0.5
/** Two boxes that share this much are one object. */
const SAME_BOX_IOU = 0.6

/** What a namer makes of a noun. */
export interface Naming {
  /** New objects. */
  found: Masked[]
  /** Regions that are known, under the name that they now have. */
  renamed: Region[]
  /** Whether everything that only may be what the noun says is surely something else. */
  isRuledOut: boolean
}

/**
 * Whether a namer is to be asked for a noun: where nothing that is known surely goes by it, or where it names things that
 * the grounder has no class for ("musical instrument", "animal").
 */
export function isOpen(noun: string, known: readonly Region[], { classes }: Namer): boolean {
  const named = classesNamed(noun, classes)
  if (named.length === 0) return false
  if (naming(noun, 'person') === 'may be' && (isCuratedNoun(noun) || areAllPeople(named, classes)))
    return false
  const sure = new Set(known.map(({ label }) => label).filter((label) => naming(noun, label) === 'is'))
  if (sure.size === 0) return true
  if (namesClass(noun)) return false
  const covered = new Set([...sure].flatMap((label) => classesBelow(label, classes)))
  return named.some((index) => !covered.has(index))
}

/** Age, sex and trade of people are told by nobody here; a "printer" is rather a machine. */
function areAllPeople(named: readonly number[], classes: Namer['classes']): boolean {
  const people = new Set(classesBelow('person', classes))
  return named.every((index) => people.has(index))
}

/** What of a picture goes by an open noun, among the parts of it that a namer looks at. */
export async function nameParts(
  noun: string,
  image: Image,
  known: readonly Region[],
  namer: Namer,
  look: Look,
): Promise<Naming> {
  const candidates = await namer.candidates(image, look.context)
  const isSeen = known.some(({ label }) => naming(noun, label) === 'is')
  // Where the detector has a class for it, it would have seen it; and where it has seen some, there need not be more.
  const limit = isSeen || namesClass(noun) ? RATHER : LIKELY
  const parts = candidates.map((candidate) => ({
    candidate,
    score: likelihood(noun, candidate, namer.classes),
  }))
  const located = await locate(parts, limit, image, look)
  const drawn = located.map(({ candidate, score, mask }) => ({
    label: labelOf(noun, candidate, namer),
    score,
    mask,
  }))
  const found: Masked[] = []
  const better: Region[] = []
  const vague: Region[] = []
  for (const one of drawn) {
    const same = known.find((region) => isSame(region, one))
    if (!same) {
      found.push(one)
      continue
    }
    const named = { ...same, label: one.label, score: one.score }
    const how = naming(noun, same.label)
    if (how === 'may be') vague.push(named)
    else if (how === 'no' && one.score > same.score) better.push(named)
  }
  // One that is rather a collie than not shows what is meant: then others that look like it are, too.
  const renamed = vague.some(({ score }) => score >= RATHER) ? [...better, ...vague] : better
  const open = known.filter(({ label }) => naming(noun, label) === 'may be')
  const isRuledOut =
    open.length > 0 &&
    found.length + renamed.length === 0 &&
    open.every((region) => {
      if (region.label === 'person') return true
      const own = candidates.find(({ box }) => boxIou(box, region.box) >= SAME_BOX_IOU)
      return own !== undefined && isSurelyAnother(noun, region.label, own, namer.classes)
    })
  return { found, renamed, isRuledOut }
}

function isSame(region: Region, { mask }: Masked): boolean {
  return boxIou(region.box, mask.box) >= SAME_BOX_IOU && iouOf(overlapOf(region.mask, mask)) >= SAME_MASK_IOU
}

/** The class that is seen, where it is clear which; else the noun itself. */
function labelOf(noun: string, candidate: Candidate, { classes }: Namer): string {
  const several = classesNamed(noun, classes).length > 1
  const label = several ? classOf(noun, candidate, classes)?.label : undefined
  return label !== undefined && naming(noun, label) === 'is' ? label : noun
}
