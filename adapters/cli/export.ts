import { writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { UserInputError } from '../../src/errors.js'
import { encodeRegions, type Format, formatNames } from '../../tools/formats.js'
import { exitStatusOf, keepInput, withDeixis, write } from './session.js'

const HELP = `
Formats:
  png       black-and-white mask          coco      COCO annotations
  overlay   the photo with masks          labelme   LabelMe annotations
  cutout    objects without background    yolo      YOLO segmentation labels
  svg       vector outlines               rle       COCO run-length of each region
                                          polygons  JSON polygons of each region
Examples:
  deixis export street.jpg "the people" --format coco -o people.json
  deixis export dog.jpg "the dog" --format cutout -o dog.png`

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write masks to a file')
    .argument('<image>', 'path, https:// address, or data: URI')
    .argument('<words...>', 'what to find')
    .addOption(
      new Option('-f, --format <format>', 'what to write').choices(formatNames).makeOptionMandatory(),
    )
    .requiredOption('-o, --output <file>', 'where to write it')
    .addHelpText('after', HELP)
    .action(
      async (source: string, words: string[], { format, output }: { format: Format; output: string }) => {
        keepInput(source, output)
        process.exitCode = await withDeixis(async (deixis, follow) => {
          const image = await deixis.open(source, follow)
          const answer = await deixis.conversation().ask(words.join(' '), { image, ...follow })
          if (answer.regions.length > 0) {
            const shown = { image, pixels: answer.loadImage }
            await save(output, await encodeRegions(format, shown, answer.regions, deixis.labels))
          }
          await write(answer.regions.length > 0 ? `${answer.answer}\nWritten to ${output}` : answer.answer)
          return exitStatusOf(answer)
        })
      },
    )
}

async function save(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(path, content).catch((error: NodeJS.ErrnoException) => {
    throw new UserInputError('bad-input', `The file cannot be written (${error.code}): check --output.`, {
      cause: error,
    })
  })
}
