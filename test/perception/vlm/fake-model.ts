import type { Box, Size } from '../../../src/geometry.js'
import { decodeImage } from '../../../src/image/load.js'
import type { ChatModel, ChatReply, ChatRequest, ModelPicture } from '../../../src/llm/chat-model.js'
import type { EngineContext } from '../../../src/perception/engine.js'
import type { TraceStep } from '../../../src/trace.js'

type Answer = string | Partial<ChatReply> | Error

/** A model that gives these answers, one after the other, or what a function makes of the question. */
export function fakeModel(
  answers: readonly Answer[] | ((request: ChatRequest) => Promise<Answer>),
  model = 'qwen3-vl:4b',
): ChatModel & { asked: ChatRequest[] } {
  const asked: ChatRequest[] = []
  return {
    name: `fake:${model}`,
    model,
    asked,
    async ask(request) {
      asked.push(request)
      const answer = typeof answers === 'function' ? await answers(request) : answers[asked.length - 1]
      if (answer === undefined) throw new Error('asked more often than there are answers')
      if (answer instanceof Error) throw answer
      const reply = { text: '', truncated: false, tokens: { input: 1100, output: 40 }, elapsedMs: 900 }
      return { ...reply, ...(typeof answer === 'string' ? { text: answer } : answer) }
    },
    langChain: () => Promise.reject(new Error('not needed')),
  }
}

export function follow(): EngineContext & { steps: TraceStep[]; messages: string[] } {
  const steps: TraceStep[] = []
  const messages: string[] = []
  return {
    signal: new AbortController().signal,
    progress: (_, message) => messages.push(message),
    trace: (step) => steps.push(step),
    steps,
    messages,
  }
}

/** Where the red of an encoded picture is, by looking at it, and the picture's size. */
export async function findRed({ data }: ModelPicture): Promise<{ box: Box; size: Size }> {
  const { width, height, pixels } = await decodeImage(data, 'sent')
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let at = 0; at < width * height; at++) {
    if (pixels[at * 3]! < 150 || pixels[at * 3 + 1]! > 90) continue
    left = Math.min(left, at % width)
    right = Math.max(right, (at % width) + 1)
    top = Math.min(top, Math.floor(at / width))
    bottom = Math.max(bottom, Math.floor(at / width) + 1)
  }
  return { box: { x: left, y: top, width: right - left, height: bottom - top }, size: { width, height } }
}

/** A box in pixels of a picture as [x0, y0, x1, y1] in thousandths of it. */
export function thousandths({ x, y, width, height }: Box, size: Size): number[] {
  const across = (value: number) => Math.round((value * 1000) / size.width)
  const down = (value: number) => Math.round((value * 1000) / size.height)
  return [across(x), down(y), across(x + width), down(y + height)]
}

export function pixels({ x, y, width, height }: Box): number[] {
  return [x, y, x + width, y + height]
}
