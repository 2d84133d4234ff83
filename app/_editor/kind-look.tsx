import {
  IconArrowsLeftRight,
  IconArrowsSplit2,
  IconBrandStripe,
  IconBuildingBank,
  IconDatabaseSearch,
  IconFilter,
  IconHexagon,
  IconListDetails,
  IconListSearch,
  IconPencilUp,
  IconQuestionMark,
  IconRoute,
  IconSearch,
  IconStack2,
  IconTable,
  IconTransform,
  IconWorld,
  IconWorldDownload,
  IconWorldUpload,
  type Icon,
} from '@tabler/icons-react'
import type { Family, Kind } from '#nodes/kind.ts'

/** Which system a node speaks to, as the colour of its edge says it. */
export type Tint = 'stripe' | 'netsuite' | 'neutral'

/** The tint of a kind: violet for Stripe, teal for NetSuite. */
export function tintOf(kind: Kind | undefined): Tint {
  return kind?.system ?? 'neutral'
}

/** The icon of a kind; a question mark for one that we do not know. */
export function KindIcon({ kind, size }: { kind: Kind | undefined; size: number }) {
  const Shape = kind ? (BY_KIND[kind.id] ?? BY_FAMILY[kind.family]) : IconQuestionMark
  return <Shape size={size} stroke={1.75} aria-hidden />
}

const BY_KIND: { [id: string]: Icon | undefined } = {
  'http.source': IconWorldDownload,
  'http.sink': IconWorldUpload,
  'lookup.links': IconArrowsLeftRight,
  'lookup.table': IconTable,
  'stripe.list-source': IconListDetails,
  'stripe.lookup': IconListSearch,
  'netsuite.lookup': IconDatabaseSearch,
  'stripe.get': IconBrandStripe,
  'stripe.write-back': IconPencilUp,
  'transform.map': IconTransform,
  'transform.filter': IconFilter,
  'transform.branch': IconArrowsSplit2,
  'transform.split': IconStack2,
}

const BY_FAMILY: Record<Family, Icon> = {
  Sources: IconBrandStripe,
  Transforms: IconHexagon,
  Lookups: IconSearch,
  Stripe: IconBrandStripe,
  NetSuite: IconBuildingBank,
  HTTP: IconWorld,
  Control: IconRoute,
}
