import * as z from 'zod'
import { UserInputError } from '../errors.js'
import type { Dataset } from './dataset.js'
import { parseJson, readText } from './files.js'

const Split = z.object({ val: z.array(z.int()).min(1) })

/** The pictures that a split file, `{"val": [ids]}`, keeps for measuring. Throws `bad-input` for ids that the data set lacks. */
export async function onlyValidation(dataset: Dataset, path: string): Promise<Dataset> {
  const what = 'The split file'
  const { val } = parseJson(await readText(path, what), Split, what)
  const known = new Map(dataset.pictures.map((picture) => [picture.id, picture]))
  const pictures = val.map((id) => {
    const picture = known.get(id)
    if (picture) return picture
    throw new UserInputError(
      'bad-input',
      `The data set has no image ${id}, which the split names: name the split that belongs to it.`,
    )
  })
  return { ...dataset, pictures }
}
