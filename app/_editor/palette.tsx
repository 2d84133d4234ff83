'use client'

import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { KINDS } from '#nodes/catalog.ts'
import type { Kind } from '#nodes/kind.ts'
import { useEditor } from './editor-context.tsx'
import { KindIcon, tintOf } from './kind-look.tsx'
import classes from './palette.module.css'
import { usePlaceNode } from './use-place-node.ts'

/** What a dragged kind is called on its way to the canvas. */
export const DRAGGED_KIND = 'application/x-tributary-kind'

/** All kinds of nodes by family: dragged to the canvas, or placed with a click or Enter. */
export function Palette() {
  const [sought, setSought] = useState('')
  const search = useRef<HTMLInputElement>(null)
  const insertInto = useEditor((state) => state.insertInto)
  const setInsertInto = useEditor((state) => state.setInsertInto)
  const place = usePlaceNode()
  const families = useMemo(
    () => byFamily(fitting(sought, insertInto !== null)),
    [sought, insertInto],
  )
  const first = families[0]?.kinds[0]

  useEffect(() => {
    if (insertInto) search.current?.focus()
  }, [insertInto])

  return (
    <section className={classes.palette} aria-labelledby="palette-title">
      <h2 id="palette-title" className={classes.title}>
        Nodes
      </h2>
      {insertInto && (
        <p className={classes.hint} role="status">
          Choose what goes into the edge, or press Escape.
        </p>
      )}
      <TextInput
        ref={search}
        size="xs"
        aria-label="Search nodes"
        placeholder="Search nodes"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            setSought('')
            setInsertInto(null)
          }
          if (event.key !== 'Enter' || !first) return
          place(first)
          setSought('')
        }}
      />
      <div className={classes.list}>
        {families.map(({ family, kinds }) => (
          <div key={family} role="group" aria-label={family}>
            <div className={classes.family} aria-hidden>
              {family}
            </div>
            {kinds.map((kind) => (
              <KindButton key={kind.id} kind={kind} onPlace={() => place(kind)} />
            ))}
          </div>
        ))}
        {families.length === 0 && <p className={classes.hint}>No node is called that.</p>}
      </div>
    </section>
  )
}

function KindButton({ kind, onPlace }: { kind: Kind; onPlace: () => void }) {
  return (
    <button
      type="button"
      className={classes.kind}
      data-tint={tintOf(kind)}
      title={kind.description}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED_KIND, kind.id)
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onClick={onPlace}
    >
      <span className={classes.icon}>
        <KindIcon kind={kind} size={15} />
      </span>
      {kind.title}
    </button>
  )
}

/** The kinds that the text names; for an edge only those that records can pass through. */
function fitting(sought: string, forEdge: boolean): Kind[] {
  const words = sought.toLowerCase().split(/\s+/)
  return KINDS.filter((kind) => {
    if (forEdge && (kind.role === 'source' || kind.ports({}).length === 0)) return false
    const text = `${kind.title} ${kind.family} ${kind.description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function byFamily(kinds: readonly Kind[]): { family: string; kinds: Kind[] }[] {
  const families = [...new Set(kinds.map((kind) => kind.family))]
  return families.map((family) => ({
    family,
    kinds: kinds.filter((kind) => kind.family === family),
  }))
}
