import type { Engines } from '../../src/conversation/look.js'
import type { Box } from '../../src/geometry.js'
import type { Image } from '../../src/image/image.js'
import { synsetsAt } from '../../src/language/lexicon/wordnet.js'
import { Mask } from '../../src/mask/mask.js'
import type { Detection, GroundQuery, NamedClass, Namer } from '../../src/perception/engine.js'

/** Engines that find what they are told to and fill every box; they count how often they are asked. */
export function fakeEngines(
  detections: readonly Detection[],
): Engines & { calls: { ground: number; segment: number } } {
  const calls = { ground: 0, segment: 0 }
  return {
    calls,
    grounder: {
      name: 'fake',
      async ground(_image, query) {
        calls.ground++
        return detections.filter(({ label }) => 'everything' in query || phrasesOf(query).includes(label))
      },
    },
    segmenter: {
      name: 'fake',
      async segment(image, prompts) {
        calls.segment++
        return prompts.map(({ box, points, mask }) => ({
          mask: Mask.fromBox(box ?? mask?.box ?? around(points?.[0]), image),
          score: 0.9,
        }))
      },
    },
  }
}

/** Classes by their places in WordNet: "collie 1". */
export function namedClasses(...places: readonly string[]): NamedClass[] {
  return places.map((place) => {
    const [synset] = synsetsAt(place)
    if (synset === undefined) throw new Error(`WordNet has no ${place}.`)
    return { label: place.replace(/ \d+$/, ''), synset }
  })
}

/** A namer that makes of parts what it is told, after a whole picture that it makes nothing of; it counts how often it is asked. */
export function fakeNamer(
  classes: readonly NamedClass[],
  parts: readonly { box: Box; is: Readonly<Record<string, number>>; detection?: Detection }[],
): Namer & { asked: number } {
  const namer = {
    name: 'fake',
    asked: 0,
    classes,
    async candidates({ width, height }: Image) {
      namer.asked++
      return [{ box: { x: 0, y: 0, width, height }, is: {} }, ...parts].map(({ is, ...part }) => ({
        ...part,
        score: 0.9,
        probabilities: Float32Array.from(classes, ({ label }) => (is as Record<string, number>)[label] ?? 0),
      }))
    },
  }
  return namer
}

function phrasesOf(query: GroundQuery): readonly string[] {
  if ('everything' in query) return []
  return 'phrase' in query ? [query.phrase] : query.phrases
}

function around({ x, y }: { x: number; y: number } = { x: 0, y: 0 }): Box {
  return { x: x - 5, y: y - 5, width: 10, height: 10 }
}

/** A picture of one colour with filled boxes on it. */
export function paintedImage(
  id: string,
  size: { width: number; height: number },
  boxes: readonly { box: Box; rgb: readonly [number, number, number] }[] = [],
): Image {
  const pixels = new Uint8Array(size.width * size.height * 3).fill(200)
  for (const { box, rgb } of boxes) {
    for (let y = box.y; y < box.y + box.height; y++) {
      for (let x = box.x; x < box.x + box.width; x++) pixels.set(rgb, (y * size.width + x) * 3)
    }
  }
  return { id, ...size, pixels, name: `${id}.png` }
}
