import { CancelledError, UserInputError } from '../../src/errors.js'

export interface QueueOptions {
  /** Requests that are worked on side by side; of one conversation never more than one. */
  readonly concurrency?: number | undefined
  /** Requests that may wait, of everybody together. */
  readonly maxWaiting?: number | undefined
  /** Requests of one author that may wait. */
  readonly maxWaitingOfAuthor?: number | undefined
}

/** Who stands in line, and where. */
export interface Place {
  readonly conversationId: string
  readonly authorId: string
  readonly signal: AbortSignal
  /** Told how many requests come first: once if it has to wait, and once more when it is the next. */
  waiting(ahead: number): void
}

/**
 * A line in which authors take turns, however much each of them asks, and each conversation keeps its order.
 */
export interface Queue {
  /**
   * Runs `task` when its turn has come. Throws `busy` where there is no room, or when the line was closed before its
   * turn; `CancelledError` when the place's signal fires before.
   */
  run<T>(place: Place, task: () => Promise<T>): Promise<T>
  /** Closes the line, sends away who waits in it, and waits for what is being worked on. */
  drain(): Promise<void>
}

interface Job extends Place {
  /** Grows with each arrival. */
  readonly number: number
  start(): Promise<void>
  sendAway(reason: Error): void
}

/** Jobs that wait, by author, each author's oldest first; the author whose turn is next comes first. */
type Lines = ReadonlyMap<string, readonly Job[]>

const NOTHING_TAKEN: ReadonlyMap<string, unknown> = new Map()

export function createQueue({
  concurrency = 4,
  maxWaiting = 200,
  maxWaitingOfAuthor = 8,
}: QueueOptions = {}): Queue {
  let lines: Lines = new Map()
  let arrivals = 0
  let closed = false
  /** By conversation. */
  const running = new Map<string, Promise<void>>()

  return {
    async run(place, task) {
      if (closed) throw restarting()
      if (place.signal.aborted) throw new CancelledError()
      checkRoom(place)
      return new Promise((resolve, reject) => {
        const withdraw = () => {
          lines = without(lines, job)
          reject(new CancelledError())
        }
        const job: Job = {
          ...place,
          waiting: (ahead) => place.waiting(ahead),
          number: arrivals++,
          start() {
            place.signal.removeEventListener('abort', withdraw)
            return task().then(resolve, reject)
          },
          sendAway(reason) {
            place.signal.removeEventListener('abort', withdraw)
            reject(reason)
          },
        }
        place.signal.addEventListener('abort', withdraw, { once: true })
        lines = new Map(lines).set(job.authorId, [...(lines.get(job.authorId) ?? []), job])
        advance()
        const ahead = order(lines).indexOf(job)
        if (ahead >= 0) job.waiting(ahead)
      })
    },
    async drain() {
      closed = true
      for (const job of [...lines.values()].flat()) job.sendAway(restarting())
      lines = new Map()
      await Promise.all(running.values())
    },
  }

  function checkRoom({ authorId }: Place): void {
    if ((lines.get(authorId)?.length ?? 0) >= maxWaitingOfAuthor) {
      throw new UserInputError(
        'busy',
        `You have ${maxWaitingOfAuthor} requests in line already: wait for their answers.`,
      )
    }
    if ([...lines.values()].flat().length >= maxWaiting) {
      throw new UserInputError('busy', 'So many are asking that the line is full: try again in a minute.')
    }
  }

  /** Starts what may start. */
  function advance(): void {
    while (running.size < concurrency) {
      const job = next(lines, running)
      if (!job) return
      lines = served(lines, job)
      running.set(
        job.conversationId,
        job.start().finally(() => finished(job)),
      )
    }
  }

  function finished({ conversationId }: Job): void {
    running.delete(conversationId)
    const before = next(lines, NOTHING_TAKEN)
    advance()
    const first = next(lines, NOTHING_TAKEN)
    if (first !== before) first?.waiting(0)
  }
}

/** Whose turn it is: the first author with a job that comes first in its conversation, none of which is `taken`. */
function next(lines: Lines, taken: ReadonlyMap<string, unknown>): Job | undefined {
  const firsts = new Map<string, Job>()
  for (const job of [...lines.values()].flat()) {
    const first = firsts.get(job.conversationId)
    if (!first || job.number < first.number) firsts.set(job.conversationId, job)
  }
  const isNext = (job: Job) => firsts.get(job.conversationId) === job && !taken.has(job.conversationId)
  for (const line of lines.values()) {
    const job = line.find(isNext)
    if (job) return job
  }
  return undefined
}

/** The lines after `job` was called: its author goes behind the others. */
function served(lines: Lines, job: Job): Lines {
  const behind = new Map(lines)
  behind.delete(job.authorId)
  const rest = lines.get(job.authorId)!.filter((other) => other !== job)
  return rest.length > 0 ? behind.set(job.authorId, rest) : behind
}

/** The lines after `job` has left: its author keeps the place. */
function without(lines: Lines, job: Job): Lines {
  const rest = (lines.get(job.authorId) ?? []).filter((other) => other !== job)
  const left = new Map(lines).set(job.authorId, rest)
  if (rest.length === 0) left.delete(job.authorId)
  return left
}

/** The order in which jobs would be called if nobody came any more. */
function order(lines: Lines): Job[] {
  const jobs: Job[] = []
  for (let left = lines; left.size > 0; ) {
    const job = next(left, NOTHING_TAKEN)!
    jobs.push(job)
    left = served(left, job)
  }
  return jobs
}

function restarting(): UserInputError {
  return new UserInputError('busy', 'I am being restarted: try again in a minute.')
}
