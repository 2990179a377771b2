import { type Acquaintance, acquaintance, naming, thingsNamed } from '../language/lexicon/nouns.js'
import type { Region } from '../mask/region.js'
import type { Scene } from '../scene/scene.js'

/** What is known of a noun where a scene is concerned: what an engine has looked for by its name is visible to it. */
export function acquaintanceIn(scene: Scene, noun: string): Acquaintance {
  return scene.sought.includes(noun) ? 'visible' : acquaintance(noun)
}

/** The regions of a scene that go by a noun; not those that only may where somebody has seen that they do not. */
export function regionsNamed(noun: string, { regions, ruledOut }: Scene): readonly Region[] {
  if (!ruledOut.includes(noun)) return thingsNamed(noun, regions)
  return regions.filter(({ label }) => naming(noun, label) === 'is')
}
