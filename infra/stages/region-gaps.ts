/** Regions without a schema registry of EventBridge. */
const withoutSchemas = [
  ...["ap-east-2", "ap-south-2", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"],
  ...["ca-west-1", "il-central-1", "mx-central-1"],
]

/** Regions whose CloudFormation makes no budgets. A budget itself has no region. */
const withoutBudgets = [
  ...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-3", "ap-south-2", "ap-southeast-3", "ap-southeast-4"],
  ...["ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-north-1", "eu-south-1"],
  ...["eu-south-2", "il-central-1", "me-central-1", "mx-central-1", "us-gov-east-1", "us-gov-west-1"],
]

/** Regions without Amazon SES. */
const withoutMail = [
  ...["ap-east-1", "ap-east-2", "ap-southeast-4", "ap-southeast-6", "ap-southeast-7", "cn-north-1", "cn-northwest-1"],
  ...["eu-south-2", "mx-central-1"],
]

/**
 * Regions that lack a resource type, by type, of the types that the stacks have. From the resource lists of cfn-lint
 * 1.58.0, which know 45 regions. A type that is not named here is in all of them.
 */
const regionsWithout: ReadonlyMap<string, readonly string[]> = new Map([
  ["AWS::Budgets::Budget", withoutBudgets],
  ["AWS::EventSchemas::Registry", withoutSchemas],
  ["AWS::EventSchemas::Schema", withoutSchemas],
  ["AWS::SES::ConfigurationSet", withoutMail],
  ["AWS::SES::ConfigurationSetEventDestination", withoutMail],
  ["AWS::SES::EmailIdentity", withoutMail],
])

/** Whether a region has a resource type. */
export function regionHas(region: string, type: string): boolean {
  return regionsWithout.get(type)?.includes(region) !== true
}

/** Whether a stack of a region can make a budget. Elsewhere somebody makes it by hand: a budget has no region. */
export function hasBudgets(region: string): boolean {
  return regionHas(region, "AWS::Budgets::Budget")
}

/** The regions that cfn-lint 1.58.0 knows, but those for single governments. A new one may be missing here. */
export const knownRegions = [
  ...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1"],
  ...["ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5"],
  ...["ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1"],
  ...["eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3"],
  ...["eusc-de-east-1", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1"],
  ...["us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2"],
]
