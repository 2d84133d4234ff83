import type { ReactNode } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title?: ReactNode
  /** Beside the title: a count, buttons. */
  aside?: ReactNode
  children: ReactNode
}

/** A bordered part of a page with an optional heading. */
export function Panel({ title, aside, children }: PanelProps) {
  return (
    <section className={classes.panel}>
      {title && (
        <div className={classes.head}>
          <h2 className={classes.title}>{title}</h2>
          <div className={classes.aside}>{aside}</div>
        </div>
      )}
      {children}
    </section>
  )
}
