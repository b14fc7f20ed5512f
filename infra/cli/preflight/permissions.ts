import type { Party } from "../../../shared/parties/party.ts"
import type { Stage } from "../../stages/read-stage.ts"
import { countActions, mailActions } from "./check-account.ts"
import { invitedPartiesStatements } from "./check-invited-parties.ts"
import { namedLawsStatement } from "./check-named-laws.ts"
import { deployerActions } from "./deployer-actions.ts"
import { namedKinds } from "./judge-leftovers.ts"
import { givenKeys, keyPolicies } from "./key-policies.ts"
import { keyActions } from "./load-keys.ts"
import { networkActions } from "./load-network.ts"
import { planStage } from "./plan-stage.ts"

/** The IAM actions that the check itself takes. All of them only read. */
const preflightActions: readonly string[] = [
  ...new Set([
    "sts:GetCallerIdentity",
    "ssm:GetParameter",
    "cloudformation:DescribeStacks",
    "cloudformation:ListStackResources",
    "lambda:GetAccountSettings",
    "servicequotas:GetServiceQuota",
    "servicequotas:GetAWSDefaultServiceQuota",
    "secretsmanager:DescribeSecret",
    "sns:GetTopicAttributes",
    ...Object.values(mailActions),
    "acm:DescribeCertificate",
    "route53:GetHostedZone",
    ...Object.values(countActions),
    ...networkActions,
    ...keyActions,
    ...namedKinds.map(({ action }) => action),
  ]),
].sort()

/** The qualifier of a bootstrap stack that nobody gave another. */
const usualQualifier = "hnb659fds"

/** What the person who deploys needs. The roles of the CDK's bootstrap stack do the rest. */
const deployerNeeds = (qualifier: string): readonly string[] => [
  `sts:AssumeRole on arn:aws:iam::<account>:role/cdk-${qualifier}-*-<account>-<region> (deploy, file-publishing, lookup)`,
  "for a stage with a browserEdge: the same in us-east-1 too",
  "once per account and region, to bootstrap: the rights of an administrator, or the roles that your organisation made",
  "for a party with an account of its own: the same two in that account, to deploy its connector",
]

/** Rights that a check, a deployer, CloudFormation and keys need. */
export type Permissions = {
  readonly preflight: readonly string[]
  /** Statements with what the check reads of two tables, once the stage is deployed. */
  readonly preflightStatements: readonly object[]
  readonly deployer: readonly string[]
  /** What CloudFormation does with the resources of a stage. Absent: no stage was chosen. */
  readonly cloudFormation?: readonly string[]
  /** The policies of the keys that a stage was given, by the names of their settings. */
  readonly keyPolicies?: Readonly<Record<string, object>>
}

const checkNeeds = (stage?: string) => ({
  preflight: preflightActions,
  preflightStatements: [...invitedPartiesStatements(stage), namedLawsStatement(stage)],
})

/** The rights that every stage needs, or this one. */
export async function permissionsFor(stage?: Stage, parties: readonly Party[] = []): Promise<Permissions> {
  if (stage === undefined) return { ...checkNeeds(), deployer: deployerNeeds(usualQualifier) }
  const { account = "111122223333", bootstrapQualifier = usualQualifier } = stage.settings
  const policies = givenKeys(stage).length === 0 ? undefined : await keyPolicies(stage, parties, account)
  return {
    ...checkNeeds(stage.name),
    deployer: deployerNeeds(bootstrapQualifier),
    cloudFormation: deployerActions(await planStage(stage, parties, account)),
    keyPolicies: Object.fromEntries(
      givenKeys(stage).map(({ name }) => [name, { Version: version, Statement: policies?.get(name) }]),
    ),
  }
}

const version = "2012-10-17"

/** An IAM policy with some actions and other statements, to be pasted. */
const policyOf = (Sid: string, Action: readonly string[], others: readonly object[] = []): string =>
  JSON.stringify({ Version: version, Statement: [{ Sid, Effect: "Allow", Action, Resource: "*" }, ...others] }, null, 2)

/** The rights as text for people. */
export function permissionsInWords(permissions: Permissions): string {
  const { preflight, preflightStatements, deployer, cloudFormation, keyPolicies: policies = {} } = permissions
  return [
    "This check needs, as an IAM policy:",
    policyOf("WaysealPreflight", preflight, preflightStatements),
    "",
    "The person who deploys needs:",
    ...deployer.map((each) => `  ${each}`),
    "",
    ...(cloudFormation === undefined
      ? ["Choose a stage with --stage, and the rights follow that CloudFormation needs to make it.", ""]
      : ["CloudFormation needs, if its role is no administrator:", policyOf("WaysealStage", cloudFormation), ""]),
    ...Object.entries(policies).flatMap(([name, policy]) => [
      `The policy of the key keys.${name} has to grant:`,
      JSON.stringify(policy, null, 2),
      "",
    ]),
  ].join("\n")
}
