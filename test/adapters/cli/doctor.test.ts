import { describe, expect, it } from 'vitest'
import { isWell, type Report, toLines } from '../../../adapters/cli/doctor-report.js'
import { startOllama } from '../../fakes/ollama.js'
import { startOpenAI } from '../../fakes/openai.js'
import { run } from './run.js'

const KEY = 'sk-very-secret'

describe('deixis doctor', () => {
  it('tries the engine, finds the servers, and says what to do next', async () => {
    const { status, stdout, stderr } = await run(['doctor'])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^deixis \d+\.\d+\.\d+, Node \d+\.\d+/)
    expect(stdout).toMatch(
      /^✓ Embedded engine: works \(embedded\/encoder\.onnx \d+\.\d MB, embedded\/decoder/m,
    )
    expect(stdout).toMatch(/\n\n(Next|No model server)/)
    expect(status).toBe(0)
  })

  it('tries a model on a picture', async () => {
    await using ollama = await startOllama(
      ['Purple'],
      [{ name: 'qwen3:8b', vision: false }, { name: 'qwen3-vl:4b' }],
    )
    const name = `ollama:qwen3-vl:4b@${ollama.url}`
    const { status, stdout } = await run(['doctor', name], { env: { DEIXIS_API_KEY: KEY } })
    expect(stdout).toContain(
      `✓ Ollama at ${ollama.url}\n    qwen3-vl:4b  sees pictures\n    qwen3:8b     reads words alone\n`,
    )
    expect(stdout).toContain(`✓ ${name}: sees; it named the colour of a drawn square in `)
    expect(stdout).toContain(`--grounder ${name}\n`)
    expect(stdout).not.toContain(KEY)
    expect(ollama.asked[0]?.pictures).toHaveLength(1)
    expect(ollama.asked[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(status).toBe(0)
  })

  it('tells a model that makes something up from one that sees', async () => {
    await using vllm = await startOpenAI(['Red, I believe.'])
    const { status, stdout } = await run(['doctor', `vllm:qwen3-vl-4b@${vllm.url}`])
    expect(stdout).toContain('answers, but did not see a drawn square. Take a model that sees pictures.')
    expect(status).toBe(2)
  })

  it('says what to do about a server that is not there', async () => {
    const ollama = await startOllama()
    await ollama.kill()
    const { status, stdout } = await run(['doctor', `ollama:qwen3-vl:4b@${ollama.url}`])
    expect(stdout).toContain(`No server answers at ${ollama.url}. To start Ollama, run \`ollama serve\``)
    expect(status).toBe(2)
  })

  it('gives the same as JSON', async () => {
    await using ollama = await startOllama(['Purple'])
    const name = `ollama:qwen3-vl:4b@${ollama.url}`
    const { status, stdout } = await run(['doctor', name, '--json'])
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({
      version: expect.any(String),
      node: process.versions.node,
      engine: { works: true, files: [{ file: 'embedded/encoder.onnx' }, { file: 'embedded/decoder.onnx' }] },
      model: { name, sees: true, elapsed_ms: expect.any(Number) },
    })
    expect(report.servers).toContainEqual({
      provider: 'ollama',
      url: ollama.url,
      models: [{ name: 'qwen3-vl:4b', sees_pictures: true }],
    })
    expect(status).toBe(0)
  })

  it('refuses a name that it cannot read', async () => {
    const { status, stderr } = await run(['doctor', 'qwen3-vl:4b'])
    expect(stderr).toContain('A model is named as PROVIDER:MODEL')
    expect(status).toBe(2)
  })
})

describe('the report', () => {
  const well: Report = {
    version: '1.0.0',
    node: '20.20.2',
    engine: { files: [{ file: 'encoder.onnx', bytes: 7_600_000 }] },
    servers: [],
  }
  const url = 'http://127.0.0.1:11434'
  const model = (name: string, seesPictures?: boolean) => ({ name, seesPictures })

  it('leaves it at what is broken', () => {
    const broken = { ...well, engine: { files: [], problem: 'Reinstall deixis.' } }
    expect(toLines(broken).slice(2)).toEqual([
      '✗ Embedded engine: Reinstall deixis.',
      '– Not running here: Ollama, LM Studio, llama.cpp, vLLM',
    ])
    expect(isWell(broken)).toBe(false)
  })

  it('lists the first of many models, those that see before the others', () => {
    const many = Array.from({ length: 9 }, (_, i) => model(`words-${i}`, false))
    const models = [...many, model('unclear'), model('sees', true)]
    const lines = toLines({ ...well, servers: [{ provider: 'ollama', url, models }] })
    expect(lines.slice(3, 7)).toEqual([
      `✓ Ollama at ${url}`,
      '    sees     sees pictures',
      '    unclear  does not say whether it sees: try it',
      '    words-0  reads words alone',
    ])
    expect(lines).toContain('    and 3 more')
  })

  it.each([
    [
      'a model to try',
      [model('blind', false), model('qwen3-vl:4b', true)],
      'deixis doctor ollama:qwen3-vl:4b',
    ],
    ['how to get one', [model('blind', false)], 'ollama pull qwen3-vl:4b'],
    ['how to get one where there is none', [], 'ollama pull qwen3-vl:4b'],
  ])('names %s', (_, models, expected) => {
    const lines = toLines({ ...well, servers: [{ provider: 'ollama', url, models }] })
    expect(lines.join('\n')).toContain(`\n  ${expected}`)
  })

  it('says where a key belongs', () => {
    const lines = toLines({ ...well, servers: [{ provider: 'vllm', url, models: undefined }] })
    expect(lines).toContain(`✓ vLLM at ${url}: wants a key, in DEIXIS_API_KEY`)
  })
})
