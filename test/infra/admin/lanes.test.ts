import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lanes } from '../../../infra/admin/import/lanes.ts'
import { type LineOutcome, tally } from '../../../infra/admin/import/tally.ts'

describe('lanes', () => {
  it('keep the order of each lane and the limit of all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (scheduler, names, limit) => {
          const running = lanes(limit)
          const begun: [string, number][] = []
          const active = new Map<string, number>()
          const all = (async () => {
            for (const [i, name] of names.entries())
              await running.add(name, async () => {
                begun.push([name, i])
                active.set(name, (active.get(name) ?? 0) + 1)
                expect(active.get(name)).toBe(1)
                expect([...active.values()].reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(limit)
                await scheduler.schedule(Promise.resolve())
                active.set(name, 0)
              })
            await running.drained()
          })()
          await scheduler.waitFor(all)
          expect(begun).toHaveLength(names.length)
          for (const name of names) {
            const ofLane = begun.filter(([lane]) => lane === name).map(([, i]) => i)
            expect(ofLane).toEqual(ofLane.toSorted((a, b) => a - b))
          }
        },
      ),
    )
  })

  it('begin nothing more after a task has failed, and say why', async () => {
    const running = lanes(1)
    const begun: number[] = []
    const fail = async () => {
      begun.push(1)
      throw new Error('broken')
    }
    await running.add('a', fail)
    await expect(running.add('a', async () => void begun.push(2))).rejects.toThrow('broken')
    await expect(running.drained()).rejects.toThrow('broken')
    expect(begun).toEqual([1])
  })
})

describe('a tally', () => {
  const outcome: fc.Arbitrary<LineOutcome> = fc.oneof(
    fc.constantFrom<LineOutcome>('created', 'changed', 'unchanged', null),
    fc.constant<LineOutcome>({ line: 0, id: null, reason: 'invalid-fields', message: 'x' }),
  )

  it('speaks at any moment of a beginning without a gap, whatever order lines finish in', () => {
    const finished = fc
      .array(outcome, { maxLength: 30 })
      .chain((outcomes) =>
        fc.tuple(
          fc.constant(outcomes),
          fc.shuffledSubarray([...outcomes.keys()], { minLength: outcomes.length }),
        ),
      )
    fc.assert(
      fc.property(finished, ([outcomes, order]) => {
        const counted = tally()
        const seen = new Set<number>()
        for (const i of order) {
          seen.add(i)
          counted.add(i + 1, outcomes[i] ?? null)
          const gap = outcomes.findIndex((_, j) => !seen.has(j))
          const beginning = outcomes.slice(0, gap === -1 ? outcomes.length : gap)
          const { linesDone, created, changed, unchanged, refused, refusals } = counted.checkpoint
          expect(linesDone).toBe(beginning.length)
          expect([created, changed, unchanged]).toEqual(
            ['created', 'changed', 'unchanged'].map((name) => beginning.filter((it) => it === name).length),
          )
          expect(refused).toBe(beginning.filter((it) => typeof it === 'object' && it !== null).length)
          expect(refusals).toHaveLength(refused)
        }
      }),
    )
  })
})
