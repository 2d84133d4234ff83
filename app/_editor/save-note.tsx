import { Tooltip } from '@mantine/core'
import { IconCloudCheck, IconCloudOff, IconCloudUp, type Icon } from '@tabler/icons-react'
import type { SaveState } from './autosave.ts'
import classes from './save-note.module.css'

const LOOKS: Record<SaveState['state'], { word: string; hint: string; shape: Icon }> = {
  saved: { word: 'Saved', hint: 'Every change is stored.', shape: IconCloudCheck },
  saving: { word: 'Saving…', hint: 'Changes are on their way.', shape: IconCloudUp },
  offline: {
    word: 'Offline',
    hint: 'Your changes are kept in this browser and sent as soon as the server answers.',
    shape: IconCloudOff,
  },
  refused: {
    word: 'Not saved',
    hint: 'The server refuses a change that is on the screen. Undo it or put it right: until then everything since is kept in this browser only.',
    shape: IconCloudOff,
  },
  conflict: {
    word: 'Choice needed',
    hint: 'All is saved but what somebody else changed as well: choose below.',
    shape: IconCloudOff,
  },
}

/** Whether the changes have reached the server. */
export function SaveNote({ saved }: { saved: SaveState }) {
  const { word, hint, shape: Shape } = LOOKS[saved.state]
  return (
    <Tooltip label={saved.message ? `${hint} (${saved.message})` : hint}>
      <span className={classes.note} data-state={saved.state} role="status">
        <Shape size={15} aria-hidden />
        {word}
      </span>
    </Tooltip>
  )
}
