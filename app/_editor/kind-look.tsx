import {
  IconArrowsLeftRight,
  IconArrowsSplit2,
  IconArrowsTransferUp,
  IconBan,
  IconBookmark,
  IconBrandStripe,
  IconBuildingBank,
  IconCash,
  IconChecks,
  IconDatabaseSearch,
  IconFileInvoice,
  IconFileMinus,
  IconFileOff,
  IconFileSearch,
  IconFilter,
  IconHandStop,
  IconHexagon,
  IconLink,
  IconListDetails,
  IconListSearch,
  IconLogin,
  IconLogout,
  IconPaperclip,
  IconPencil,
  IconPencilUp,
  IconQuestionMark,
  IconReceipt,
  IconReceiptRefund,
  IconRoute,
  IconSearch,
  IconSend,
  IconSql,
  IconStack2,
  IconTable,
  IconTransform,
  IconTrash,
  IconUserPlus,
  IconWorld,
  IconWorldDownload,
  IconWorldSearch,
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
  'flow.call': IconRoute,
  'flow.end': IconLogout,
  'flow.start': IconLogin,
  'flow.stop': IconHandStop,
  'http.lookup': IconWorldSearch,
  'netsuite.apply-credit': IconFileMinus,
  'netsuite.apply-payment': IconCash,
  'netsuite.attach': IconPaperclip,
  'netsuite.delete': IconTrash,
  'netsuite.deleted-source': IconTrash,
  'netsuite.get': IconFileSearch,
  'netsuite.query-lookup': IconSql,
  'netsuite.query-source': IconSql,
  'netsuite.record-source': IconListDetails,
  'netsuite.refund-customer': IconReceiptRefund,
  'netsuite.saved-search-source': IconBookmark,
  'netsuite.transform': IconArrowsTransferUp,
  'netsuite.update': IconPencil,
  'netsuite.void': IconBan,
  'stripe.attach-payment': IconPaperclip,
  'stripe.create-credit-note': IconFileMinus,
  'stripe.create-invoice': IconFileInvoice,
  'stripe.create-payment-link': IconLink,
  'stripe.create-refund': IconReceiptRefund,
  'stripe.finalize-invoice': IconChecks,
  'stripe.invoice-of-payment': IconFileSearch,
  'stripe.invoice-payments': IconReceipt,
  'stripe.mark-uncollectible': IconFileOff,
  'stripe.pay-invoice': IconCash,
  'stripe.send-invoice': IconSend,
  'stripe.update-invoice': IconPencil,
  'stripe.upsert-customer': IconUserPlus,
  'stripe.void-invoice': IconBan,
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
