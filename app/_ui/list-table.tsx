import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './list-table.module.css'

export interface Column {
  /** Empty for a column of buttons. */
  label: string
  /** Stands in the heading instead of the label. */
  header?: ReactNode
  width?: number | string
  /** Numbers and money stand at the right. */
  right?: boolean
}

interface ListTableProps {
  /** What is listed, for those who hear the page. */
  caption: string
  columns: readonly Column[]
  /** Narrower than this it scrolls, in pixels. */
  minWidth?: number
  children: ReactNode
}

/** A list of things: fixed columns, one line per row, lines between. Rows are `Table.Tr`. */
export function ListTable({ caption, columns, minWidth = 760, children }: ListTableProps) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native">
      <Table className={classes.table} aria-label={caption} layout="fixed" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column, index) => (
              <Table.Th
                key={column.label || index}
                w={column.width}
                className={column.right ? classes.right : undefined}
              >
                {(column.header ?? column.label) || <span className={classes.unseen}>Actions</span>}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** A cell with a number: at the right. */
export function NumberCell({ children }: { children: ReactNode }) {
  return <Table.Td className={classes.right}>{children}</Table.Td>
}
