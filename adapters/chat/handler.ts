import { CancelledError, type DeixisError, ModelError, UserInputError } from '../../src/errors.js'
import type { Deixis } from '../../src/index.js'
import type { Encoding } from '../../src/mask/picture.js'
import type { Capabilities, ChatHandler, Inbound, Reply, Responder } from '../chat.js'
import { actions } from './actions.js'
import { commands } from './commands.js'
import type { Desk } from './desk.js'
import { createDrawing } from './drawing.js'
import { help } from './help.js'
import { createLimits, type LimitOptions } from './limits.js'
import { createTelling, type Telling } from './progress.js'
import { createQueue, type QueueOptions } from './queue.js'

export interface ChatHandlerOptions {
  readonly deixis: Pick<Deixis, 'open' | 'conversation' | 'forget' | 'labels'>
  /** What the platform can show. */
  readonly capabilities: Pick<Capabilities, 'maxUploadBytes' | 'actions'>
  /** How long conversations are kept, as the store was told; for the help. */
  readonly keepDays?: number | undefined
  readonly limits?: LimitOptions | undefined
  readonly queue?: QueueOptions | undefined
  /** What marked pictures are written as: JPEG unless it says otherwise. */
  readonly encoding?: Encoding | undefined
  /** Told what went wrong on this side; stderr unless it says otherwise. */
  readonly log?: ((error: unknown) => void) | undefined
  /** In milliseconds; never goes back. */
  readonly now?: (() => number) | undefined
}

/** Answers requests; the promise of each is fulfilled when its answer was handed over, and never rejected. */
export interface ChatService extends ChatHandler {
  /** Takes no more requests, sends away those that wait, and finishes those under way. */
  drain(): Promise<void>
}

const ORDINALS = 'next second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

/** All that a chat about pictures is, whatever the platform. */
export function createChatHandler({
  deixis,
  capabilities,
  keepDays,
  limits: limitOptions = {},
  queue: queueOptions,
  encoding,
  log = console.error,
  now = () => performance.now(),
}: ChatHandlerOptions): ChatService {
  const drawing = createDrawing({ maxBytes: capabilities.maxUploadBytes, encoding })
  const limits = createLimits(limitOptions, now)
  const queue = createQueue(queueOptions)

  return Object.assign(handle, { drain: queue.drain })

  async function handle(inbound: Inbound, responder: Responder): Promise<void> {
    const telling = createTelling(responder, log)
    try {
      if (inbound.command === 'help' && !inbound.action) return await responder.reply(help(keepDays))
      await inTurn(inbound, telling, async () => {
        const reply = await answer(inbound, telling)
        await telling.end()
        await responder.reply(reply)
      })
    } catch (error) {
      await telling.end()
      await refuse(responder, presentable(error))
    }
  }

  /** A platform that is down takes no bad news either. */
  async function refuse(responder: Responder, error: DeixisError): Promise<void> {
    try {
      await responder.fail(error)
    } catch (cause) {
      log(cause)
    }
  }

  /** Runs `task` when the limits allow it and its turn has come. It costs nothing if it fails through no fault of the author. */
  async function inTurn(inbound: Inbound, telling: Telling, task: () => Promise<void>): Promise<void> {
    const { conversationId, author, spaceId, signal } = inbound
    // To have one's own words deleted is never too much.
    const refund = isForgetting(inbound) ? () => {} : limits.take({ authorId: author.id, spaceId })
    let begun = false
    const waiting = (ahead: number) => telling.say(position(ahead))
    try {
      await queue.run({ conversationId, authorId: author.id, signal, waiting }, () => {
        begun = true
        return task()
      })
    } catch (error) {
      if (!begun || !(error instanceof UserInputError || error instanceof CancelledError)) refund()
      throw error
    }
  }

  async function answer(inbound: Inbound, telling: Telling): Promise<Reply> {
    const { action, command, conversationId, signal } = inbound
    const desk: Desk = {
      deixis,
      talk: deixis.conversation(conversationId),
      inbound,
      drawing,
      follow: { signal, progress: (_fraction, message) => telling.say(underWay(message)) },
      offering: capabilities.actions,
    }
    if (action) return actions[action.name](desk, action.values)
    return command === 'help' ? help(keepDays) : commands[command](desk)
  }

  /** What the author is told. What only the keeper of this service can mend, servers and folders in it, is for the log. */
  function presentable(error: unknown): DeixisError {
    if (error instanceof UserInputError || error instanceof CancelledError) return error
    log(error)
    return new ModelError(
      'Something went wrong on my side, and was noted. Try again; if it happens again, tell whoever runs me.',
      { cause: error },
    )
  }
}

function isForgetting({ command, action }: Inbound): boolean {
  return command === 'forget' && !action
}

/** "found 3 objects" as a line of its own: "Found 3 objects …" */
function underWay(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)} …`
}

function position(ahead: number): string {
  return `You are ${ORDINALS[ahead] ?? `number ${ahead + 1}`} in line.`
}
