/** One step on the way to an answer: what was done, by whom and at what cost. Steps come in the order in which they ended. */
export interface TraceStep {
  /**
   * `route`: who answers, and why · `ground`: a phrase was looked for · `check`: a region was looked at again ·
   * `interpret`: words became a program · `tool`: the agent used one · `model`: the agent thought ·
   * `fallback`: somebody failed and another took over
   */
  readonly kind: 'route' | 'ground' | 'check' | 'interpret' | 'tool' | 'model' | 'fallback'
  /** In words, for a person. */
  readonly detail: string
  /** The model that was asked, such as "ollama:qwen3-vl:4b". */
  readonly model?: string | undefined
  readonly tokens?: TokenCount | undefined
  readonly elapsedMs?: number | undefined
}

/** As the server counted them; 0 where it did not. */
export interface TokenCount {
  readonly input: number
  readonly output: number
}

/** One line a step: "ground: looked for "teapot": found 1 (ollama:qwen3-vl:4b, 3.2 s, 812 + 40 tokens)". */
export function traceInWords(trace: readonly TraceStep[]): string[] {
  return trace.map(({ kind, detail, model, tokens, elapsedMs }) => {
    const costs = [
      model,
      elapsedMs === undefined ? undefined : `${(elapsedMs / 1000).toFixed(1)} s`,
      tokens && tokens.input + tokens.output > 0 ? `${tokens.input} + ${tokens.output} tokens` : undefined,
    ].filter((cost) => cost !== undefined)
    return `${kind}: ${detail}${costs.length > 0 ? ` (${costs.join(', ')})` : ''}`
  })
}
