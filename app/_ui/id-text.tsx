import { CopyButton } from './copy-button.tsx'
import classes from './id-text.module.css'

/** An id or key in mono with its copy button. */
export function IdText({ id, what = 'the id' }: { id: string; what?: string }) {
  return (
    <span className={classes.id}>
      <span className={classes.text} title={id}>
        {id}
      </span>
      <CopyButton value={id} what={what} />
    </span>
  )
}
