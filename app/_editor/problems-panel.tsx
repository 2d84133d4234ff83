'use client'

import { useReactFlow } from '@xyflow/react'
import {
  IconAlertCircleFilled,
  IconAlertTriangleFilled,
  IconCircleCheck,
} from '@tabler/icons-react'
import type { Problem } from '#engine/graph/problem.ts'
import { useEditor } from './editor-context.tsx'
import { CARD_WIDTH } from './card-size.ts'
import classes from './problems-panel.module.css'

/** Everything that is wrong with the flow; choosing a line leads to its place. */
export function ProblemsPanel() {
  const problems = useEditor((state) => state.problems)
  const sorted = [...problems].sort((one, other) => rank(one) - rank(other))
  return (
    <>
      {problems.length === 0 && (
        <p className={classes.none}>
          <IconCircleCheck size={16} aria-hidden />
          Nothing is wrong: this flow can be published.
        </p>
      )}
      <ul className={classes.list}>
        {sorted.map((problem, index) => (
          <ProblemLine key={index} problem={problem} />
        ))}
      </ul>
    </>
  )
}

function ProblemLine({ problem }: { problem: Problem }) {
  const select = useEditor((state) => state.select)
  const node = useEditor((state) =>
    state.history.present.nodes.find((one) => one.id === problem.node),
  )
  const { setCenter, getZoom } = useReactFlow()
  const error = problem.severity === 'error'
  const Shape = error ? IconAlertCircleFilled : IconAlertTriangleFilled
  const jump = () => {
    select(node ? [node.id] : [], problem.field)
    if (!node) return
    const { x, y } = node.position
    void setCenter(x + CARD_WIDTH / 2, y + 40, { zoom: Math.max(getZoom(), 0.7), duration: 200 })
  }
  return (
    <li>
      <button type="button" className={classes.line} onClick={jump}>
        <span className={classes.severity} data-severity={problem.severity}>
          <Shape size={15} aria-hidden />
          {error ? 'Error' : 'Warning'}
        </span>
        {problem.message}
      </button>
    </li>
  )
}

function rank(problem: Problem): number {
  return problem.severity === 'error' ? 0 : 1
}
