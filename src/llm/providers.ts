/** A family of servers: where one is found, what it speaks, and what its user does when something is missing. */
export interface Provider {
  /** As its makers write it. */
  readonly label: string
  /** Ollama's own, or chat completions as OpenAI defined them. */
  readonly protocol: 'ollama' | 'openai'
  /** Where it listens unless told otherwise. */
  readonly url: string
  /** How to get one to run: ends a sentence that begins with "To start it, ". */
  readonly start: string
  /** How to get a model that it lacks. */
  get(model: string): string
  /** How to let it see pictures. */
  readonly sight: string
  /** How to let it call tools. */
  readonly tools: string
}

export const providers = {
  ollama: {
    label: 'Ollama',
    protocol: 'ollama',
    url: 'http://127.0.0.1:11434',
    start: 'run `ollama serve`',
    get: (model) => `Run \`ollama pull ${model}\``,
    sight: 'Take one that sees, such as qwen3-vl:4b, with Ollama 0.12.7 or newer.',
    tools: 'Take one that ollama.com marks with "tools".',
  },
  lmstudio: {
    label: 'LM Studio',
    protocol: 'openai',
    url: 'http://127.0.0.1:1234/v1',
    start: 'run `lms server start`, or use its Developer tab',
    get: () => 'Download it in LM Studio',
    sight: 'Load one that LM Studio marks with an eye.',
    tools: 'Load one that LM Studio marks with a hammer.',
  },
  llamacpp: {
    label: 'llama.cpp',
    protocol: 'openai',
    url: 'http://127.0.0.1:8080/v1',
    start: 'run `llama-server -m MODEL.gguf --mmproj MMPROJ.gguf --jinja`',
    get: () => 'Start llama-server with it',
    sight: "Start llama-server with --mmproj and the model's projector file.",
    tools: 'Start llama-server with --jinja.',
  },
  vllm: {
    label: 'vLLM',
    protocol: 'openai',
    url: 'http://127.0.0.1:8000/v1',
    start: 'run `vllm serve MODEL`',
    get: (model) => `Run \`vllm serve ${model}\``,
    sight: 'Serve one that sees, such as Qwen/Qwen3-VL-4B-Instruct, with vLLM 0.11 or newer.',
    tools: 'Start vllm serve with --enable-auto-tool-choice and the --tool-call-parser of the model.',
  },
  openai: {
    label: 'the API',
    protocol: 'openai',
    url: 'https://api.openai.com/v1',
    start: 'check your connection',
    get: () => 'Choose one that your account may use',
    sight: 'Choose one that does.',
    tools: 'Choose one that does.',
  },
} as const satisfies Record<string, Provider>

export type ProviderName = keyof typeof providers
