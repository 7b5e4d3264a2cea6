import * as z from 'zod'
import type { ApiAnswer } from '../../harness/api.ts'
import { type Chunk, isDone, type RunReference, type StepAsked, type Try } from './deeds.ts'

/** Does a step once, as a Lambda call of its own that may stop. */
export type Attempt = (asked: StepAsked) => Promise<Try>

const Begun = z.object({
  chunks: z.array(z.object({ number: z.int(), requests: z.array(z.string()) })),
})

/** Tries of a step before its execution goes on without it, or ends. */
const TRIES = 6

/** How often Lambda has a chunk's call made twice, at different moments. */
const TWICE = 0.25

/** How often an execution is gone before its next step. */
const GONE = 0.1

/** A run's steps as Step Functions has them done: each again when it fails, chunks side by side. */
export async function execute(run: RunReference, attempt: Attempt, random: () => number): Promise<void> {
  const begun = await tried({ does: 'begin', run }, attempt, random)
  if (!begun || random() < GONE) return
  await Promise.all(chunksIn(begun).map((chunk) => allocated(run, chunk, attempt, random)))
  if (random() >= GONE) await tried({ does: 'conclude', run }, attempt, random)
}

export const chunksIn = ({ body }: ApiAnswer): readonly Chunk[] => Begun.parse(body).chunks

async function allocated(run: RunReference, chunk: Chunk, attempt: Attempt, random: () => number) {
  const again = async () => {
    if (random() >= TWICE) return
    await pause(random() * 300)
    await attempt({ does: 'chunk', run, chunk })
  }
  await Promise.all([tried({ does: 'chunk', run, chunk }, attempt, random), again()])
}

/** What the step answers, if any of its tries does. */
async function tried(
  asked: StepAsked,
  attempt: Attempt,
  random: () => number,
): Promise<ApiAnswer | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const made = await attempt(asked)
    if (isDone(made)) return made.answer
    await pause(random() * 100)
  }
  return undefined
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
