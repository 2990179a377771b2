import { expect, it } from 'vitest'
import { callResult } from '../../../adapters/mcp/result.js'
import { textOf } from './start.js'

it('tells a client over HTTP neither paths nor the addresses of model servers', async () => {
  const data = {
    image_id: 'abc',
    width: 4,
    height: 4,
    answer: 'One cup. (No server answers at http://10.0.0.5:11434. To start Ollama, run "ollama serve".)',
    trace: ['fallback: "qwen" at https://models.internal/v1: too slow'],
    saved: '/srv/deixis/out/a/cup-1.jpg',
  }
  const addressOf = () => 'https://deixis.example/files/cup-1.jpg'
  const result = await callResult({ data }, { imageResponses: 'allow', tells: 'address', addressOf })
  expect(textOf(result)).toBe(
    'One cup. (No server answers at [address]. To start Ollama, run "ollama serve".)\n' +
      'Picture: image_id abc, 4×4 px.\nSaved: https://deixis.example/files/cup-1.jpg\n' +
      '· fallback: "qwen" at [address]: too slow',
  )
  expect(JSON.stringify(result)).not.toMatch(/10\.0\.0\.5|internal|srv/)
})
