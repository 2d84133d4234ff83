import { sourceFields, type SourceField } from '#engine/mapping/source-fields.ts'
import type { MappingPlace } from '../_mapping/mapping-place.tsx'
import type { CompletionSources } from '../_mapping-language/completions.ts'

/** What a line of code can offer at a node: fields of its samples, and the flow's settings. */
export function expressionSources(place: MappingPlace | null): CompletionSources {
  if (!place) return NOTHING
  const { document, samples, settings } = place
  return {
    fields: fieldsOf(samples),
    settings: document.settings.fields.map(({ key, label }) => ({
      ...{ key, label },
      value: settings[key],
    })),
  }
}

const NOTHING: CompletionSources = { fields: [], settings: [] }

const known = new WeakMap<MappingPlace['samples'], readonly SourceField[]>()

/** All conditions of a node share its samples, and putting their fields together takes a while. */
function fieldsOf(samples: MappingPlace['samples']): readonly SourceField[] {
  const found = known.get(samples)
  if (found) return found
  const fields = sourceFields(samples.map(({ record }) => record))
  known.set(samples, fields)
  return fields
}
