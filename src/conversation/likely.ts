import { clamp01 } from '../geometry.js'
import { classesBelow, classesNamed } from '../language/lexicon/classes.js'
import { naming } from '../language/lexicon/nouns.js'
import type { Candidate, NamedClass } from '../perception/engine.js'

/**
 * How likely a part of a picture is what an open noun names, from two witnesses. With p the sum of the namer's
 * probabilities over the classes that the noun names, and s the score of the detection there:
 *
 *     logit P = NAMER · logit p + AGREES · s   where the noun names the detector's class
 *     logit P = NAMER · logit p - DIFFERS · s  where the two have nothing in common
 *
 * Where the detector's class is a wider one (a "dog", asked for the "collie"), p is, as far as s goes, the noun's share of
 * the kinds of that class. NAMER is fitted on training photos of COCO's split with each class hidden from the detector in
 * turn, so that it knows as little of it as of an open noun; there is no constant term where one noun in ten that people
 * ask for is there. Of DIFFERS, the fit gives 5.6; from 1 to 4 the same objects are found, and what has no class at all is
 * taken for some other more surely than what is hidden (docs/evaluation.md).
 */
const NAMER = 0.5
const AGREES = 2
const DIFFERS = 2
/** Probabilities nearer to 0 and 1 say no more. */
const LEAST = 1e-4
/** Kinds of a class that together have less tell nothing of their shares. */
const TELLING = 0.2
/** From which probability on the other kinds of a thing rule a noun out, where the noun itself has less than MAY_BE. */
const RULED_OUT = 0.5
const MAY_BE = 0.1
/** A class that makes up this share of several is what is seen. */
const MOST = 0.6

/** 0 to 1. */
export function likelihood(noun: string, candidate: Candidate, classes: readonly NamedClass[]): number {
  const { detection } = candidate
  const p = sum(candidate, classesNamed(noun, classes))
  const named = detection && naming(noun, detection.label)
  const s = detection?.score ?? 0
  switch (named) {
    case 'is':
      return logistic(NAMER * logit(p) + AGREES * s)
    case 'no':
      return logistic(NAMER * logit(p) - DIFFERS * s)
    case 'may be': {
      const kinds = sum(candidate, classesBelow(detection!.label, classes))
      const share = p / Math.max(TELLING, p, kinds)
      return logistic(NAMER * logit(s * share + (1 - s) * p))
    }
    default:
      return logistic(NAMER * logit(p))
  }
}

/** What else the namer is sure of for a candidate, of what a label stands for: a class that `noun` does not name. */
export function isSurelyAnother(
  noun: string,
  label: string,
  candidate: Candidate,
  classes: readonly NamedClass[],
): boolean {
  const named = new Set(classesNamed(noun, classes))
  const below = classesBelow(label, classes)
  const others = below.filter((index) => !named.has(index))
  return sum(candidate, others) >= RULED_OUT && sum(candidate, [...named]) < MAY_BE
}

/** The likeliest class of those that a noun names, where it makes up most of them. */
export function classOf(
  noun: string,
  candidate: Candidate,
  classes: readonly NamedClass[],
): NamedClass | undefined {
  const named = classesNamed(noun, classes)
  const all = sum(candidate, named)
  const best = named.reduce((a, b) => (candidate.probabilities[b]! > candidate.probabilities[a]! ? b : a))
  return candidate.probabilities[best]! >= MOST * all ? classes[best] : undefined
}

function sum({ probabilities }: Candidate, indices: readonly number[]): number {
  return clamp01(indices.reduce((all, index) => all + probabilities[index]!, 0))
}

function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z))
}

function logit(p: number): number {
  const bounded = Math.min(1 - LEAST, Math.max(LEAST, p))
  return Math.log(bounded / (1 - bounded))
}
