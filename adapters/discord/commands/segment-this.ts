import {
  ApplicationCommandType,
  ContextMenuCommandBuilder,
  LabelBuilder,
  ModalBuilder,
  type ModalSubmitInteraction,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { answer, tell } from '../answer.js'
import type { Bot } from '../bot.js'
import { CONTEXTS, INTEGRATIONS, type MessageCommand } from './command.js'

const WORDS = 'words'
const MODAL = 'v1:words'

/** Asks for words in a modal, which has to be the first answer: nothing is deferred here. */
export const segmentThis = {
  data: new ContextMenuCommandBuilder()
    .setType(ApplicationCommandType.Message)
    .setName('Segment this ...')
    .setIntegrationTypes(INTEGRATIONS)
    .setContexts(CONTEXTS),
  async run(bot, interaction) {
    const { targetMessage } = interaction
    if (bot.pictures.of(targetMessage).length === 0) {
      return await tell(
        interaction,
        'That message has no picture. Choose one that a picture was uploaded with.',
      )
    }
    bot.pictures.remember(targetMessage)
    const input = new TextInputBuilder()
      .setCustomId(WORDS)
      .setStyle(TextInputStyle.Short)
      .setPlaceholder('the red car on the left')
      .setMaxLength(500)
    await interaction.showModal(
      new ModalBuilder()
        .setCustomId(`${MODAL}:${interaction.channelId}:${targetMessage.id}`)
        .setTitle('Segment this picture')
        .addLabelComponents(new LabelBuilder().setLabel('What to find').setTextInputComponent(input)),
    )
  },
} satisfies MessageCommand

/** The words have come. */
export async function segmentTyped(bot: Bot, interaction: ModalSubmitInteraction): Promise<void> {
  const [, channelId, messageId] = /^v1:words:(\d+):(\d+)$/.exec(interaction.customId) ?? []
  if (channelId === undefined || messageId === undefined) {
    return await tell(interaction, 'This form is from an older version of me. Open the menu again.')
  }
  await answer(bot, interaction, {
    command: 'segment',
    text: interaction.fields.getTextInputValue(WORDS),
    images: bot.pictures.recall({ channelId, messageId }),
  })
}
