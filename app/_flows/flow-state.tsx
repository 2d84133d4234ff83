import type { Outputs } from '../_server/router.ts'
import classes from './flow-state.module.css'

type Flow = Outputs['flows']['list'][number]

/** `Enabled` runs on its schedule, `Published` by hand only, `Draft` not at all. */
export function FlowState({ flow }: { flow: Flow }) {
  const { publishedVersion, enabled, hasUnpublishedChanges } = flow
  const state = publishedVersion === null ? 'draft' : enabled ? 'enabled' : 'published'
  const word = { draft: 'Draft', enabled: 'Enabled', published: 'Published' }[state]
  return (
    <span className={classes.state} data-state={state}>
      <span className={classes.dot} aria-hidden="true" />
      {word}
      {publishedVersion !== null && <span className={classes.version}>v{publishedVersion}</span>}
      {hasUnpublishedChanges && publishedVersion !== null && (
        <span className={classes.edited} title="The draft has changes that are not published">
          edited
        </span>
      )}
    </span>
  )
}
