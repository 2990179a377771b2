import { exportRegions } from './export.js'
import { ground } from './ground.js'
import { openImage } from './open-image.js'
import { reason } from './reason.js'
import { refine } from './refine.js'
import { segment } from './segment.js'
import { view } from './view.js'

/** Every tool, in the order in which an assistant meets them. */
export const tools = [openImage, ground, segment, reason, refine, view, exportRegions] as const
