/** What numbers a model prints a box in. */
export type Grid =
  /** 0 to 1000 along each side of the picture that it was sent, whatever its size. */
  | 'thousandths'
  /** Pixels of the picture as the model sees it, which is as sent only while no server resizes it. */
  | 'pixels'

/** How one family of vision-language models looks at a picture and prints a box. */
export interface Profile {
  readonly grid: Grid
  /** The key and the order of a box in its JSON, as it was trained. */
  readonly key: 'bbox_2d' | 'box_2d'
  readonly order: 'x-first' | 'y-first'
  /** Pixels along each side of one visual token; a picture whose sides are multiples of it is not resized. */
  readonly unit: number
  /** Pixels of a picture that is worth its time; see {@link SWEET_TOKENS}. */
  readonly pixels: number
  /** Whether its makers say so; another's is an assumption, to be tried out. */
  readonly certain: boolean
}

/**
 * Visual tokens of a picture. llama.cpp advises at least 1024 where boxes are wanted (`--image-min-tokens 1024`), and
 * encoding takes minutes on a CPU at 4096.
 */
const SWEET_TOKENS = 1024

/** QwenLM/Qwen3-VL, cookbook "2d grounding" and issue 1623: thousandths, patches of 16 merged 2 × 2. */
const QWEN3_VL = qwen('thousandths', 32)

/** QwenLM/Qwen3-VL, issues 676 and 866: pixels after the processor, patches of 14 merged 2 × 2. */
const QWEN2_5_VL = qwen('pixels', 28)

/** arXiv 2409.12191, 2.1: [0, 1000); patches as in Qwen2.5-VL. */
const QWEN2_VL = qwen('thousandths', 28)

/**
 * ai.google.dev/gemini-api/docs/image-understanding: `box_2d`, [ymin, xmin, ymax, xmax], 0 to 1000. Gemma is said to print
 * boxes as Gemini does (google/gemma-3-4b-it, discussion 38); it looks at 896 × 896 pixels in 256 tokens (arXiv 2503.19786, 2).
 */
const GEMMA: Profile = {
  grid: 'thousandths',
  key: 'box_2d',
  order: 'y-first',
  unit: 56,
  pixels: 896 ** 2,
  certain: false,
}

/** Models that come under many names: "qwen3-vl:4b", "Qwen/Qwen2.5-VL-7B-Instruct", "qwen2.5vl", "hf.co/.../Qwen3_VL-GGUF". */
const FAMILIES: readonly (readonly [name: RegExp, profile: Profile])[] = [
  [/qwen[ ._-]?3[ ._-]?vl/i, QWEN3_VL],
  [/qwen[ ._-]?2[._-]5[ ._-]?vl/i, QWEN2_5_VL],
  [/qwen[ ._-]?2[ ._-]?vl/i, QWEN2_VL],
  [/gemma|gemini/i, GEMMA],
]

/** @param model the server's name of it; one that is not known is assumed to be like Qwen3-VL: most print thousandths */
export function profileOf(model: string): Profile {
  return FAMILIES.find(([name]) => name.test(model))?.[1] ?? { ...QWEN3_VL, certain: false }
}

function qwen(grid: Grid, unit: number): Profile {
  return { grid, key: 'bbox_2d', order: 'x-first', unit, pixels: SWEET_TOKENS * unit ** 2, certain: true }
}
