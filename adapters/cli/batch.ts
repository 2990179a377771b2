import { existsSync } from 'node:fs'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { DeixisError, throwIfAborted, UserInputError } from '../../src/errors.js'
import type { Answer, Conversation, Deixis, Image } from '../../src/index.js'
import { Mask } from '../../src/mask/mask.js'
import type { ModelFlags } from '../config/models.js'
import { debugging, modelConfig } from '../config.js'
import { addModelOptions } from './options.js'
import { toJson } from './print.js'
import { parseRequest, type Request } from './requests.js'
import { type Follow, keepInput, withDeixis, write } from './session.js'

const HELP = `
Each line of FILE ("-" reads stdin) is one request, and gives one line, in order:
  {"id":"a","image":"photo.jpg","text":"the dog on the left"}
  {"id":"b","image":"photo.jpg","turns":["the birds","only the one on the right"]}
  {"id":"c","image":"photo.jpg","boxes":[{"x":10,"y":20,"width":50,"height":80}]}
  {"id":"d","image":"photo.jpg","text":"...","regions":[{"id":"7","label":"bird","mask":{"size":[480,640],"counts":"..."}}]}
Answers:
  {"id":"a","turns":[{"regions":[{"id":"r2","label":"dog","score":0.91,"box":{...},"mask":{...}}],
   "answer":"...","reasons":{"r2":"..."},"elapsed_ms":41}]}
  {"id":"x","error":{"code":"image-not-found","message":"..."}}

"boxes" gives one region a box, in order. "regions" are your own detections: they are all there is, nothing else is
looked for, and their ids come back. An empty "regions" in an answer says that nothing fits. A relative image path is
looked for in the working directory, then next to FILE. Exit status: 0 once every request has its line, errors
included; 2 if the requests cannot be read or the answers not written.`

export function addBatch(program: Command): void {
  const command = program
    .command('batch')
    .description('answer a file of requests, one JSON line each')
    .argument('<file>', 'requests, one JSON object a line; "-" reads stdin')
    .option('-o, --output <file>', 'where to write the answers (default: stdout)')
  addModelOptions(command)
    .addHelpText('after', HELP)
    .action(async (file: string, { output, ...flags }: { output?: string } & ModelFlags) => {
      const lines = file === '-' ? undefined : await linesOf(file)
      const folder = file === '-' ? process.cwd() : dirname(resolve(file))
      if (output !== undefined) keepInput(file, output)
      const target = output === undefined ? undefined : await opened(output)
      try {
        const work = (deixis: Deixis, follow: Follow) => answerAll(lines, { deixis, folder, follow, target })
        await withDeixis(work, modelConfig(flags))
      } finally {
        await target?.close()
      }
    })
}

interface Batch {
  deixis: Deixis
  /** Where the requests lie: pictures are looked for next to them. */
  folder: string
  follow: Follow
  target: FileHandle | undefined
}

async function answerAll(given: readonly string[] | undefined, batch: Batch): Promise<void> {
  const total = given?.length
  // Made no earlier than it is read: lines that come before would be lost.
  const lines = given ?? createInterface({ input: process.stdin })
  // A bar between lines of JSON on one terminal would be noise.
  const watched = batch.target !== undefined || !process.stdout.isTTY
  let number = 0
  let failures = 0
  for await (const line of lines) {
    number++
    throwIfAborted(batch.follow.signal)
    if (line.trim() === '') continue
    if (watched && total) batch.follow.progress(number / total, `request ${number} of ${total}`)
    const response = await respond(line, number, batch)
    if ('error' in response) failures++
    const json = JSON.stringify(response)
    await (batch.target ? batch.target.appendFile(`${json}\n`) : write(json))
  }
  if (failures > 0) console.error(`deixis: ${failures} of the requests failed; their lines say why.`)
}

async function respond(line: string, number: number, { deixis, folder, follow }: Batch) {
  const parsed = parseRequest(line, number)
  if ('error' in parsed) return { id: parsed.id, error: errorJson(parsed.error) }
  const { request } = parsed
  const talk = deixis.conversation()
  try {
    const image = await deixis.open(located(request.image, folder), { signal: follow.signal })
    const turns = await answer(request, image, talk, follow.signal)
    return { id: request.id, turns: turns.map((turn) => toJson(turn)) }
  } catch (error) {
    throwIfAborted(follow.signal)
    return { id: request.id, error: errorJson(error) }
  } finally {
    deixis.forget(talk.id)
  }
}

async function answer(
  { text, turns, boxes, regions }: Request,
  image: Image,
  talk: Conversation,
  signal: AbortSignal,
): Promise<Answer[]> {
  const given = regions?.map(({ mask, ...region }) => ({ ...region, mask: Mask.fromRle(mask) }))
  talk.show(image, given)
  if (boxes) {
    const prompts = boxes.map((box) => ({ box }))
    return [await talk.segment(prompts, { signal })]
  }
  const answers: Answer[] = []
  for (const turn of turns ?? [text ?? '']) answers.push(await talk.ask(turn, { signal }))
  return answers
}

/** A relative path is taken from the working directory, or else from where the requests lie. */
function located(source: string, folder: string): string {
  if (isAbsolute(source) || /^[a-z]+:/i.test(source) || existsSync(source)) return source
  const beside = resolve(folder, source)
  return existsSync(beside) ? beside : source
}

function errorJson(error: unknown): { code: string; message: string } {
  if (error instanceof DeixisError) return { code: error.code, message: error.message }
  if (debugging()) console.error(error)
  return { code: 'unexpected', message: 'Something failed that deixis did not foresee.' }
}

async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserInputError('bad-input', `The requests cannot be read (${error.code}): check the path.`, {
      cause: error,
    })
  })
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\n$/, '')
    .split('\n')
}

async function opened(path: string): Promise<FileHandle> {
  return open(path, 'w').catch((error: NodeJS.ErrnoException) => {
    throw new UserInputError('bad-input', `The answers cannot be written (${error.code}): check --output.`, {
      cause: error,
    })
  })
}
