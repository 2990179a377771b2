import type { Command } from 'commander'
import { ERROR, FOUND, withFollow, write } from './session.js'

const HELP = `
Examples:
  deixis doctor                           does the engine work, which model servers run here?
  deixis doctor ollama:qwen3-vl:4b        and does this model see?
  deixis doctor vllm:Qwen/Qwen3-VL-4B-Instruct@http://192.168.1.5:8000

MODEL is PROVIDER:MODEL[@URL], with PROVIDER one of ollama, lmstudio, llamacpp, vllm, openai.
Exit status: 0 if the engine works and MODEL, where it is given, sees; else 2.`

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check that the engine works, find model servers, try a model')
    .argument('[model]', 'a model to try on a drawn picture')
    .option('--json', 'print one JSON object instead of text')
    .addHelpText('after', HELP)
    .action(async (model: string | undefined, { json }: { json?: true }) => {
      const { examine } = await import('./doctor-examine.js')
      const { isWell, toJson, toLines } = await import('./doctor-report.js')
      const report = await withFollow(({ signal }) => examine(model, signal))
      await write(json ? JSON.stringify(toJson(report)) : toLines(report).join('\n'))
      process.exitCode = isWell(report) ? FOUND : ERROR
    })
}
