import { afterEach, describe, expect, it } from 'vitest'
import type { FakeServer } from '../../fakes/model-server.js'
import { startOllama } from '../../fakes/ollama.js'
import { startOpenAI } from '../../fakes/openai.js'
import { stack } from '../pictures.js'
import { run } from './run.js'

const servers: FakeServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.kill())))

function kept(server: FakeServer): FakeServer {
  servers.push(server)
  return server
}

describe('deixis segment --grounder', () => {
  it('masks what a vision-language model points at, and --explain tells who was asked', async () => {
    const ollama = kept(await startOllama(['[{"bbox_2d": [333, 417, 667, 833], "label": "picnic basket"}]']))
    const { status, stdout } = await run([
      ...['segment', stack, 'the picnic basket', '--grounder', `ollama:qwen3-vl:4b@${ollama.url}`],
      ...['--json', '--explain'],
    ])
    const { regions, trace } = JSON.parse(stdout)
    expect(status).toBe(0)
    expect(regions).toHaveLength(1)
    expect(regions[0].label).toBe('picnic basket')
    expect(trace).toEqual([
      expect.stringMatching(/^route: finder: the grammar does not know .picnic.$/),
      expect.stringMatching(/^ground: looked for .*: found 1 \(ollama:qwen3-vl:4b, .* s\)$/),
    ])
    expect(ollama.asked[0]?.pictures).toHaveLength(1)
  })

  it('says that nothing fits where the model says "None"', async () => {
    const ollama = kept(await startOllama(['None']))
    const { status, stdout } = await run([
      ...['segment', stack, 'the teapot', '--grounder', `ollama:qwen3-vl:4b@${ollama.url}`],
    ])
    expect(status).toBe(1)
    expect(stdout).toMatch(/^I see no teapot/)
  })

  it('refuses a model that it cannot read, and a second look without a model', async () => {
    const bad = await run(['segment', stack, 'the teapot', '--grounder', 'qwen3'])
    expect([bad.status, bad.stderr]).toEqual([
      2,
      expect.stringMatching(/^deixis: The grounder is "embedded" or a model\. .*PROVIDER:MODEL/),
    ])
    const check = await run(['segment', stack, 'the teapot', '--check'])
    expect([check.status, check.stderr]).toEqual([2, expect.stringMatching(/^deixis: .*--grounder/)])
  })
})

describe('deixis chat --grounder, whose server is killed in the middle', () => {
  it('goes on with the built-in engine, says so, and loses nothing', async () => {
    const script = async (_asked: unknown, index: number) => {
      if (index > 0) return { drop: true } as const
      return '[{"bbox_2d": [100, 100, 300, 300], "label": "suitcase"}]'
    }
    const ollama = kept(await startOllama(script))
    const { status, stdout } = await run(['chat', stack, '--grounder', `ollama:qwen3-vl:4b@${ollama.url}`], {
      input: 'the suitcases\nthe teapot\nonly the green one\n:history\n',
    })
    const [suitcases, teapot, green] = stdout.split('\n')
    expect(status).toBe(0)
    expect(suitcases).toMatch(/suitcases/)
    expect(teapot).toMatch(/ollama:qwen3-vl:4b failed, so the built-in engine looked instead/)
    expect(green).toMatch(/suitcase/)
    expect(stdout).toMatch(/only the green one/)
  })
})

describe('deixis reason --reasoner', () => {
  it('has a language model read what the grammar cannot', async () => {
    const program = { intent: 'find', target: { kind: 'things', noun: 'suitcase' } }
    const openai = kept(await startOpenAI([JSON.stringify(program)]))
    const { stdout, status } = await run(
      ['reason', stack, 'hvor er kufferterne?', '--reasoner', `openai:any@${openai.url}/v1`, '--explain'],
      { env: { DEIXIS_API_KEY: 'sk-test' } },
    )
    expect(status).toBe(0)
    expect(stdout).toMatch(/suitcases/)
    expect(stdout).toMatch(/· interpret: /)
    expect(stdout).not.toContain('sk-test')
  })
})
