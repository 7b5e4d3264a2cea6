/** How far the making, changing or unmaking of a batch has come: what decides whether a claim counts (design §6). */
export interface BatchState {
  readonly txState: 'creating' | 'committed' | 'deleting' | 'aborted'
  /** Chunks claimed while creating. */
  readonly next: number
  /** Chunk numbers below are used up: their claims count, unless the chunk was undone. No number is used twice. */
  readonly committedChunks: number
  /** Claims were taken back from the committed batch: who has read one before this looks at it again. */
  readonly revised: boolean
  /** The latest run is over the members of the chunks below. */
  readonly runChunks: number
  /** How many executions the latest run has had. */
  readonly run: { readonly executions: number } | null
  readonly leaseUntil: string
  readonly change: BatchChange | null
}

/** The one change of a committed batch's members that is under way (rules §3). */
export interface BatchChange {
  readonly id: string
  readonly kind: ChangeKind
  /** An addition is undone or committed; the others only go forward. */
  readonly state: 'adding' | 'undoing' | 'rolling'
  /** Chunks added, or groups unblocked. */
  readonly next: number
  readonly leaseUntil: string
}

export const CHANGE_KINDS = ['add', 'remove', 'unblock'] as const

export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** Void claims never count again, so anybody may clear them. While a removal rolls, its ids' claims are void as well. */
export type Standing = 'counts' | 'undecided' | 'void'

export function standingOf(chunk: number, state: BatchState | undefined): Standing {
  if (state?.txState === 'creating') return 'undecided'
  if (state?.txState !== 'committed') return 'void' // META gone means free
  if (chunk < state.committedChunks) return 'counts'
  return state.change?.state === 'undoing' ? 'void' : 'undecided'
}
