import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type MessageActionRowComponentBuilder,
  StringSelectMenuBuilder,
} from 'discord.js'
import type { Choice, OfferedAction } from '../chat.js'
import { encodeCustomId } from './custom-id.js'
import {
  MAX_BUTTON_LABEL,
  MAX_CHOICE_LABEL,
  MAX_CHOICES,
  MAX_PLACEHOLDER,
  MAX_ROW_BUTTONS,
} from './limits.js'
import { clip } from './markdown.js'

type Row = ActionRowBuilder<MessageActionRowComponentBuilder>

/** Buttons side by side, and below them one menu a row. */
export function controls(actions: readonly OfferedAction[], conversationId: string): Row[] {
  const buttons = actions
    .filter(({ choices }) => choices === undefined)
    .map((action) => button(action, conversationId))
  const menus = actions.flatMap(({ choices = [], ...action }) =>
    choices.length > 0 ? [[menu(action, choices, conversationId)]] : [],
  )
  return [...chunks(buttons, MAX_ROW_BUTTONS), ...menus].map(
    (components) => new ActionRowBuilder({ components }),
  )
}

function button({ name, label }: OfferedAction, conversationId: string): ButtonBuilder {
  return new ButtonBuilder({
    style: ButtonStyle.Secondary,
    customId: encodeCustomId({ action: name, conversationId }),
    label: clip(label, MAX_BUTTON_LABEL),
  })
}

function menu(
  { name, label }: OfferedAction,
  choices: readonly Choice[],
  conversationId: string,
): StringSelectMenuBuilder {
  const shown = choices.slice(0, MAX_CHOICES)
  const more = choices.length - shown.length
  const placeholder = more > 0 ? `${label} (${more} more: name them in words)` : label
  return new StringSelectMenuBuilder({
    customId: encodeCustomId({ action: name, conversationId }),
    placeholder: clip(placeholder, MAX_PLACEHOLDER),
    minValues: 1,
    // A file has one format; regions can be taken together.
    maxValues: name === 'export' ? 1 : shown.length,
    options: shown.map(({ value, label, description }) => ({
      value,
      label: clip(label, MAX_CHOICE_LABEL),
      ...(description && { description: clip(description, MAX_CHOICE_LABEL) }),
    })),
  })
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return items.length === 0 ? [] : [items.slice(0, size), ...chunks(items.slice(size), size)]
}
