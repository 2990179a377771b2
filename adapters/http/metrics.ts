import type { RequestHandler } from 'express'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { EngineLoad } from '../../src/index.js'

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60]

export interface Metrics {
  /** Counts and times every request. */
  readonly observe: RequestHandler
  /** Counts a call; returns what counts and times its end. */
  onCall(tool: string): (result: { failed: boolean }) => void
  /** In the text format of Prometheus. */
  text(): Promise<string>
  readonly contentType: string
}

/**
 * @param sessions how many are open now
 * @param load of the engine, now
 */
export function createMetrics(sessions: () => number, load: () => EngineLoad): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: 'deixis_http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const latencies = new Histogram({
    name: 'deixis_http_request_duration_seconds',
    help: 'Time from request to the end of its answer; of streams their whole life.',
    labelNames: ['route', 'method'],
    buckets: SECONDS,
    registers,
  })
  const calls = new Counter({
    name: 'deixis_tool_calls_total',
    help: 'Tool calls answered.',
    labelNames: ['tool', 'outcome'],
    registers,
  })
  const callSeconds = new Histogram({
    name: 'deixis_tool_call_duration_seconds',
    help: 'Time of tool calls, waiting included.',
    labelNames: ['tool'],
    buckets: SECONDS,
    registers,
  })
  const running = new Gauge({
    name: 'deixis_tool_calls_running',
    help: 'Tool calls under way.',
    registers,
  })
  gauge('deixis_sessions', 'MCP sessions that are open.', sessions)
  gauge('deixis_engine_requests_waiting', 'Requests that wait for a worker.', () => load().waiting)
  gauge('deixis_engine_requests_running', 'Requests that a worker is at.', () => load().running)
  total('deixis_engine_requests_total', 'Requests that a worker has taken up.', () => load().begun)
  total('deixis_engine_wait_seconds_total', 'Time that those had waited.', () => load().waitedMs / 1000)
  total('deixis_engine_refused_total', 'Requests for which there was no room.', () => load().refused)
  gauge('deixis_engine_workers', 'Worker threads that run.', () => load().workers)
  total(
    'deixis_engine_workers_lost_total',
    'Workers that crashed and are replaced.',
    () => load().workersLost,
  )
  total('deixis_engine_cache_hits_total', 'Answers from an encoding that was kept.', () => load().cacheHits)
  total('deixis_engine_cache_misses_total', 'Answers that took a new encoding.', () => load().cacheMisses)
  gauge('deixis_engine_cache_bytes', 'Memory of the encodings that are kept.', () => load().cacheBytes)
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss())
  gauge('nodejs_heap_used_bytes', 'Used heap.', () => process.memoryUsage().heapUsed)
  gauge('nodejs_external_memory_bytes', 'Memory outside the heap.', () => process.memoryUsage().external)

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }

  /** Of what is counted elsewhere. */
  function total(name: string, help: string, read: () => number): void {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  }

  return {
    observe(request, response, next) {
      const { method } = request
      const began = performance.now()
      response.once('close', () => {
        // The route as it is written, not as it was asked for: addresses are without number.
        const route = request.route?.path ?? 'other'
        requests.inc({ route, method, status: response.statusCode })
        latencies.observe({ route, method }, (performance.now() - began) / 1000)
      })
      next()
    },
    onCall(tool) {
      const began = performance.now()
      running.inc()
      return ({ failed }) => {
        running.dec()
        calls.inc({ tool, outcome: failed ? 'error' : 'ok' })
        callSeconds.observe({ tool }, (performance.now() - began) / 1000)
      }
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
