'use client'

import { CloseButton, Select } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { canConnect } from '#engine/graph/can-connect.ts'
import type { FlowDocument, FlowEdge, FlowNode } from '#engine/graph/schema.ts'
import { useEditor } from './editor-context.tsx'
import type { CardPort } from './graph-view.ts'
import classes from './node-connections.module.css'

/** Where a node's records go, port by port: the way to connect nodes without a mouse. */
export function NodeConnections({ node }: { node: FlowNode }) {
  const document = useEditor((state) => state.history.present)
  const ports = useEditor((state) => state.cards.find((card) => card.id === node.id)?.data.ports)
  if (!ports || ports.length === 0) return null
  return (
    <section className={classes.ports} aria-label="Connections">
      {ports.map((port) => (
        <PortConnections
          key={port.id}
          document={document}
          node={node}
          port={port}
          single={ports.length === 1}
        />
      ))}
    </section>
  )
}

interface PortConnectionsProps {
  document: FlowDocument
  node: FlowNode
  port: CardPort
  single: boolean
}

function PortConnections({ document, node, port, single }: PortConnectionsProps) {
  const edit = useEditor((state) => state.edit)
  const select = useEditor((state) => state.select)
  const readOnly = useEditor((state) => state.readOnly)
  const edges = document.edges.filter((edge) => edge.from === node.id && edge.port === port.id)
  const nameOf = (id: string) => document.nodes.find((one) => one.id === id)?.name ?? id
  const edgeTo = (to: string): FlowEdge => ({ from: node.id, port: port.id, to })
  const [open, setOpen] = useState(false)
  // Every node is tried, which is too much to do at each keystroke elsewhere in the form.
  const targets = open
    ? document.nodes.filter((one) => canConnect(document, edgeTo(one.id)) === null)
    : []
  const label = single ? 'Connect to' : `Connect “${port.label}” to`
  return (
    <div>
      {edges.length > 0 && (
        <ul className={classes.edges} aria-label={single ? 'Goes to' : `“${port.label}” goes to`}>
          {edges.map((edge) => (
            <li key={edge.to} className={classes.edge}>
              <IconArrowRight size={14} aria-hidden />
              {!single && <span className={classes.port}>{port.label}</span>}
              <button type="button" className={classes.target} onClick={() => select([edge.to])}>
                {nameOf(edge.to)}
              </button>
              {!readOnly && (
                <CloseButton
                  size="sm"
                  aria-label={`Disconnect ${nameOf(edge.to)}`}
                  title={`Disconnect ${nameOf(edge.to)}`}
                  onClick={() => edit({ type: 'disconnect', edges: [edge] })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && !port.missing && (
        <Select
          label={label}
          placeholder="Choose a node"
          nothingFoundMessage="No node can follow this one"
          searchable
          onDropdownOpen={() => setOpen(true)}
          onDropdownClose={() => setOpen(false)}
          data={targets.map((one) => ({ value: one.id, label: one.name }))}
          value={null}
          onChange={(to) => to !== null && edit({ type: 'connect', edge: edgeTo(to) })}
        />
      )}
    </div>
  )
}
