import type { MappingTestResult, TestedDocument } from '#engine/mapping-tests.ts'
import type { Arriving, SampledDocument } from '#engine/samples/arriving.ts'
import type { JsonObject } from '#nodes/json.ts'

/** What the worker is asked; `settings` are those that the integration shares. */
export type ToTrial =
  | { job: number; ask: 'tests'; document: TestedDocument; settings: JsonObject }
  | { job: number; ask: 'arriving'; document: SampledDocument; settings: JsonObject; node: string }

/** What it answers. */
export type FromTrial =
  | { job: number; results: MappingTestResult[] }
  | { job: number; arriving: Arriving[] }
  | { job: number; failed: string }
