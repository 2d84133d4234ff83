'use client'

import { useMemo } from 'react'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { flowLineage, type FlowFieldLineage } from '#engine/mapping/flow-lineage.ts'
import classes from './comes-from.module.css'
import { isWithin, sourcesOf } from './lit.ts'
import { useMapping } from './mapping-model.tsx'
import { useMappingPlace } from './mapping-place.tsx'
import { shortValue, sourceValue } from './source-value.ts'

/** What the target that has the focus is made of: here, and further up and down in the flow. */
export function ComesFrom({ field, target }: { field: string; target: string }) {
  const { lineage, sample } = useMapping()
  const place = useMappingPlace()
  const sources = useMemo(() => [...sourcesOf(lineage, target)], [lineage, target])
  const settings = useMemo(
    () => lineage.filter((one) => isWithin(one.target, target)).flatMap((one) => one.settings),
    [lineage, target],
  )
  const document = place?.document
  const nodeId = place?.nodeId ?? ''
  const flow = useMemo(
    () =>
      document
        ? flowLineage(document, { node: nodeId, field }).filter((one) =>
            isWithin(one.target, target),
          )
        : [],
    [document, nodeId, field, target],
  )
  const origins = document ? originsOf(document, nodeId, flow) : []
  const ends = document ? endsOf(document, nodeId, flow) : []
  return (
    <section className={classes.panel} aria-label="Comes from">
      <h3 className={classes.title}>
        <b>{target}</b> comes from
      </h3>
      {sources.length === 0 && (
        <p className={classes.none}>
          {settings.length > 0 ? 'settings only' : 'no field of the record'}
        </p>
      )}
      <ul className={classes.list}>
        {sources.map((path) => (
          <li key={path}>
            <code>{path === '$$' ? 'the whole record' : path}</code>
            <span className={classes.value}>
              {path !== '$$' && shortValue(sample ? sourceValue(sample.record, path) : undefined)}
            </span>
          </li>
        ))}
      </ul>
      {settings.length > 0 && (
        <p className={classes.chain}>
          <span>Settings</span>
          {[...new Set(settings)].map((key) => (
            <span key={key} className={classes.node}>
              {labelOf(document, key)}
            </span>
          ))}
        </p>
      )}
      {origins.length > 0 && <Chain title="Read by" lines={origins} />}
      {ends.length > 0 && <Chain title="Ends in" lines={ends} />}
    </section>
  )
}

function labelOf(document: FlowDocument | undefined, key: string): string {
  return document?.settings.fields.find((field) => field.key === key)?.label ?? key
}

interface ChainLine {
  node: string
  paths: string[]
}

function Chain({ title, lines }: { title: string; lines: readonly ChainLine[] }) {
  return (
    <p className={classes.chain}>
      <span>{title}</span>
      {lines.map(({ node, paths }) => (
        <span key={node} className={classes.node}>
          {node}
          <code>{paths.slice(0, MOST).join(', ')}</code>
          {paths.length > MOST && ` and ${paths.length - MOST} more`}
        </span>
      ))}
    </p>
  )
}

const MOST = 4

/** Where the fields were read, in nodes before this one. */
function originsOf(document: FlowDocument, own: string, flow: readonly FlowFieldLineage[]) {
  const all = flow.flatMap(({ sources }) => sources).filter(({ node }) => node !== own)
  return gathered(document, all)
}

/** The fields of sinks that the same fields end in, in other nodes than this one. */
function endsOf(document: FlowDocument, own: string, flow: readonly FlowFieldLineage[]) {
  const all = flow
    .flatMap(({ ends }) => ends)
    .filter(({ node }) => node !== own)
    .map(({ node, field, target }) => ({ node, path: target === '' ? field : target }))
  return gathered(document, all)
}

function gathered(
  document: FlowDocument,
  all: readonly { node: string; path: string }[],
): ChainLine[] {
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]))
  const byNode = Map.groupBy(all, ({ node }) => node)
  return [...byNode].map(([node, found]) => ({
    node: names.get(node) ?? node,
    paths: [...new Set(found.map(({ path }) => (path === '$$' ? 'the whole record' : path)))],
  }))
}
