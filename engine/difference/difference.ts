import type { mappingChanges } from '../mapping/changes.ts'

export type DifferenceKind = 'added' | 'removed' | 'changed'

/** One field that differs, as people read it. */
export interface FieldDifference {
  /** Where it is, such as `mapping`, `rows[1].condition` or `settings.defaultItem`. */
  field: string
  label: string
  kind: DifferenceKind
  /** The values as text; null = blank. */
  before: string | null
  after: string | null
  /** An expression that means the same: only its layout or its comments differ. */
  layoutOnly: boolean
  /** Of a mapping: what differs for each field of its result. */
  targets: ReturnType<typeof mappingChanges>
}
