import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { seededRandom } from '../../../infra/local/random.ts'
import type { Attempt } from './attempts.ts'
import {
  create,
  expectWhole,
  freeAll,
  type Known,
  naming,
  newKnown,
  newOrganization,
  type Organization,
} from './organization.ts'
import { type StackProcess, startStackProcess } from './stack-process.ts'

/** Two creations of 1000 make a few less; some kills come too late for them. */
const CALLS = 52

/** So that a kill meets calls at any moment of theirs. */
const JITTER_MILLISECONDS = 50

const SIZE = 1000

/** Two that have nothing to do with each other, two that want some of the same, and one that takes the oldest. */
const CREATIONS: readonly ((us: Organization, ids: readonly string[]) => Promise<Attempt>[])[] = [
  (us, ids) => [create(us, ids.slice(0, SIZE)), create(us, ids.slice(SIZE))],
  (us, ids) => [create(us, ids.slice(0, SIZE)), create(us, ids.slice(SIZE / 2, SIZE + SIZE / 2))],
  (us, ids) => [create(us, ids.slice(0, SIZE), 'status:approved')],
]

/** Kills the stack while it creates batches, starts it on the same data and looks, so many times. */
export async function killAgainAndAgain(
  assembly: string,
  { rounds, seed }: { rounds: number; seed: number },
): Promise<string> {
  const random = seededRandom(seed)
  const dataDirectory = await mkdtemp(join(tmpdir(), 'payout-desk-killed-'))
  const start = () => startStackProcess(assembly, dataDirectory)
  const told = { answered: 0, whole: 0, undone: 0 }
  let stack = await start()
  try {
    const as = await newOrganization(stack)
    const known = await newKnown(as(stack), 2 * SIZE)
    for (let round = 0; round < rounds; round++) {
      const attempts = await cutOff(stack, as(stack), known, random, round)
      stack = await start()
      await naming(`round ${round}`, expectWhole(as(stack), known, attempts, stack.sweep))
      const answered = attempts.filter(({ status }) => status === 201).length
      told.answered += answered
      told.whole += known.batches.size - answered
      told.undone += attempts.length - known.batches.size
    }
  } finally {
    await stack.kill('all')
    await rm(dataDirectory, { recursive: true, force: true })
  }
  return `${rounds} kills: ${told.answered} creations had answered, ${told.whole} were whole, ${told.undone} undone`
}

async function cutOff(
  stack: StackProcess,
  us: Organization,
  known: Known,
  random: () => number,
  round: number,
): Promise<Attempt[]> {
  await freeAll(us, known)
  const asked = CREATIONS[round % CREATIONS.length]?.(us, known.ids) ?? []
  await Promise.race([stack.created(Math.floor(random() * CALLS)), Promise.all(asked)])
  await after(random() * JITTER_MILLISECONDS)
  await stack.kill(random() < 0.5 ? 'itself' : 'all')
  return Promise.all(asked)
}
