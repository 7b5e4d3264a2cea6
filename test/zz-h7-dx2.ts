import { readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { startDynamoDb } from '../infra/local/dynamodb-process.ts'
import { connectToDynamoDb } from '../infra/local/endpoint/dynamodb-client.ts'
import { execSync } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
const dir = process.argv[2] === 'mem' ? undefined : mkdtempSync(process.argv[2]! + '/h7-')
const d = await startDynamoDb(dir ? { dataDirectory: dir } : {})
const c = connectToDynamoDb(d.endpoint)
const dyn = execSync(`ps -e -o pid,args | grep -- '--port ${new URL(d.endpoint).port}' | grep dynoxide | grep -v grep | grep -v bin/sh | awk '{print $1}'`).toString().trim().split('\n')[0]
const cpu = () => { const f = readFileSync(`/proc/${dyn}/stat`,'utf8').split(' '); return (Number(f[13])+Number(f[14]))*10 }
if (dir) {
  const db = new DatabaseSync(dir + '/dynamodb.sqlite')
  console.log(db.prepare("select sql from sqlite_master where name like '%stream%'").all(), db.prepare('pragma journal_mode').get())
  if (process.argv[3] === 'index') db.exec('CREATE INDEX IF NOT EXISTS latest_stream_record ON _stream_records (table_name, CAST(sequence_number AS INTEGER))')
  if (process.argv[3] === 'index') console.log(db.prepare('EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?').all('x'))
  db.close()
}
await c.call('CreateTable', { TableName: 'TTT', BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{AttributeName:'pk',KeyType:'HASH'},{AttributeName:'sk',KeyType:'RANGE'}],
  AttributeDefinitions: ['pk','sk','lk','ck','ak'].map(AttributeName=>({AttributeName,AttributeType:'S'})),
  GlobalSecondaryIndexes: [['listing','lk'],['available','ak']].map(([IndexName,k])=>({IndexName, KeySchema:[{AttributeName:k,KeyType:'HASH'},{AttributeName:'ck',KeyType:'RANGE'}],Projection:{ProjectionType:'INCLUDE',NonKeyAttributes:['status','amount','x']}})),
  StreamSpecification:{StreamEnabled:true,StreamViewType:'NEW_AND_OLD_IMAGES'},
} as any)
const item = (i:number, s='ready') => ({pk:{S:'ORG#o#REQ#pout_req_'+i},sk:{S:'META'},lk:{S:'o#r#'+(i%8)},ak:{S:'o#r#'+(i%8)},ck:{S:'2026-01-01T00:00:00.000Z#'+i},status:{S:s},amount:{N:String(i)},x:{S:'y'.repeat(20)},big:{S:'z'.repeat(500)}})
let last = cpu(), t0 = performance.now()
const N = 8000
for (let i=1;i<=N;i++) {
  await c.call('PutItem',{TableName:'TTT',Item:item(i)})
  if (i%2000===0) { const now = cpu(); console.log('put', i, 'cpu ms per put', (now-last)/2000, 'wall ms', ((performance.now()-t0)/2000).toFixed(2)); last = now; t0 = performance.now() }
}
for (let b=0;b<10;b++) {
  await c.call('TransactWriteItems',{TransactItems:Array.from({length:96},(_,k)=>({Update:{TableName:'TTT',Key:{pk:{S:'ORG#o#REQ#pout_req_'+(b*96+k+1)},sk:{S:'META'}},UpdateExpression:'SET claim = :c REMOVE ak',ConditionExpression:'attribute_exists(pk) AND attribute_not_exists(claim)',ExpressionAttributeValues:{':c':{S:'b'}}}}))})
}
{ const now = cpu(); console.log('10 tx of 96: cpu ms per tx', (now-last)/10, 'wall', ((performance.now()-t0)/10).toFixed(1)); last = now }
await d.stop(); c.close()
if (dir) rmSync(dir,{recursive:true})
