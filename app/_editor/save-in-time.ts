import type { OpenEditor } from './open-editor.ts'

/** Saves at once when the tab is left or the connection is back; gives the way to end that. */
export function saveInTime({ autosave, catchUp }: OpenEditor): () => void {
  const onHide = () => document.visibilityState === 'hidden' && void autosave.flush()
  const onOnline = () => {
    void autosave.flush()
    void catchUp()
  }
  window.addEventListener('online', onOnline)
  document.addEventListener('visibilitychange', onHide)
  return () => {
    window.removeEventListener('online', onOnline)
    document.removeEventListener('visibilitychange', onHide)
  }
}
