import { readFileSync } from 'node:fs'
import { startDynamoDb } from '../infra/local/dynamodb-process.ts'
import { connectToDynamoDb } from '../infra/local/endpoint/dynamodb-client.ts'
import { execSync } from 'node:child_process'
const d = await startDynamoDb()
const c = connectToDynamoDb(d.endpoint)
const dyn = execSync(`ps -e -o pid,args | grep -- '--port ${new URL(d.endpoint).port}' | grep dynoxide | grep -v grep | grep -v bin/sh | awk '{print $1}'`).toString().trim().split('\n')[0]
const cpu = () => { const f = readFileSync(`/proc/${dyn}/stat`,'utf8').split(' '); return (Number(f[13])+Number(f[14]))*10 }
const gsi = process.argv.includes('gsi'), stream = process.argv.includes('stream'), reader = process.argv.includes('reader')
await c.call('CreateTable', { TableName: 'TTT', BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{AttributeName:'pk',KeyType:'HASH'},{AttributeName:'sk',KeyType:'RANGE'}],
  AttributeDefinitions: ['pk','sk',...(gsi?['lk','ck','ak']:[])].map(AttributeName=>({AttributeName,AttributeType:'S'})),
  ...(gsi && {GlobalSecondaryIndexes: [['listing','lk'],['available','ak']].map(([IndexName,k])=>({IndexName, KeySchema:[{AttributeName:k,KeyType:'HASH'},{AttributeName:'ck',KeyType:'RANGE'}],Projection:{ProjectionType:'INCLUDE',NonKeyAttributes:['status','amount','x']}}))}),
  ...(stream && {StreamSpecification:{StreamEnabled:true,StreamViewType:'NEW_AND_OLD_IMAGES'}}),
} as any)
let it: any
if (reader) {
  const t = await c.call('DescribeTable',{TableName:'TTT'}) as any
  const s = await c.call('DescribeStream',{StreamArn:t.Table.LatestStreamArn},'DynamoDBStreams') as any
  it = (await c.call('GetShardIterator',{StreamArn:t.Table.LatestStreamArn,ShardId:s.StreamDescription.Shards[0].ShardId,ShardIteratorType:'TRIM_HORIZON'},'DynamoDBStreams') as any).ShardIterator
}
let reads = 0
const read = async () => { const a = await c.call('GetRecords',{ShardIterator:it,Limit:1000},'DynamoDBStreams') as any; it = a.NextShardIterator; reads++ }
const item = (i:number, s='ready') => ({pk:{S:'ORG#o#REQ#pout_req_'+i},sk:{S:'META'},lk:{S:'o#r#'+(i%8)},ak:{S:'o#r#'+(i%8)},ck:{S:'2026-01-01T00:00:00.000Z#'+i},status:{S:s},amount:{N:String(i)},x:{S:'y'.repeat(20)},big:{S:'z'.repeat(500)}})
let last = cpu(), t0 = performance.now()
for (let i=1;i<=4000;i++) {
  await c.call('PutItem',{TableName:'TTT',Item:item(i)})
  if (reader && i%5===0) await read()
  if (i%1000===0) { const now = cpu(); console.log('put', i, 'cpu ms per put', (now-last)/1000, 'wall', ((performance.now()-t0)/1000).toFixed(2)); last = now; t0 = performance.now() }
}
for (let b=0;b<10;b++) {
  await c.call('TransactWriteItems',{TransactItems:Array.from({length:96},(_,k)=>({Update:{TableName:'TTT',Key:{pk:{S:'ORG#o#REQ#pout_req_'+(b*96+k+1)},sk:{S:'META'}},UpdateExpression:'SET claim = :c REMOVE ak',ConditionExpression:'attribute_exists(pk) AND attribute_not_exists(claim)',ExpressionAttributeValues:{':c':{S:'b'}}}}))})
  if (reader) await read()
}
{ const now = cpu(); console.log('10 tx of 96: cpu ms per tx', (now-last)/10); last = now }
for (let b=0;b<10;b++) await c.call('BatchGetItem',{RequestItems:{TTT:{Keys:Array.from({length:100},(_,k)=>({pk:{S:'ORG#o#REQ#pout_req_'+(b*96+k+1)},sk:{S:'META'}})),ConsistentRead:true}}})
{ const now = cpu(); console.log('10 batchget of 100: cpu ms per', (now-last)/10); last = now }
await d.stop(); c.close()
