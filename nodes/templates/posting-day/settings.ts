import type { JsonObject } from '../../json.ts'
import { shared } from '../settings.ts'

/** What the part asks for. */
export const SETTING_FIELDS: JsonObject[] = shared(['closedPeriod'])
