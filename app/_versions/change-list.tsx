import type { FlowComparison, NodeDifference } from '#engine/difference/compare.ts'
import type { FieldDifference } from '#engine/difference/difference.ts'
import { ChangeSign, type ChangeKind } from './change-sign.tsx'
import classes from './change-list.module.css'

/** How many records a changed field would come out otherwise for, by node and field. */
export type CountOf = (node: string, field: string) => { count: number; tried: number } | undefined

interface ChangeListProps {
  comparison: FlowComparison
  /** The node that is shown on the canvas beside the list. */
  chosen?: string | null
  /** Without it nothing can be chosen: there is no canvas. */
  onChoose?: (node: string) => void
  countOf?: CountOf
}

/** What differs between two versions, node by node, in words. */
export function ChangeList({ comparison, chosen, onChoose, countOf }: ChangeListProps) {
  const { nodes, edges, flow } = comparison
  return (
    <ul className={classes.list} aria-label="Changes">
      {flow.length > 0 && (
        <li className={classes.node}>
          <div className={classes.head}>
            <ChangeSign kind="changed" />
            <span className={classes.name}>The flow</span>
          </div>
          <Fields fields={flow} />
        </li>
      )}
      {nodes.map((node) => (
        <li key={node.id} className={classes.node} data-chosen={chosen === node.id || undefined}>
          <NodeHead node={node} chosen={chosen === node.id} onChoose={onChoose} />
          <Fields fields={node.fields} countOf={countOf && ((field) => countOf(node.id, field))} />
        </li>
      ))}
      {edges.map(({ kind, words }) => (
        <li key={`${kind} ${words}`} className={classes.node}>
          <Head kind={kind} name={words} what="connection" />
        </li>
      ))}
    </ul>
  )
}

interface NodeHeadProps {
  node: NodeDifference
  chosen: boolean
  onChoose?: (node: string) => void
}

function NodeHead({ node, chosen, onChoose }: NodeHeadProps) {
  const { id, kind, name, title } = node
  if (!onChoose) return <Head kind={kind} name={name} what={title} />
  return (
    <button
      type="button"
      className={classes.head}
      aria-pressed={chosen}
      title="Show on the canvas"
      onClick={() => onChoose(id)}
    >
      <HeadWords kind={kind} name={name} what={title} />
    </button>
  )
}

interface HeadProps {
  kind: ChangeKind
  name: string
  what: string
}

function Head(props: HeadProps) {
  return (
    <div className={classes.head}>
      <HeadWords {...props} />
    </div>
  )
}

function HeadWords({ kind, name, what }: HeadProps) {
  return (
    <>
      <ChangeSign kind={kind} />
      <span className={classes.name}>{name}</span>
      <span className={classes.what}>
        {what} {kind}
      </span>
    </>
  )
}

interface FieldsProps {
  fields: readonly FieldDifference[]
  countOf?: (field: string) => ReturnType<CountOf>
}

function Fields({ fields, countOf }: FieldsProps) {
  return fields.map((field) => (
    <dl key={field.field} className={classes.field}>
      {field.targets.length > 0 ? (
        field.targets.map((target) => (
          <Difference
            key={target.target}
            {...target}
            label={target.target || field.label}
            isPath={target.target !== ''}
            count={countOf?.(target.target)}
          />
        ))
      ) : field.layoutOnly ? (
        <>
          <dt>{field.label}</dt>
          <dd className={classes.dim}>only its layout or its comments</dd>
        </>
      ) : (
        <Difference {...field} isPath={false} />
      )}
    </dl>
  ))
}

interface DifferenceProps {
  kind: ChangeKind
  label: string
  /** A field of a record, which is set as code. */
  isPath: boolean
  before?: string | null
  after?: string | null
  count?: ReturnType<CountOf>
}

function Difference({ kind, label, isPath, before, after, count }: DifferenceProps) {
  return (
    <>
      <dt>
        <span className={isPath ? classes.path : undefined}>{label}</span>
        {kind !== 'changed' && <span className={classes.what}>{kind}</span>}
        {count && (
          <span className={classes.count}>
            {count.count.toLocaleString()} of {count.tried.toLocaleString()} records
          </span>
        )}
      </dt>
      {before !== undefined && before !== null && (
        <dd className={classes.side} data-side="before">
          <span className={classes.word}>was</span>
          <span className={classes.text}>{before}</span>
        </dd>
      )}
      {after !== undefined && after !== null && (
        <dd className={classes.side} data-side="after">
          <span className={classes.word}>now</span>
          <span className={classes.text}>{after}</span>
        </dd>
      )}
    </>
  )
}
