import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ConfigurationError } from '../../errors.js'
import type { NamedClass } from '../engine.js'

const File = z.object({
  /** Relative to the manifest. */
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

const Graph = File.extend({
  /** Names of the feature maps that the encoder gives and the decoder takes. */
  features: z.array(z.string()).min(1),
})

const Semantic = File.extend({
  /** Input pixels a cell of the logits. */
  stride: z.int().min(1).max(64),
  /** In the order of the logits after "everything else". */
  classes: z
    .array(
      z.object({
        label: z.string(),
        /** Mean probability from which an area counts; without one the class only keeps its pixels from the others. */
        threshold: z.number().min(0).max(1).optional(),
        /** Whether each connected area is an object of its own. */
        pieces: z.boolean().optional(),
      }),
    )
    .min(1),
  /** Share of the picture, or of the crop, that an area has at least. */
  minShare: z.number().min(0).max(1),
  /** Slope and offset of the logistic function that makes a score of the logit of the mean probability. */
  calibration: z.tuple([z.number(), z.number()]),
})

const ManifestSchema = z.object({
  encoder: Graph.extend({
    /** The longer side of an image in encoder pixels, where the feature maps come from. */
    inputSize: z.int().min(32).max(4096),
    /** The same for a second look, at the mirrored image, that gives detections alone. */
    secondInputSize: z.int().min(32).max(4096),
    stride: z.int().min(1).max(256),
    /** RGB of what lies beyond the image. */
    pad: z.tuple([z.int().min(0).max(255), z.int().min(0).max(255), z.int().min(0).max(255)]),
  }),
  decoder: Graph.extend({
    cropSize: z.int().min(8).max(1024),
    /** Sides of the crop rectangle over those of the box. */
    context: z.number().min(1).max(4),
  }),
  namer: File.extend({
    /** Sides of the squares that the whole image, and parts of it, are scaled to. */
    wholeSize: z.int().min(32).max(512),
    partSize: z.int().min(32).max(512),
    /** File of what it names, in the order of the probabilities; relative to the manifest. */
    classes: z.string(),
  }),
  surroundings: Semantic.extend({
    /** Names of the encoder's feature maps that the graph takes. */
    features: z.array(z.string()).min(1),
  }),
  garments: Semantic.extend({
    /** The longer side of a person's crop in the graph's pixels. */
    inputSize: z.int().min(32).max(4096),
    /** Sides of the crop over those of the person's box. */
    context: z.number().min(1).max(4),
  }),
  /** Labels in the order of the score columns. */
  classes: z.array(z.string()).min(1),
})

export type Manifest = z.infer<typeof ManifestSchema>
export type EncoderManifest = Manifest['encoder']
export type DecoderManifest = Manifest['decoder']
export type NamerManifest = Manifest['namer']
export type GarmentsManifest = Manifest['garments']
export type SurroundingsManifest = Manifest['surroundings']
export type SemanticManifest = z.infer<typeof Semantic>

/** The folder `models` of the package that holds this file. */
export function modelsFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'models')
  }
  throw new ConfigurationError(
    `Expected deixis inside its package, found no package.json above ${here}. Reinstall it.`,
  )
}

/** What a semantic graph is asked for, in the order of its classes. */
export function labelsOf({ classes }: SemanticManifest): string[] {
  return classes.filter(({ threshold }) => threshold !== undefined).map(({ label }) => label)
}

const NamedClasses = z.array(
  z.object({
    label: z.string(),
    /** Byte offset in `data.noun` of WordNet 3.1. */
    synset: z.int().min(0),
  }),
)

/** Reads what the namer names; a {@link ConfigurationError} says how to mend a bad file. */
export function readNamedClasses(folder: string, { namer }: Manifest): NamedClass[] {
  return readJson(join(folder, namer.classes), 'list of classes', NamedClasses)
}

/** Reads `manifest.json` of a models folder; a {@link ConfigurationError} says how to mend a bad one. */
export function readManifest(folder: string): Manifest {
  return readJson(join(folder, 'manifest.json'), 'model manifest', ManifestSchema)
}

function readJson<Content>(path: string, what: string, schema: z.ZodType<Content>): Content {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new ConfigurationError(
      `Expected a ${what} at ${path}, found ${existsSync(path) ? 'one that cannot be read' : 'none'}. Reinstall deixis, or restore the folder with "git checkout models".`,
      { cause },
    )
  }
}
