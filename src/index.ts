/** The public surface of deixis: every name here is a promise. */
export type { Answer } from './conversation/answer.js'
export type { Conversation, RequestOptions } from './conversation/conversation.js'
export type { Edit } from './conversation/edit.js'
export type { GivenRegion } from './conversation/given.js'
export type { Turn } from './conversation/state.js'
export type { ConversationSummary } from './conversation/store.js'
export { createDeixis, type Deixis, type DeixisOptions, type OpenOptions } from './deixis.js'
export type { EngineOptions } from './engines.js'
export {
  CancelledError,
  ConfigurationError,
  DeixisError,
  type ErrorCode,
  ModelError,
  UserInputError,
} from './errors.js'
export type { Box, LabelledPoint, Point, Size } from './geometry.js'
export type { Access } from './image/access.js'
export type { Image, ImageInfo } from './image/image.js'
export { Mask } from './mask/mask.js'
export type { Region } from './mask/region.js'
export type { Rle } from './mask/rle.js'
export type {
  Detection,
  EngineContext,
  Grounder,
  GroundQuery,
  ScoredMask,
  Segmenter,
  SegmentPrompt,
} from './perception/engine.js'
export type { EngineLoad } from './perception/pool.js'
export type { StoreOptions } from './store/options.js'
export type { TokenCount, TraceStep } from './trace.js'
