import { creationPromises } from '/work/main/test/model/batches/promises.ts'
import { creator, sweeperOf } from '/work/main/test/model/batches/creators.ts'
import { requests } from '/work/main/test/model/batches/requests.ts'
import { explore } from '/work/main/test/model/explorer.ts'
const scenario = (creators: any[], may: any = {}): any => ({
  seed: requests([...new Set(creators.flatMap(({ ids }: any) => [...ids]))].join('')),
  processes: creators.map(creator),
  sweeper: sweeperOf(creators.map(({ batch }: any) => batch)),
  promises: creationPromises(creators, { undisturbed: Object.keys(may).length === 0 }),
  may,
})
const limit = Number(process.argv[3] ?? 60000)
const S: any = {
  three: () => scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'bc' }, { batch: 'C', ids: 'ca' }], { anyClock: true }),
  lost: () => scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'ba' }], { anyClock: true, lostAnswers: 1 }),
  all: () => scenario([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'ba' }], { anyClock: true, lostAnswers: 1, faults: 1, impatience: true, tornReads: true }),
}
const t = performance.now()
const r = await explore(S[process.argv[2] ?? 'three'](), limit)
console.log(process.argv[2], r.states, r.isWhole, Math.round(performance.now() - t), 'ms', (r as any).nodes, (r as any).tables, r.violation?.what, Math.round(process.memoryUsage().heapUsed/1e6),'MB')
