import { expect, test } from 'vitest'
import { parseFlowDocument } from '#engine/graph/schema.ts'
import { findKind } from '#nodes/catalog.ts'
import { TEMPLATES } from '#nodes/templates/catalog.ts'
import { nodeSize } from '../_editor/card-size.ts'

/** Room for an edge between two cards. */
const ROOM = 24

test.each(TEMPLATES)('no card of $id lies on another or too close to it', ({ document }) => {
  const boxes = parseFlowDocument(document).nodes.map((node) => ({
    ...{ name: node.name, ...node.position, ...nodeSize(node) },
  }))
  const close = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          one.x < other.x + other.width + ROOM &&
          other.x < one.x + one.width + ROOM &&
          one.y < other.y + other.height + ROOM &&
          other.y < one.y + one.height + ROOM,
      )
      .map((other) => `${one.name} and ${other.name}`),
  )
  expect(close).toEqual([])
})

test.each(TEMPLATES)('every card of $id says what its step does', ({ document }) => {
  const silent = parseFlowDocument(document).nodes.filter(
    ({ kind, config }) => !findKind(kind)?.summary(config),
  )
  expect(silent.map(({ name }) => name)).toEqual([])
})
