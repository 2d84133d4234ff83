'use client'

import { Modal } from '@mantine/core'
import { useTools } from './canvas-tools.tsx'
import classes from './shortcuts-sheet.module.css'

const SECTIONS: { title: string; keys: [string, string][] }[] = [
  {
    title: 'Going about',
    keys: [
      ['Arrow keys', 'To the next node along the edges'],
      ['Shift + arrow', 'Choose one more node'],
      ['Enter', 'Open the chosen node in the inspector'],
      ['Tab', 'From a node to the plus signs of its edges'],
      ['F8, Shift + F8', 'Next problem, previous problem'],
      ['O', 'Outline instead of the palette'],
      ['F', 'The canvas alone, without its neighbours'],
      ['1, 2', 'Show all, show what is chosen'],
      ['+, −', 'Zoom in, zoom out'],
      ['Space + drag', 'Move the view'],
    ],
  },
  {
    title: 'Building',
    keys: [
      ['A', 'Add a node after the chosen one'],
      ['C', 'Connect the chosen node'],
      ['N', 'Add a note'],
      ['F2', 'Rename'],
      ['D', 'Disable or enable'],
      ['Delete', 'Delete nodes and edges'],
      ['Alt + arrow', 'Move; with Shift, further'],
      ['T', 'Tidy up'],
      ['R', 'Run to here: test up to the chosen node'],
      ['Ctrl + Enter', 'Test again'],
    ],
  },
  {
    title: 'Choosing and copying',
    keys: [
      ['Shift + drag', 'Choose what the frame touches'],
      ['B', 'Frame by dragging, without Shift'],
      ['Ctrl + click', 'Add to what is chosen'],
      ['Ctrl + A', 'Choose all'],
      ['Ctrl + C, X, V', 'Copy, cut, paste: between flows and as text'],
      ['Ctrl + D', 'Duplicate'],
      ['Ctrl + Z, Ctrl + Y', 'Undo, redo'],
      ['Shift + F10', 'Menu of what is chosen'],
    ],
  },
]

/** All keys of the designer. */
export function ShortcutsSheet() {
  const opened = useTools((tools) => tools.sheet)
  const toggle = useTools((tools) => tools.toggle)
  return (
    <Modal opened={opened} onClose={() => toggle('sheet')} title="Keyboard shortcuts" size={880}>
      <div className={classes.sections}>
        {SECTIONS.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.keys}>
              {keys.map(([key, what]) => (
                <div key={key} className={classes.line}>
                  <dt>
                    <kbd className={classes.key}>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
