import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  icon: Icon
  title: string
  /** What to do next. */
  children?: ReactNode
}

/** Says why a list is empty and what to do next. */
export function EmptyState({ icon: StateIcon, title, children }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <StateIcon size={26} stroke={1.4} aria-hidden="true" />
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.next}>{children}</div>}
    </div>
  )
}
