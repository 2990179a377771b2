import { answerTo, type FakeInteraction } from '../interaction.js'
import { applyPayload } from '../payload.js'
import { checkModal } from '../rules.js'
import { ApiError, CallbackType, Flag, InteractionType, invalid, type Message, type Modal } from '../wire.js'
import { isLoading } from '../world.js'
import type { Call, Route } from './route.js'

const ACKNOWLEDGE_WITHIN_MS = 3000

/** Answers to what people did: the callback, then the message and its follow-ups through the interaction's own webhook. */
export const interactionRoutes = [
  {
    method: 'POST',
    path: '/interactions/:id/:token/callback',
    open: true,
    handle: (call) => {
      const { world, params, body, query, serialise } = call
      const [id = '', token] = params
      const interaction = world.interactions.get(id)
      if (!interaction || interaction.token !== token || interaction.expired) throw unknownInteraction()
      if (performance.now() - interaction.sentAt > ACKNOWLEDGE_WITHIN_MS) {
        world.violations.push('An interaction was acknowledged after more than 3 seconds')
        throw unknownInteraction()
      }
      if (interaction.callback !== undefined) {
        throw new ApiError(400, 40060, 'Interaction has already been acknowledged.')
      }
      acknowledge(call, interaction, Number(body.type), (body.data ?? {}) as Record<string, unknown>)
      interaction.callback = Number(body.type)
      if (query.get('with_response') !== 'true') return undefined
      const message = interaction.original && serialise.message(interaction.original)
      return {
        interaction: { id, type: interaction.type },
        resource: { type: interaction.callback, message },
      }
    },
  },
  {
    method: 'POST',
    path: '/webhooks/:application/:token',
    open: true,
    handle: (call) => {
      const { world, serialise, body } = call
      const interaction = find(call)
      if (interaction.callback === undefined) throw new ApiError(404, 10015, 'Unknown Webhook')
      // The first follow-up of a promised answer is that answer, and as visible as was promised.
      const { original } = interaction
      const first = original && isLoading(original)
      const message = first ? original : answerTo(world, interaction, Number(body.flags ?? 0))
      applyPayload(world, message, call)
      if (!first) interaction.followups.push(message)
      world.messages.set(message.id, message)
      return serialise.message(message)
    },
  },
  {
    method: 'GET',
    path: '/webhooks/:application/:token/messages/:message',
    open: true,
    handle: (call) => call.serialise.message(answer(call)),
  },
  {
    method: 'PATCH',
    path: '/webhooks/:application/:token/messages/:message',
    open: true,
    handle: (call) => {
      const message = answer(call)
      applyPayload(call.world, message, call)
      message.edits++
      return call.serialise.message(message)
    },
  },
  {
    method: 'DELETE',
    path: '/webhooks/:application/:token/messages/:message',
    open: true,
    handle: (call) => {
      const interaction = find(call)
      const message = answer(call)
      call.world.messages.delete(message.id)
      if (interaction.original === message) interaction.original = undefined
      const index = interaction.followups.indexOf(message)
      if (index >= 0) interaction.followups.splice(index, 1)
    },
  },
] satisfies Route[]

function acknowledge(
  call: Call,
  interaction: FakeInteraction,
  type: number,
  data: Record<string, unknown>,
): void {
  const { world } = call
  switch (type) {
    case CallbackType.message:
    case CallbackType.deferredMessage: {
      const message = answerTo(world, interaction, Number(data.flags ?? 0))
      if (type === CallbackType.message) applyPayload(world, message, { body: data, files: call.files })
      else message.flags |= Flag.loading
      world.messages.set(message.id, message)
      interaction.original = message
      return
    }
    case CallbackType.deferredUpdate:
    case CallbackType.update:
      if (!interaction.source) throw invalid('type: only components can be updated')
      interaction.original = interaction.source
      if (type === CallbackType.update)
        applyPayload(world, interaction.source, { body: data, files: call.files })
      return
    case CallbackType.modal: {
      if (interaction.type === InteractionType.modal) throw invalid('type: a modal opens no modal')
      const modal = data as unknown as Modal
      checkModal(modal.title, modal.custom_id, modal.components)
      interaction.modal = modal
      return
    }
    default:
      throw invalid('type: unknown')
  }
}

function find({ world, params: [application, token] }: Call): FakeInteraction {
  const interaction = [...world.interactions.values()].find((each) => each.token === token)
  if (!interaction || application !== world.applicationId) throw new ApiError(404, 10015, 'Unknown Webhook')
  if (interaction.expired) throw new ApiError(401, 50027, 'Invalid Webhook Token')
  return interaction
}

function answer(call: Call): Message {
  const { original, followups } = find(call)
  const [, , id] = call.params
  const message = id === '@original' ? original : [original, ...followups].find((each) => each?.id === id)
  if (!message) throw new ApiError(404, 10008, 'Unknown Message')
  return message
}

function unknownInteraction(): ApiError {
  return new ApiError(404, 10062, 'Unknown interaction')
}
