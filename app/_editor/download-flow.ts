import type { FlowDocument } from '#engine/graph/schema.ts'

/** Hands a flow to the person as a JSON file that any Tributary can import. */
export function downloadFlow(document: FlowDocument) {
  const link = window.document.createElement('a')
  const text = JSON.stringify(document, null, 2)
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = `${fileName(document.name)}.flow.json`
  link.click()
  URL.revokeObjectURL(link.href)
}

function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '') || 'flow'
  )
}
