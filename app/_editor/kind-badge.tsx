import type { Kind } from '#nodes/kind.ts'
import classes from './kind-badge.module.css'
import { KindIcon, tintOf } from './kind-look.tsx'

/** The icon of a kind on the tint of its system, as it stands in lists. */
export function KindBadge({ kind }: { kind: Kind | undefined }) {
  return (
    <span className={classes.badge} data-tint={tintOf(kind)}>
      <KindIcon kind={kind} size={15} />
    </span>
  )
}
