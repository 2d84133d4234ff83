import type { ReactNode } from 'react'
import classes from './page-header.module.css'

interface PageHeaderProps {
  title: ReactNode
  /** One line under the title. */
  about?: ReactNode
  /** Buttons at the right. */
  children?: ReactNode
}

/** The top of a page. */
export function PageHeader({ title, about, children }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        {about && <div className={classes.about}>{about}</div>}
      </div>
      {children && <div className={classes.actions}>{children}</div>}
    </header>
  )
}

/** The frame of a page that scrolls as a whole. */
export function Page({ children }: { children: ReactNode }) {
  return <div className={classes.page}>{children}</div>
}
