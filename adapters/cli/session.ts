import { resolve } from 'node:path'
import { UserInputError } from '../../src/errors.js'
import type { Answer, Deixis, DeixisOptions } from '../../src/index.js'
import { clearProgress, showProgress } from './progress.js'

export const FOUND = 0
export const NOTHING = 1
export const ERROR = 2
/** By Ctrl+C, as shells count it. */
export const INTERRUPTED = 130

/** How commands follow and withdraw long work. */
export interface Follow {
  signal: AbortSignal
  progress(fraction: number, message: string): void
}

/** Runs `work`, which Ctrl+C, or a reader such as `head` that has seen enough, withdraws. */
export async function withFollow<T>(work: (follow: Follow) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const withdraw = () => controller.abort()
  process.once('SIGINT', withdraw)
  process.stdout.once('error', withdraw).on('error', () => {})
  try {
    return await work({ signal: controller.signal, progress: showProgress })
  } finally {
    clearProgress()
    process.off('SIGINT', withdraw)
  }
}

/** The same with deixis, which is drained afterwards, whatever happens: the process must not end during a run of the model. */
export async function withDeixis<T>(
  work: (deixis: Deixis, follow: Follow) => Promise<T>,
  options: DeixisOptions = {},
): Promise<T> {
  const { createDeixis } = await import('../../src/index.js')
  return withFollow(async (follow) => {
    const deixis = await createDeixis(options)
    try {
      return await work(deixis, follow)
    } finally {
      await deixis.close()
    }
  })
}

export function exitStatusOf(answer: Answer): number {
  return answer.regions.some(({ mask }) => !mask.isEmpty) ? FOUND : NOTHING
}

/** Writes a line to stdout at the reader's pace. */
export async function write(line: string): Promise<void> {
  clearProgress()
  await new Promise((done) => process.stdout.write(`${line}\n`, done))
}

/** Throws where the output would replace what is read. */
export function keepInput(input: string, output: string): void {
  if (resolve(input) !== resolve(output)) return
  throw new UserInputError('bad-input', 'The output would replace the file that is read: name another file.')
}
