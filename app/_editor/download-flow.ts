import type { FlowDocument } from '#engine/graph/schema.ts'

/** Hands a flow to the person as a JSON file that any Tributary can import. */
export function downloadFlow(document: FlowDocument) {
  downloadJson(JSON.stringify(document, null, 2), `${fileName(document.name)}.flow.json`)
}

/** Hands JSON to the person as a file of that name. */
export function downloadJson(text: string, name: string) {
  const link = window.document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
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
