'use client'

import { memo, useState } from 'react'
import { useStore } from 'zustand'
import { isPart } from '#engine/mapping/row-place.ts'
import { AddField } from './add-field.tsx'
import { dotted, lineName } from './dotted.ts'
import { pathKey } from './held-text.ts'
import { lineState } from './line-state.ts'
import { lightTarget } from './lit.ts'
import classes from './mapping-line.module.css'
import { useMapping } from './mapping-model.tsx'
import { RowExpression } from './row-expression.tsx'
import { RowMenu } from './row-menu.tsx'
import { RowName, canRename } from './row-name.tsx'
import { RowStatus } from './row-status.tsx'
import { RowValue } from './row-value.tsx'
import type { TargetLine } from './target-lines.ts'
import { useFieldsView } from './use-fields-view.ts'
import { useLineDrop } from './use-line-drop.ts'

/** One field of the result: what it is called, what it is made of, what that gives. */
export function MappingLine({ line }: { line: TargetLine }) {
  const model = useMapping()
  const { drafts, rowResults, checks, lit, lineage, readOnly, actions } = model
  const view = useFieldsView()
  const { path, owner, row, depth } = line
  const key = pathKey(path)
  const name = lineName(path)
  const place = dotted(path)
  // Parts that are merged are no targets themselves.
  const isTarget = !path.slice(-1).some(isPart)
  const draft = drafts.get(key)
  const result = rowResults.get(key)
  const state = lineState(line, {
    draft,
    result,
    checks: checks.filter((check) => check.path === place || check.path === dotted(owner)),
  })
  const isLit = useStore(lit, ({ targets }) => isTarget && targets.has(place))
  const [closed, setClosed] = useState(false)
  const [renaming, setRenaming] = useState(false)
  const drop = useLineDrop(line)
  const isObject = row?.kind === 'object' || row?.kind === 'group'
  const hasLines = isObject || row?.kind === 'lines'
  const said = state.tone === 'error' || state.tone === 'warning'
  return (
    <>
      <div
        className={classes.line}
        role="group"
        aria-label={name}
        data-row={pathKey(owner)}
        data-kind={row?.kind ?? 'missing'}
        data-lit={isLit || undefined}
        data-over={drop.over}
        style={{ paddingLeft: 8 + depth * INDENT }}
        onPointerEnter={() => lightTarget(lit, lineage, isTarget ? place : null)}
        onPointerLeave={() => lightTarget(lit, lineage, view.focused.current)}
        onFocus={() => {
          view.focus(isTarget ? place : null)
          lightTarget(lit, lineage, isTarget ? place : null)
        }}
        {...drop.handlers}
      >
        <RowName
          line={line}
          closed={closed}
          onToggle={hasLines ? () => setClosed(!closed) : null}
          renaming={renaming}
          onRename={(next) => {
            setRenaming(false)
            if (next !== null && next !== line.key) actions.rename(owner, next)
          }}
          onWantRename={() => setRenaming(true)}
        />
        {isObject ? (
          <span className={classes.about}>{countText(line.lines.length)}</span>
        ) : (
          <div className={classes.expression}>
            {row?.kind === 'lines' && <span className={classes.each}>for each of</span>}
            <RowExpression
              label={row?.kind === 'lines' ? `List of ${name}` : `Expression of ${name}`}
              text={draft ?? row?.text ?? ''}
              placeholder={row?.kind === 'lines' ? 'one line' : 'Type, or drop a field here'}
              invalid={state.tone === 'error' && draft !== undefined}
              readOnly={readOnly}
              isCode={row?.kind === 'code'}
              wantsFocus={view.takeFocus(pathKey(owner))}
              onText={(text) => actions.setText(path, text, line.wrap)}
              onComplete={(text, cursor) => view.complete(path, text, cursor)}
              onUse={(input) => view.use({ path, input })}
              onMove={(by) => view.shift(owner, by)}
            />
          </div>
        )}
        {hasLines && !readOnly && <AddField line={line} />}
        <RowValue result={result} kind={row?.kind} />
        <RowStatus name={name} state={state} />
        <RowMenu
          name={name}
          pathKey={pathKey(owner)}
          kind={row?.kind ?? null}
          canRename={canRename(line)}
          readOnly={readOnly}
          onRename={() => setRenaming(true)}
          onMove={(by) => view.shift(owner, by)}
          onMake={(what) =>
            what === 'object' ? actions.makeObject(path) : actions.makeLines(path)
          }
          onRemove={() => actions.remove(owner)}
        />
        {said && (
          <p className={classes.message} data-tone={state.tone}>
            {state.message}
          </p>
        )}
      </div>
      {!closed && line.lines.map((inner) => <Line key={pathKey(inner.owner)} line={inner} />)}
    </>
  )
}

/** Of what lies inside another line, in pixels. */
const INDENT = 14

/** The same, for lines inside of lines. */
const Line = memo(MappingLine)

function countText(count: number): string {
  return count === 1 ? '1 field' : `${count} fields`
}
