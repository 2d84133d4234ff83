import { mapping, tags, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

export const transformMap = defineKind({
  id: 'transform.map',
  version: 1,
  role: 'transform',
  family: 'Transforms',
  title: 'Map fields',
  description: 'Makes a new record, or a part of one, out of the fields of the record.',
  fields: {
    mapping: mapping('Mapping', {
      required: true,
      initial: '{\n  "name": name\n}',
      help: 'Each line gives one field of the result. $setting("…") reads a setting of the flow.',
    }),
    into: text('Put the result in', {
      placeholder: 'customerFields',
      help: 'The field of the record that receives the result. Blank: the result becomes the record.',
    }),
    required: tags('Must have a value', [], {
      help: 'Fields of the result that may not be empty, such as entity.id or item.items[].item.id. A record without one is reported instead of being sent incomplete.',
    }),
  },
  summary: (config) => {
    const text = typeof config.mapping === 'string' ? config.mapping : ''
    const lines = text.match(/^ {0,4}"[^"]+"\s*:/gm)?.length ?? 0
    const fields = lines === 1 ? '1 field' : `${lines} fields`
    const into = typeof config.into === 'string' && config.into ? ` → ${config.into}` : ''
    return lines > 0 ? `${fields}${into}` : `one expression${into}`
  },
})
