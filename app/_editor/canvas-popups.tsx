'use client'

import { useCallback, useMemo } from 'react'
import { canConnect } from '#engine/graph/can-connect.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { findKind, KINDS } from '#nodes/catalog.ts'
import { CanvasMenu } from './canvas-menu.tsx'
import { useTools, useToolsStore, type Placement, type Point } from './canvas-tools.tsx'
import { Chooser, type Choice } from './chooser.tsx'
import { focusCanvas } from './commands.tsx'
import { useStores } from './editor-context.tsx'
import { KindBadge } from './kind-badge.tsx'
import { fitsEdge, nextAfter, takesInput } from './place-node.ts'
import { usePlaceNode } from './use-place-node.ts'
import { useShowNode } from './use-show-node.ts'

/** What is open above the canvas: the search for a node, for a place to connect to, or a menu. */
export function CanvasPopups() {
  const popup = useTools((tools) => tools.popup)
  const open = useTools((tools) => tools.open)
  if (!popup) return null
  switch (popup.type) {
    case 'add':
      return <AddNode placement={popup.placement} at={popup.screen} />
    case 'add-after':
      return (
        <ChoosePort
          node={popup.node}
          at={popup.screen}
          onChoose={(port, document) =>
            open({
              type: 'add',
              screen: popup.screen,
              placement: nextAfter(document, popup.node, port),
            })
          }
        />
      )
    case 'connect':
      return popup.port === null ? (
        <ChoosePort
          node={popup.node}
          at={popup.screen}
          onChoose={(port) => open({ ...popup, port })}
        />
      ) : (
        <ConnectNode node={popup.node} port={popup.port} at={popup.screen} />
      )
    case 'menu':
      return <CanvasMenu popup={popup} />
  }
}

function useClose() {
  const open = useTools((tools) => tools.open)
  return useCallback(() => {
    open(null)
    focusCanvas()
  }, [open])
}

function AddNode({ placement, at }: { placement: Placement; at: Point }) {
  const place = usePlaceNode()
  const show = useShowNode()
  const close = useClose()
  const choices = useMemo(
    () =>
      KINDS.filter((kind) => {
        if (placement.type === 'edge') return fitsEdge(kind)
        return placement.type === 'free' || takesInput(kind)
      }).map((kind): Choice => ({
        id: kind.id,
        label: kind.title,
        group: kind.family,
        detail: kind.description,
        words: kind.description,
        icon: <KindBadge kind={kind} />,
      })),
    [placement.type],
  )
  return (
    <Chooser
      title="Add a node"
      inputLabel="Search nodes to add"
      choices={choices}
      at={at}
      onClose={close}
      onChoose={(id) => {
        const kind = findKind(id)
        close()
        const node = kind && place(kind, placement)
        if (node) show(node.id, { focus: true })
      }}
    />
  )
}

interface ChoosePortProps {
  node: string
  at: Point
  onChoose: (port: string, document: FlowDocument) => void
}

function ChoosePort({ node, at, onChoose }: ChoosePortProps) {
  const { editor } = useStores()
  const close = useClose()
  const document = editor.getState().history.present
  const from = document.nodes.find((one) => one.id === node)
  const nameOf = (id: string) => document.nodes.find((one) => one.id === id)?.name ?? id
  const choices = ((from && findKind(from.kind)?.ports(from.config)) ?? []).map((port): Choice => {
    const targets = document.edges.filter((edge) => edge.from === node && edge.port === port.id)
    const to = targets.map((edge) => nameOf(edge.to)).join(', ')
    return { id: port.id, label: port.label, detail: to ? `goes to ${to}` : 'goes nowhere yet' }
  })
  return (
    <Chooser
      title={`Which output of “${from?.name ?? ''}”?`}
      inputLabel="Search outputs"
      choices={choices}
      at={at}
      onClose={close}
      onChoose={(port) => onChoose(port, document)}
    />
  )
}

function ConnectNode({ node, port, at }: { node: string; port: string; at: Point }) {
  const { editor } = useStores()
  const tools = useToolsStore()
  const show = useShowNode()
  const close = useClose()
  const document = editor.getState().history.present
  const nameOf = (id: string) => document.nodes.find((one) => one.id === id)?.name ?? id
  const choices = document.nodes
    .filter((one) => one.id !== node && findKind(one.kind)?.role !== 'note')
    .map((one): Choice => {
      const kind = findKind(one.kind)
      return {
        id: one.id,
        label: one.name,
        detail: kind?.title,
        icon: <KindBadge kind={kind} />,
        refusal: canConnect(document, { from: node, port, to: one.id }),
      }
    })
  return (
    <Chooser
      title={`Connect “${nameOf(node)}” to`}
      inputLabel="Search nodes to connect to"
      choices={choices}
      at={at}
      onClose={close}
      onChoose={(to) => {
        close()
        const done = editor.getState().edit({ type: 'connect', edge: { from: node, port, to } })
        if (done) tools.getState().announce(`“${nameOf(node)}” goes on to “${nameOf(to)}”.`)
        show(node, { focus: true })
      }}
    />
  )
}
