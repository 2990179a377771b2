import type { Command } from 'commander'
import type { ExpressionFlags } from './eval-expressions.js'
import type { OpenFlags } from './eval-open.js'
import type { PictureFlags } from './eval-report.js'
import { addModelOptions } from './options.js'

const HELP = `
Examples:
  deixis eval boxes coco --split coco/split.json
  deixis eval masks coco --split coco/split.json --json masks.json
  deixis eval expressions expressions.jsonl --dataset coco --misses
  deixis eval open nouns.jsonl

A data set is a folder in COCO's form: annotations.json, and pictures beside it or in images/.
docs/evaluation.md defines the figures.`

const EXPRESSIONS_HELP = `
Each line of FILE is a question, or a dialogue, about one picture of the data set; targets are ids of annotations:
  {"image_id":3,"kind":"relation","text":"the bird being brushed","targets":[7]}
  {"image_id":3,"kind":"dialogue","turns":[{"text":"the birds","targets":[7,8]},{"text":"only the left one","targets":[7]}]}

A miss is a turn with an IoU below 0.5; with --true-regions, one that did not pick exactly the targets.`

const OPEN_HELP = `
Each line of FILE is a noun and a picture, by its path from FILE; absent: the picture does not show it. A box, or a mask in
COCO's run-length form, says where it is:
  {"image":"photos/kitchen.jpg","noun":"teapot","box":{"x":210,"y":96,"width":180,"height":140}}
  {"image":"photos/kitchen.jpg","noun":"accordion","absent":true}`

export function addEval(program: Command): void {
  const command = program
    .command('eval')
    .description('measure the engines on annotated pictures')
    .addHelpText('after', HELP)
  addPictures(command, 'boxes', 'score detections: average precision, precision, recall').action(
    async (folder: string, flags: PictureFlags) => {
      const { evalBoxes } = await import('./eval-boxes.js')
      await evalBoxes(folder, flags)
    },
  )
  addPictures(
    command,
    'masks',
    'score masks from true boxes, from boxes a little off, and from detected boxes',
  ).action(async (folder: string, flags: PictureFlags) => {
    const { evalMasks } = await import('./eval-masks.js')
    await evalMasks(folder, flags)
  })
  addExpressions(command)
  addOpen(command)
}

function addPictures(command: Command, name: string, description: string): Command {
  return command
    .command(name)
    .description(description)
    .argument('<dataset>', 'the annotated pictures')
    .option('--split <file>', 'measure only on the images that FILE names: {"val":[3,9]}')
    .option('--json <file>', 'also write all figures into FILE')
}

function addExpressions(evaluation: Command): void {
  const command = evaluation
    .command('expressions')
    .description('score answers to questions whose targets are known')
    .argument('<file>', 'questions, one JSON object a line')
    .requiredOption('--dataset <folder>', 'the annotated pictures')
    .option('--true-regions', 'give the annotations as the scene: language and reasoning alone')
    .option('-v, --misses', 'list the turns that were missed')
    .option('--json <file>', 'also write all figures and every turn into FILE')
  addModelOptions(command)
    .addHelpText('after', EXPRESSIONS_HELP)
    .action(async (file: string, flags: ExpressionFlags) => {
      const { evalExpressions } = await import('./eval-expressions.js')
      await evalExpressions(file, flags)
    })
}

function addOpen(evaluation: Command): void {
  const command = evaluation
    .command('open')
    .description('score nouns of any kind: those found, and false alarms on those that are absent')
    .argument('<file>', 'nouns and pictures, one JSON object a line')
    .option('-v, --misses', 'list the nouns that were missed, and the false alarms')
    .option('--json <file>', 'also write all figures and every noun into FILE')
  addModelOptions(command)
    .addHelpText('after', OPEN_HELP)
    .action(async (file: string, flags: OpenFlags) => {
      const { evalOpen } = await import('./eval-open.js')
      await evalOpen(file, flags)
    })
}
