'use client'

import { Component, type ReactNode } from 'react'
import { Failure } from './failure.tsx'

interface FaultBoundaryProps {
  /** What is shown inside, as it is named in the sentence: `The inspector`. */
  what: string
  children: ReactNode
}

/**
 * Keeps a fault of ours in one part of the screen: the rest goes on working, and the person reads
 * what happened instead of losing the page. Give it a `key`, so that another choice starts afresh.
 */
export class FaultBoundary extends Component<FaultBoundaryProps, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null }

  static getDerivedStateFromError(thrown: unknown) {
    return { fault: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override render() {
    const { fault } = this.state
    if (!fault) return this.props.children
    const message = `${this.props.what} cannot be shown, by a fault of Tributary. Your changes are kept. ${fault.message}`
    return <Failure error={{ message }} retry={() => this.setState({ fault: null })} />
  }
}
