import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ConfigurationError } from '../../errors.js'

const Graph = z.object({
  /** Relative to the manifest. */
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Names of the feature maps that the encoder gives and the decoder takes. */
  features: z.array(z.string()).min(1),
})

const ManifestSchema = z.object({
  encoder: Graph.extend({
    /** The longer side of an image in encoder pixels, where the feature maps come from. */
    inputSize: z.int().min(32).max(4096),
    /** The same for a second look that gives detections alone. */
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
  /** Labels in the order of the score columns. */
  classes: z.array(z.string()).min(1),
})

export type Manifest = z.infer<typeof ManifestSchema>
export type EncoderManifest = Manifest['encoder']
export type DecoderManifest = Manifest['decoder']

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

/** Reads `manifest.json` of a models folder; a {@link ConfigurationError} says how to mend a bad one. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, 'manifest.json')
  try {
    return ManifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new ConfigurationError(
      `Expected a model manifest at ${path}, found ${existsSync(path) ? 'one that cannot be read' : 'none'}. Reinstall deixis, or restore the folder with "git checkout models".`,
      { cause },
    )
  }
}
