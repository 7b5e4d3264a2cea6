import { CfnResource } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** The CloudFormation resource that a construct stands for. */
export function resourceOf(construct: IConstruct): CfnResource {
  const resource = construct.node.defaultChild
  if (resource && CfnResource.isCfnResource(resource)) return resource
  throw new Error(`${construct.node.path} stands for no single resource.`)
}
