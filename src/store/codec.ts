import * as z from 'zod'
import type { ImageSource, Remembered } from '../conversation/album.js'
import type { Findings, State, Turn } from '../conversation/state.js'
import type { Snapshot } from '../conversation/store.js'
import { Program } from '../language/query.js'
import { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'

/*
 * A conversation as JSON. States share most of what they hold, so regions, findings and turns are parts: each is
 * written once, under a number, and named by it.
 */

const NumberList = z.array(z.int())

const RegionBody = z.object({
  id: z.string(),
  label: z.string(),
  score: z.number(),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  mask: z.object({ size: z.tuple([z.int(), z.int()]), counts: z.string() }),
  points: z.array(z.object({ x: z.number(), y: z.number(), positive: z.boolean() })).optional(),
})

const FindingsBody = z.object({
  regions: NumberList,
  explored: z.boolean(),
  given: z.boolean(),
  retired: NumberList,
  sought: z.array(z.string()).default([]),
  ruledOut: z.array(z.string()).default([]),
})

const TurnBody = z.object({
  text: z.string(),
  imageId: z.string(),
  selection: z.array(z.string()),
  answer: z.string(),
  reasons: z.record(z.string(), z.string()),
  noun: z.string().optional(),
  // Of a version with another language of queries: the rest of the turn is good all the same.
  program: Program.optional().catch(undefined),
})

const StateBody = z.object({
  imageId: z.string().optional(),
  findings: z.record(z.string(), z.int()),
  turns: NumberList,
})

const Head = z.object({
  regionCount: z.int(),
  album: z.array(
    z.object({
      id: z.string(),
      width: z.int(),
      height: z.int(),
      name: z.string(),
      path: z.string().optional(),
      address: z.string().optional(),
    }),
  ),
  /** Past, present and future, in this order. */
  states: z.array(StateBody).min(1),
  /** Which of them is the present. */
  present: z.int(),
})
type Head = z.output<typeof Head>

/** The number of each part that has a row, by identity: parts never change. */
export type Numbers = ReadonlyMap<object, number>

export interface Encoded {
  head: string
  /** Parts that have no row yet. */
  added: { number: number; body: string }[]
  /** All parts of the snapshot. */
  numbers: Numbers
}

/**
 * @param known the parts that have rows
 * @param next the first number that is free
 */
export function encode(snapshot: Snapshot, known: Numbers, next: number): Encoded {
  const added: Encoded['added'] = []
  const numbers = new Map<object, number>()

  function numberOf<Part extends object>(part: Part, body: (part: Part) => unknown): number {
    let number = numbers.get(part) ?? known.get(part)
    if (number === undefined) {
      number = next++
      added.push({ number, body: JSON.stringify(body(part)) })
    }
    numbers.set(part, number)
    return number
  }

  const region = (one: Region) => numberOf(one, ({ mask, ...rest }) => ({ ...rest, mask: mask.toRle() }))
  const regions = (all: readonly Region[]) => all.map(region)
  const findings = (one: Findings) => {
    // Parts of parts are of use even where this one has its row.
    const members = { regions: regions(one.regions), retired: regions(one.retired) }
    return numberOf(one, (it) => ({ ...it, ...members }))
  }
  const state = ({ imageId, findings: all, turns }: State): Head['states'][number] => ({
    imageId,
    findings: Object.fromEntries([...all].map(([id, one]) => [id, findings(one)])),
    turns: turns.map((turn) => numberOf(turn, (one) => one)),
  })

  const { album, regionCount, timeline } = snapshot
  const head: Head = {
    regionCount,
    album: album.map(({ source, ...info }) => ({ ...info, ...placeOf(source) })),
    states: [...timeline.past, timeline.state, ...timeline.future].map(state),
    present: timeline.past.length,
  }
  return { head: JSON.stringify(head), added, numbers }
}

/** @param bytes the encoded file of a picture that came without a path or address. Throws where the JSON is not ours. */
export function decode(
  headText: string,
  bodies: ReadonlyMap<number, string>,
  bytes: ReadonlyMap<string, Uint8Array>,
): { snapshot: Snapshot; numbers: Numbers } {
  const head = Head.parse(JSON.parse(headText))
  const numbers = new Map<object, number>()
  const made = new Map<number, object>()

  function part<Part extends object>(number: number, make: (body: unknown) => Part): Part {
    let one = made.get(number) as Part | undefined
    if (!one) {
      one = make(JSON.parse(bodies.get(number) ?? 'null'))
      made.set(number, one)
      numbers.set(one, number)
    }
    return one
  }

  const region = (number: number) =>
    part(number, (body): Region => {
      const { mask, ...rest } = RegionBody.parse(body)
      return { ...rest, mask: Mask.fromRle(mask) }
    })
  const findings = (number: number) =>
    part(number, (body): Findings => {
      const { regions, retired, ...rest } = FindingsBody.parse(body)
      return { ...rest, regions: regions.map(region), retired: retired.map(region) }
    })
  const turn = (number: number) => part(number, (body): Turn => TurnBody.parse(body))
  const state = ({ imageId, findings: all, turns }: Head['states'][number]): State => ({
    imageId,
    findings: new Map(Object.entries(all).map(([id, number]) => [id, findings(number)])),
    turns: turns.map(turn),
  })

  const states = head.states.map(state)
  const present = states[head.present]
  if (!present) throw new Error('the present state is missing')
  const timeline = {
    past: states.slice(0, head.present),
    state: present,
    future: states.slice(head.present + 1),
  }
  const album = head.album.map(({ path, address, ...info }): Remembered => {
    return { ...info, source: sourceOf(path, address, bytes.get(info.id)) }
  })
  return { snapshot: { album, timeline, regionCount: head.regionCount }, numbers }
}

function placeOf(source: ImageSource | undefined): { path?: string; address?: string } {
  switch (source?.kind) {
    case 'path':
      return { path: source.path }
    case 'address':
      return { address: source.address }
    default:
      return {}
  }
}

function sourceOf(path?: string, address?: string, bytes?: Uint8Array): ImageSource | undefined {
  if (path !== undefined) return { kind: 'path', path }
  if (address !== undefined) return { kind: 'address', address }
  return bytes && { kind: 'bytes', bytes }
}
