import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it, vi } from 'vitest'
import { box, eventually, gate, png, start } from './start.js'

it('finishes what is under way, takes nothing new, and closes every stream', async () => {
  const { opened, open } = gate()
  const called = vi.fn(() => opened)
  const server = await start({ entered: called })
  const image = await server.upload(await png())
  const { client, call } = await server.connect()
  const running = call('segment', { image, boxes: [box] })
  await eventually(() => expect(called).toHaveBeenCalled())
  const drained = server.drain()
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
  open()
  expect((await running).isError).toBeFalsy()
  await drained
  await expect(client.listTools()).rejects.toThrow()
})

it('ends what is under way when in a hurry', async () => {
  const called = vi.fn(() => new Promise<void>(() => {}))
  const server = await start({ entered: called })
  const image = await server.upload(await png())
  const { call } = await server.connect()
  const running = call('segment', { image, boxes: [box] })
  running.catch(() => {})
  await eventually(() => expect(called).toHaveBeenCalled())
  const hurry = new AbortController()
  const drained = server.drain(hurry.signal)
  hurry.abort()
  await drained
})

it('says so where it cannot listen', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  await expect(start({ flags: { port: String(port) } })).rejects.toThrow(
    '(EADDRINUSE): choose another --port',
  )
  await expect(start({ flags: { port: '70000' } })).rejects.toThrow('choose another --port')
  other.close()
})

it('counts requests by route, calls by tool, sessions and memory', async () => {
  const server = await start()
  const { call } = await server.connect()
  const image = await server.upload(await png())
  await call('segment', { image, boxes: [box] })
  await call('segment', { image })
  await (await server.fetch('/files/no-such-file')).text()
  await (await server.fetch('/icon.svg')).text()
  await (await server.fetch('/secret/0123')).text()
  const lines = async () => (await (await server.fetch('/metrics')).text()).split('\n')
  await eventually(async () => {
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'deixis_http_requests_total{route="/images",method="POST",status="201"} 1',
        'deixis_http_requests_total{route="/files/:name",method="GET",status="404"} 1',
        'deixis_http_requests_total{route="/icon.svg",method="GET",status="200"} 1',
        'deixis_http_requests_total{route="other",method="GET",status="404"} 1',
        'deixis_tool_calls_total{tool="segment",outcome="ok"} 1',
        'deixis_tool_calls_total{tool="segment",outcome="error"} 1',
        'deixis_sessions 1',
        'deixis_engine_requests_waiting 3',
        'deixis_engine_requests_running 2',
        'deixis_engine_requests_total 40',
        'deixis_engine_wait_seconds_total 5.5',
        'deixis_engine_refused_total 6',
        'deixis_engine_workers 2',
        'deixis_engine_workers_lost_total 1',
        'deixis_engine_cache_hits_total 30',
        'deixis_engine_cache_misses_total 9',
        'deixis_engine_cache_bytes 8000000',
        expect.stringMatching(/^process_resident_memory_bytes \d+$/),
      ]),
    )
  })
  expect((await lines()).join()).not.toMatch(/secret|no-such-file/)
})
