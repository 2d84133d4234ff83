'use client'

import { SegmentedControl } from '@mantine/core'
import { JsonView } from '../_ui/json-view.tsx'
import { AllSamples } from './all-samples.tsx'
import { CheckList } from './check-list.tsx'
import { useMapping } from './mapping-model.tsx'
import { useMappingPlace } from './mapping-place.tsx'
import classes from './result-pane.module.css'

/** The right pane: what the mapping makes of the chosen sample, or of all of them. */
export function ResultPane({ all, onAll }: { all: boolean; onAll: (all: boolean) => void }) {
  const { samples, sample } = useMapping()
  const place = useMappingPlace()
  return (
    <section className={classes.pane} aria-label="Result">
      <header className={classes.head}>
        <h3 className={classes.title}>Result</h3>
        <SegmentedControl
          size="xs"
          aria-label="Show the result of"
          data={[
            { value: 'one', label: 'This sample' },
            { value: 'all', label: `All samples${samples.length > 0 ? ` ${samples.length}` : ''}` },
          ]}
          value={all ? 'all' : 'one'}
          onChange={(next) => onAll(next === 'all')}
        />
      </header>
      <div className={classes.body}>{all ? <AllSamples /> : <ResultOfOne />}</div>
      {place && <footer className={classes.foot}>{place.tests(sample?.record ?? null)}</footer>}
    </section>
  )
}

/** What the mapping makes of the chosen sample, with what the target would not take. */
export function ResultOfOne() {
  const { result, sample, isLate, previewMs, drafts, checks } = useMapping()
  if (!sample) {
    return (
      <p className={classes.nothing}>Choose a sample to see here what the mapping makes of it.</p>
    )
  }
  return (
    <div
      className={classes.result}
      aria-busy={isLate}
      data-mapping-result
      data-preview-ms={previewMs === null ? undefined : previewMs.toFixed(1)}
    >
      {drafts.size > 0 && (
        <p className={classes.held} role="status">
          Without what cannot be read yet.
        </p>
      )}
      {result && !result.ok && (
        <p className={classes.fault} role="alert">
          {result.message}
        </p>
      )}
      <CheckList checks={checks} />
      {result?.ok &&
        (result.value === undefined ? (
          <p className={classes.nothing}>The mapping gives nothing for this sample.</p>
        ) : (
          <JsonView value={result.value} what="the result" />
        ))}
    </div>
  )
}
