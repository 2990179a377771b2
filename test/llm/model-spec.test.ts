import { describe, expect, it } from 'vitest'
import { ConfigurationError } from '../../src/errors.js'
import { parseModelSpec } from '../../src/llm/model-spec.js'

describe('parseModelSpec', () => {
  it.each([
    ['ollama:qwen3-vl:4b', 'ollama', 'qwen3-vl:4b', 'http://127.0.0.1:11434'],
    [
      'ollama:hf.co/Qwen/Qwen3-VL-4B-Instruct-GGUF:Q4_K_M',
      'ollama',
      'hf.co/Qwen/Qwen3-VL-4B-Instruct-GGUF:Q4_K_M',
      'http://127.0.0.1:11434',
    ],
    ['ollama:qwen3-vl:4b@http://192.168.1.5:11434/', 'ollama', 'qwen3-vl:4b', 'http://192.168.1.5:11434'],
    [
      'ollama:qwen3-vl:4b@https://gpu.example.com/ollama',
      'ollama',
      'qwen3-vl:4b',
      'https://gpu.example.com/ollama',
    ],
    ['openai:gpt-4.1', 'openai', 'gpt-4.1', 'https://api.openai.com/v1'],
    [
      'openai:qwen/qwen3-vl@https://api.example.com/api/v1',
      'openai',
      'qwen/qwen3-vl',
      'https://api.example.com/api/v1',
    ],
    ['lmstudio:qwen/qwen3-vl-4b', 'lmstudio', 'qwen/qwen3-vl-4b', 'http://127.0.0.1:1234/v1'],
    ['lmstudio:qwen3-vl-4b@q4_k_m', 'lmstudio', 'qwen3-vl-4b@q4_k_m', 'http://127.0.0.1:1234/v1'],
    [
      'lmstudio:qwen3-vl-4b@q4_k_m@http://[::1]:1234',
      'lmstudio',
      'qwen3-vl-4b@q4_k_m',
      'http://[::1]:1234/v1',
    ],
    ['llamacpp:qwen3-vl@HTTP://LOCALHOST:8080/v1/', 'llamacpp', 'qwen3-vl', 'http://localhost:8080/v1'],
    ['vllm:Qwen/Qwen3-VL-4B-Instruct', 'vllm', 'Qwen/Qwen3-VL-4B-Instruct', 'http://127.0.0.1:8000/v1'],
  ])('reads %s', (text, provider, model, url) => {
    expect(parseModelSpec(text)).toEqual({ provider, model, url })
  })

  it.each([
    ['', 'it begins with one of ollama, lmstudio'],
    ['qwen3-vl:4b', 'it begins with one of ollama'],
    ['toString:x', 'it begins with one of ollama'],
    ['ollama', 'it begins with one of ollama'],
    ['ollama:', 'a model\'s name follows "ollama:"'],
    ['ollama:@http://127.0.0.1:11434', 'a model\'s name follows "ollama:"'],
    ['ollama:two words', 'a model\'s name follows "ollama:"'],
    ['ollama:m\u001b[31m', 'a model\'s name follows "ollama:"'],
    ['ollama:m@127.0.0.1:11434', 'an address begins with http:// or https://'],
    ['ollama:m@localhost', 'an address begins with http:// or https://'],
    ['ollama:m@gpu.example.com/v1', 'an address begins with http:// or https://'],
    ['ollama:m@ftp://127.0.0.1', 'an address begins with http:// or https://'],
    ['ollama:m@file:///etc/passwd', 'an address begins with http:// or https://'],
    ['ollama:m@http://', 'an address begins with http:// or https://'],
    ['ollama:m@http://a@http://b', 'an address begins with http:// or https://'],
    ['openai:m@https://user:secret@api.example.com/v1', 'no user and no password'],
    ['openai:m@https://api.example.com/v1?key=secret', 'an address ends with its path'],
  ])('refuses %j and says what is expected', (text, expected) => {
    const read = () => parseModelSpec(text)
    expect(read).toThrow(ConfigurationError)
    expect(read).toThrow(expected)
    expect(read).not.toThrow('secret')
  })
})
