import type { Region } from '../mask/region.js'

/** A region on its way through the program: how well it fits so far, and why. */
export interface Candidate {
  readonly region: Region
  /** 0 to 1: product of what the conditions gave. */
  readonly score: number
  /** What a person can check against the picture: "red", "on the left", "nothing rests on it". */
  readonly reasons: readonly string[]
}

/** A condition's verdict on one candidate. */
export interface Verdict {
  score: number
  reason: string
}
