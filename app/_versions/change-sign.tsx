import { IconMinus, IconPlus, IconTilde } from '@tabler/icons-react'
import classes from './change-sign.module.css'

export type ChangeKind = 'added' | 'removed' | 'changed'

const SHAPES = { added: IconPlus, removed: IconMinus, changed: IconTilde }

/** What became of something, as a shape with a colour; its word is for those who hear the page. */
export function ChangeSign({ kind }: { kind: ChangeKind }) {
  const Shape = SHAPES[kind]
  return (
    <span className={classes.sign} data-kind={kind} role="img" aria-label={kind} title={kind}>
      <Shape size={12} stroke={2.6} aria-hidden />
    </span>
  )
}
