import { type Acquaintance, acquaintance } from '../language/lexicon/nouns.js'
import type { Scene } from '../scene/scene.js'

/** What is known of a noun where a scene is concerned: what an engine has looked for by its name is visible to it. */
export function acquaintanceIn(scene: Scene, noun: string): Acquaintance {
  return scene.sought.includes(noun) ? 'visible' : acquaintance(noun)
}
