import { number, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

/** A text that lies on the canvas beside the nodes. No record passes it, so nothing runs it. */
export const canvasNote = defineKind({
  id: 'canvas.note',
  version: 1,
  role: 'note',
  family: 'Control',
  title: 'Note',
  description: 'A text on the canvas for whoever reads the flow next; records do not pass it.',
  fields: {
    text: text('Text', { lines: true, placeholder: 'Why the flow is drawn this way' }),
    width: number('Width', { min: 120, max: 1_600, initial: 248 }),
    height: number('Height', { min: 64, max: 1_200, initial: 120 }),
  },
  ports: () => [],
  summary: (config) => (typeof config.text === 'string' ? config.text : ''),
})
