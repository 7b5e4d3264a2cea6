import { linksFrom } from '../../../shared/contracts/links.ts'

/** One small world, so that every example fits every other. */
export const IDS = {
  organization: 'org_01K9QB3V7GZ4M8T2RX5DWHN6CA',
  user: 'usr_01K9QB3V7H0E5S9YJ3FPKC7VTB',
  website: 'web_01K9QB41RNX2D6A8MTQW4GZ5HC',
  customer: 'cus_01K9QB4K2PSV7E3YHJ6NRD8XMD',
  instrument: 'inst_01K9QB4Y9TFA5C2WZ8GKQM3PBE',
  otherInstrument: 'inst_01K9QB5D4XJR6N1SVT7HE0YCWF',
  gatewayAccount: 'gw_acc_01K9QB5R8ZMD3K4PAX2QFJ9TVG',
  otherGatewayAccount: 'gw_acc_01K9QB6501WG7B5HSN3ECR8YMH',
  sale: 'txn_01K9QB6G3CKT9V2DXZ4MJP6QNJ',
  payout: 'txn_01K9QB6W5ERH1A8FYC3SGW7TBK',
  request: 'pout_req_01K9QB7A7HVM4J6NQD2XZTEK00',
  otherRequest: 'pout_req_01K9QB7M9KYP5R8CSH3WAVFG00',
  allocation: 'pra_01K9QB7A7HVM4J6NQD2XZTEK01',
  splitRequest: 'pout_req_01K9QB7R2SXN8T6DVK4YBZHM00',
  part: 'pout_req_01K9QB7TW0QJ5C8MBE2HGV6R00',
  otherPart: 'pout_req_01K9QB7TW1F3YX7ZSA9NKD4P00',
  message: 'tlm_01K9QB7YB3WEG5P2RCAM8JTV6D',
  batch: 'preq_batch_01K9QB86BNC7W2ETX5VKDGM9RM',
  run: 'run_01K9QB8GDQF8Y3HAZ6RNTJP4CN',
  schedule: 'preq_sched_01K9QB92XWEC7T4HMA5ZRKVN8G',
  batchRequest: 'closing-2026-03-02',
  webhook: 'hook_01K9QB91C7DX4M2NTPZ8HKSW5E',
  event: 'evt_7Qd0yX2mZr8sVt1LkP5wBn3Jc9HgFa6EuRi4ToMxKWs',
  redelivery: 'redelivery_01K9QB9C3VYH6T8RBE2QMWX7FA',
  operation: 'operation_01K9QB8TFSJ9B4KDE7XPWMQ5VP',
} as const

export const PLAN_HASH = 'Zk3vJ1cQ8yN5tX2bR7mW0pLs'

export const linkTo = linksFrom(`https://payouts.example.org/v1/organizations/${IDS.organization}`)

/** When things in the examples came to be. */
export const TIME = {
  asked: '2026-03-02T09:14:03.120Z',
  approved: '2026-03-02T11:30:41.502Z',
  batched: '2026-03-02T12:00:00.417Z',
  allocated: '2026-03-02T12:00:02.633Z',
  paidOut: '2026-03-02T12:04:19.070Z',
  looked: '2026-03-03T09:30:00.000Z',
  paid: '2026-02-20T18:05:12.000Z',
  configured: '2026-01-15T08:00:00.000Z',
} as const
