import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib'
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { INDEXES, TABLE, type TableIndex } from '../shared/repository/table.ts'
import { streamExportIn, tableNameIn } from './names.ts'
import type { StageSettings } from './settings.ts'

/** What must outlive every release: the one table. */
export class StorageStack extends Stack {
  constructor(scope: Construct, id: string, { stage, settings }: { stage: string; settings: StageSettings }) {
    super(scope, id, { description: 'Payout Desk: the table', terminationProtection: settings.retainData })

    const table = new TableV2(this, 'Table', {
      tableName: tableNameIn(stage),
      partitionKey: text(TABLE.partitionKey),
      sortKey: text(TABLE.sortKey),
      globalSecondaryIndexes: Object.entries(INDEXES).map(([name, index]) => indexNamed(name, index)),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      timeToLiveAttribute: TABLE.expiry,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: settings.retainData,
      removalPolicy: settings.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })

    new CfnOutput(this, 'StreamArn', { value: table.tableStreamArn ?? '', exportName: streamExportIn(stage) })
  }
}

function indexNamed(indexName: string, index: TableIndex): GlobalSecondaryIndexPropsV2 {
  return {
    indexName,
    partitionKey: text(index.partitionKey),
    sortKey: text(index.sortKey),
    ...(index.projects.length === 0
      ? { projectionType: ProjectionType.KEYS_ONLY }
      : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.projects] }),
  }
}

const text = (name: string) => ({ name, type: AttributeType.STRING })
