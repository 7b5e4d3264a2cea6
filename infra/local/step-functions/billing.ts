/** An event of the local machine, as far as it is counted. */
export interface MachineEvent {
  readonly type: string
  readonly state?: { readonly type: string }
}

/** What AWS bills and limits for one event of the local machine: every state entered is a transition, every retry, too. */
export function billOf(event: MachineEvent): { stateTransitions: number; historyEvents: number } {
  const entered = event.type === 'StateEntered'
  const retried = event.type === 'StateRetried'
  return { stateTransitions: entered || retried ? 1 : 0, historyEvents: historyEventsOf(event) }
}

function historyEventsOf({ type, state }: MachineEvent): number {
  switch (type) {
    case 'StateEntered':
      return 1 + (BEGINNING[state?.type ?? ''] ?? 0)
    case 'StateRetried':
      return BEGINNING[state?.type ?? ''] ?? 0
    case 'StateExited':
      return 1 + (ENDING[state?.type ?? ''] ?? 0)
    case 'StateFailed':
    case 'StateCaught':
    case 'ParallelBranchStarted':
    case 'ParallelBranchSucceeded':
    case 'ParallelBranchFailed':
      return 0
    default:
      return 1 // the execution's own, and an iteration's, beginning and end
  }
}

/** A function is scheduled, started, and succeeds or fails; a map or parallel state is started. */
const BEGINNING: Readonly<Record<string, number>> = { Task: 3, Map: 1, Parallel: 1 }

/** A map or parallel state succeeds before it is exited. */
const ENDING: Readonly<Record<string, number>> = { Map: 1, Parallel: 1 }
