/** The account in which the local stack pretends to be deployed. */
export interface Place {
  readonly accountId: string
  readonly region: string
  /** Queues are named by their URL, which is an address of the one endpoint. */
  readonly endpointUrl: string
}

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface Identity {
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Asks `nameAt` for the naming property alone: any other may refer back to this resource. */
export function identify(
  resource: { type: string; stack: string; logicalId: string },
  nameAt: (property: string) => string | undefined,
  place: Place,
): Identity {
  const { type, stack, logicalId } = resource
  const [, service = '', kind = ''] = type.split('::')
  const rule = RULES[type] ?? UNNAMED
  const name = (rule.name === undefined ? undefined : nameAt(rule.name)) ?? `${stack}-${logicalId}`
  const arn = (path: string) =>
    `arn:aws:${(rule.service ?? service).toLowerCase()}:${place.region}:${place.accountId}:${path}`
  return rule.identity({ name, arn, place, logicalId, kind })
}

interface Rule {
  /** The property that may name the resource. */
  readonly name?: string
  readonly service?: string
  readonly identity: (named: Named) => Identity
}

interface Named {
  readonly name: string
  readonly arn: (path: string) => string
  readonly place: Place
  readonly logicalId: string
  readonly kind: string
}

const UNNAMED: Rule = {
  identity: ({ name, arn, logicalId, kind }) => ({
    ref: logicalId,
    attributes: { Arn: arn(`${kind.toLowerCase()}/${name}`) },
  }),
}

const table: Rule = {
  name: 'TableName',
  identity: ({ name, arn }) => ({
    ref: name,
    attributes: { Arn: arn(`table/${name}`), StreamArn: arn(`table/${name}/stream/local`) },
  }),
}

const RULES: Readonly<Record<string, Rule>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Lambda::Function': {
    name: 'FunctionName',
    identity: ({ name, arn }) => ({ ref: name, attributes: { Arn: arn(`function:${name}`) } }),
  },
  'AWS::IAM::Role': {
    name: 'RoleName',
    identity: ({ name, place }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:iam::${place.accountId}:role/${name}` },
    }),
  },
  'AWS::Logs::LogGroup': {
    name: 'LogGroupName',
    identity: ({ name, arn }) => ({ ref: name, attributes: { Arn: arn(`log-group:${name}:*`) } }),
  },
  'AWS::S3::Bucket': {
    name: 'BucketName',
    identity: ({ name }) => ({
      ref: name.toLowerCase(),
      attributes: { Arn: `arn:aws:s3:::${name.toLowerCase()}` },
    }),
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    identity: ({ name, arn, place }) => ({
      ref: `${place.endpointUrl}/${place.accountId}/${name}`,
      attributes: {
        Arn: arn(name),
        QueueName: name,
        QueueUrl: `${place.endpointUrl}/${place.accountId}/${name}`,
      },
    }),
  },
  'AWS::Events::EventBus': {
    name: 'Name',
    identity: ({ name, arn }) => ({ ref: name, attributes: { Arn: arn(`event-bus/${name}`), Name: name } }),
  },
  'AWS::Events::Rule': {
    name: 'Name',
    identity: ({ name, arn }) => ({ ref: name, attributes: { Arn: arn(`rule/${name}`) } }),
  },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    service: 'states',
    identity: ({ name, arn }) => ({
      ref: arn(`stateMachine:${name}`),
      attributes: { Arn: arn(`stateMachine:${name}`), Name: name },
    }),
  },
  'AWS::ApiGateway::RestApi': {
    identity: ({ logicalId }) => ({ ref: logicalId, attributes: { RootResourceId: `${logicalId}-root` } }),
  },
  'AWS::ApiGateway::Stage': {
    name: 'StageName',
    identity: ({ name }) => ({ ref: name, attributes: {} }),
  },
}
