/** An edit that does not fit the document; the message is a sentence for the person who edits. */
export class EditError extends Error {
  override readonly name = 'EditError'
}
