import { creating } from './batches/scenarios.ts'
import { explore } from './explorer.ts'
const S: any = {
  three: () => creating([{ batch: 'A', ids: 'ab', chunk: 2 }, { batch: 'B', ids: 'b' }, { batch: 'C', ids: 'a' }], { may: { anyClock: true } }),
  sweep: () => creating([{ batch: 'A', ids: 'ab' }, { batch: 'B', ids: 'b' }], { sweeping: true, may: { anyClock: true } }),
  whole: () => creating([{ batch: 'A', ids: 'ab', whole: true }, { batch: 'B', ids: 'b', whole: true }], { may: { anyClock: true, tornReads: true } }),
  wholen: () => creating([{ batch: 'A', ids: 'ab', whole: true }, { batch: 'B', ids: 'b', whole: true }], { may: { anyClock: true } }),
}
const t = process.cpuUsage()
const r: any = await explore(S[process.argv[2] ?? 'three'](), Number(process.argv[3] ?? 60000))
console.log(process.argv[2], r.states, r.isWhole, Math.round(process.cpuUsage(t).user/1000), 'ms user', Math.round(process.cpuUsage(t).system/1000), r.nodes, r.tables, r.violation?.what, Math.round(process.memoryUsage().heapUsed/1e6),'MB')
console.log((globalThis as any).C)
