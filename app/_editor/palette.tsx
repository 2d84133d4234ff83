'use client'

import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { KINDS } from '#nodes/catalog.ts'
import type { Kind } from '#nodes/kind.ts'
import { KindBadge } from './kind-badge.tsx'
import classes from './palette.module.css'
import { usePlaceNode } from './use-place-node.ts'

/** What a dragged kind is called on its way to the canvas. */
export const DRAGGED_KIND = 'application/x-tributary-kind'

/** All kinds of nodes by family: dragged to the canvas, or placed with a click or Enter. */
export function Palette() {
  const [sought, setSought] = useState('')
  const place = usePlaceNode()
  const families = useMemo(() => byFamily(fitting(sought)), [sought])
  const first = families[0]?.kinds[0]

  return (
    <section className={classes.palette} aria-labelledby="palette-title">
      <h2 id="palette-title" className={classes.title}>
        Nodes
      </h2>
      <TextInput
        size="xs"
        aria-label="Search nodes"
        placeholder="Search nodes"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setSought('')
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
      title={kind.description}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED_KIND, kind.id)
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onClick={onPlace}
    >
      <KindBadge kind={kind} />
      {kind.title}
    </button>
  )
}

function fitting(sought: string): Kind[] {
  const words = sought.toLowerCase().split(/\s+/)
  return KINDS.filter((kind) => {
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
